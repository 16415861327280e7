import type { InputType } from './contract.ts';

/**
 * Says why a text is no value of a type, or undefined when it is one.
 *
 * An empty text is no number, no boolean and no option: whether it may be left out is asked before.
 */
export function typeProblem(text: string, type: InputType, options: readonly string[]): string | undefined {
  switch (type) {
    case 'string':
    case 'secret':
      return undefined;
    case 'enum':
      if (options.length === 0 || options.includes(text)) return undefined;
      return `It is none of the options ${options.map((option) => `\`${option}\``).join(', ')}.`;
    case 'int':
      return INTEGER.test(text) ? undefined : 'It is no whole number.';
    case 'number':
      return NUMBER.test(text) ? undefined : 'It is no number.';
    case 'boolean':
      return text === 'true' || text === 'false' ? undefined : 'It is neither `true` nor `false`.';
  }
}

/** Whether two texts are the same value of a type: `0.9` and `0.90` are one number and two strings. */
export function isSameValue(a: string, b: string, type: InputType): boolean {
  if (a === b) return true;
  if ((type !== 'int' && type !== 'number') || !NUMBER.test(a) || !NUMBER.test(b)) return false;
  return Number(a) === Number(b);
}

/**
 * The text of an annotation without the quotes around it; `""` is the empty text.
 *
 * Quotes that do not match, or that are followed by something, belong to the text.
 */
export function unquote(raw: string): string {
  if (raw.length < 2) return raw;
  const inner = raw.slice(1, -1);
  if (raw.startsWith("'") && raw.endsWith("'") && !/(^|[^'])'([^']|$)/.test(inner)) return inner.replaceAll("''", "'");
  if (!raw.startsWith('"') || !raw.endsWith('"')) return raw;
  try {
    const text: unknown = JSON.parse(raw);
    return typeof text === 'string' ? text : raw;
  } catch {
    return raw;
  }
}

// --- internal ---

const INTEGER = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
