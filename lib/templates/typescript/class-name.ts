/**
 * A name for the class of a template: the words of its name, each with a capital.
 *
 * @returns undefined where the name has no letters to make one of
 */
export function classNameOf(name: string): string | undefined {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => (word[0] ?? '').toUpperCase() + word.slice(1)).join('');
  const candidate = /^[0-9]/.test(joined) ? `Template${joined}` : joined;
  if (candidate === '') return undefined;
  return isClassName(candidate) ? candidate : `${candidate}Template`;
}

/** Whether a text can name the class: a capital, then letters and digits, and none of the names the file imports. */
export function isClassName(name: string): boolean {
  return /^[A-Z][A-Za-z0-9]*$/.test(name) && !IMPORTED.has(name) && !IMPORTED.has(`${name}Values`);
}

/** `DatadogAgent` becomes `datadog-agent`. */
export function fileNameOf(className: string): string {
  return className
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

// --- internal ---

const IMPORTED: ReadonlySet<string> = new Set(['SecretRef', 'TemplateBinding', 'TemplateReference']);
