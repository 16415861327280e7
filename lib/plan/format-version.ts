/** What a `format_version` says to a reader: `newer` when its major number is above ours, undefined when it is none. */
export function readFormatVersion(version: unknown, ours: string): 'readable' | 'newer' | undefined {
  if (typeof version !== 'string' || !/^[0-9]{1,6}\.[0-9]{1,6}$/.test(version)) return undefined;
  return majorOf(version) > majorOf(ours) ? 'newer' : 'readable';
}

// --- internal ---

function majorOf(version: string): number {
  return Number(version.slice(0, version.indexOf('.')));
}
