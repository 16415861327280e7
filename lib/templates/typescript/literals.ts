import type { Json } from '../../model/json.ts';
import type { SecretRef } from '../../model/secret-ref.ts';

/** A string literal of TypeScript in single quotes, in ASCII but for letters. */
export function quote(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner.replace(/[\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`)}'`;
}

/** A key as it stands in a type: plain where it is an identifier. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : quote(name);
}

/** A comment of one line; control characters, which could end it, become spaces. */
export function lineOfComment(text: string): string {
  return `// ${text.replace(CONTROL, ' ').trim()}`.trimEnd();
}

/** Plain data as an expression; its second and later lines are indented below `indent`. */
export function literal(data: Json, indent: string): string {
  if (typeof data === 'string') return quote(data);
  if (typeof data !== 'object' || data === null) return JSON.stringify(data);
  const inner = `${indent}  `;
  if (Array.isArray(data)) {
    if (data.length === 0) return '[]';
    return `[\n${data.map((item) => `${inner}${literal(item, inner)},\n`).join('')}${indent}]`;
  }
  const members = Object.entries(data).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  if (members.length === 0) return '{}';
  // A plain `__proto__` in a literal would set the prototype.
  const key = (name: string) => (name === '__proto__' ? "['__proto__']" : propertyName(name));
  return `{\n${members.map(([name, value]) => `${inner}${key(name)}: ${literal(value, inner)},\n`).join('')}${indent}}`;
}

/** A reference to a secret, as a program writes it. */
export function secretLiteral(ref: SecretRef): string {
  if (ref.store === 'vault') return `SecretRef.vault(${quote(ref.path)})`;
  return `SecretRef.store(${quote(ref.path)}, ${quote(ref.property)})`;
}

// --- internal ---

// biome-ignore lint/suspicious/noControlCharactersInRegex: a line break in a comment would end it
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g;
