import type { Diagnostic } from './diagnostic.ts';

/**
 * Findings by their place in the program, then by what they are; none twice.
 *
 * Equal findings come in equal order, whatever the order in which they were found, and in however many runs.
 */
export function sortedDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyed = new Map(diagnostics.map((diagnostic) => [JSON.stringify(sortKey(diagnostic)), diagnostic]));
  return [...keyed].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, diagnostic]) => diagnostic);
}

// --- internal ---

/** Numbers are padded, so that the text of a key sorts as they do. */
function sortKey({ source, address, repository, path, code, summary, detail, related }: Diagnostic) {
  const at = source === undefined ? [''] : [source.file, padded(source.line), padded(source.column)];
  return [...at, address ?? '', repository ?? '', path ?? '', code, summary, detail ?? '', related ?? []];
}

function padded(count: number): string {
  return String(count).padStart(9, '0');
}
