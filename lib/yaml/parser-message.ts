/** What the parser says is wrong, without the parts that quote the text: it may hold a secret. */
export function parserMessage(message: string): string {
  let text = message;
  for (const [pattern, replacement] of QUOTING) text = text.replace(pattern, replacement);
  return `${text.replace(/\.$/, '')}.`;
}

// --- internal ---

/** Messages of the parser that quote the text, and what is left of them. */
const QUOTING: readonly (readonly [RegExp, string])[] = [
  [/^(Unexpected scalar[^:]*|Block scalar header[^:]*|Unresolved (?:tag|alias)[^:]*):.*$/s, '$1'],
  [/^(Invalid escape sequence|Unknown directive) .*$/s, '$1'],
  [/^(?:Not a valid tag|Verbatim tags|Could not resolve tag|The .* tag has no suffix).*$/s, 'Invalid tag'],
  [/^(Unsupported YAML version) .*$/s, '$1'],
];
