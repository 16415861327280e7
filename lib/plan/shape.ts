/** What a part of an untrusted document has to look like; reports every problem with the place it is at. */
export type Shape = (value: unknown, at: Place, problems: string[]) => void;

/** The way to a part of a document, as it is written only when there is a problem. Undefined is the whole document. */
export type Place = { readonly parent: Place; readonly segment: string | number } | undefined;

/** Problems of a value against a shape, such as `files["a.yaml"].blob must be text`; empty when it fits. At most 20. */
export function shapeProblems(value: unknown, shape: Shape): readonly string[] {
  const problems: string[] = [];
  shape(value, undefined, problems);
  return problems.slice(0, MOST_PROBLEMS);
}

/** Any JSON. */
export const anything: Shape = () => {};

export const text: Shape = (value, at, problems) => {
  if (typeof value !== 'string') report(at, 'must be text', problems);
};

export const flag: Shape = (value, at, problems) => {
  if (typeof value !== 'boolean') report(at, 'must be true or false', problems);
};

/** A whole number from 0. */
export const count: Shape = (value, at, problems) => {
  if (!Number.isInteger(value) || (value as number) < 0) report(at, 'must be a whole number', problems);
};

/** A text that matches a pattern; `words` says what it must be. */
export function pattern(expression: RegExp, words: string): Shape {
  return (value, at, problems) => {
    if (typeof value !== 'string' || !expression.test(value)) report(at, `must be ${words}`, problems);
  };
}

/** One of a few fixed values. */
export function oneOf(...values: readonly (string | boolean)[]): Shape {
  return (value, at, problems) => {
    if (!values.some((allowed) => allowed === value)) {
      report(at, `must be one of ${values.map((allowed) => JSON.stringify(allowed)).join(', ')}`, problems);
    }
  };
}

export function orNull(shape: Shape): Shape {
  return (value, at, problems) => {
    if (value !== null) shape(value, at, problems);
  };
}

export function listOf(item: Shape): Shape {
  return (value, at, problems) => {
    if (!Array.isArray(value)) return report(at, 'must be a list', problems);
    for (const [index, member] of value.entries()) {
      if (problems.length >= MOST_PROBLEMS) return;
      item(member, { parent: at, segment: index }, problems);
    }
  };
}

/** A mapping from any text to values of one shape. */
export function mapOf(item: Shape): Shape {
  return (value, at, problems) => {
    if (!isMapping(value)) return report(at, 'must be a mapping', problems);
    for (const [key, member] of Object.entries(value)) {
      if (problems.length >= MOST_PROBLEMS) return;
      item(member, { parent: at, segment: key }, problems);
    }
  };
}

/** A mapping with fixed members. Other members are let through, since a later minor version may have added them. */
export function object(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  const needed = Object.entries(required);
  const possible = Object.entries(optional);
  return (value, at, problems) => {
    if (!isMapping(value)) return report(at, 'must be a mapping', problems);
    for (const [key, shape] of needed) {
      if (Object.hasOwn(value, key)) shape(value[key], { parent: at, segment: key }, problems);
      else report({ parent: at, segment: key }, 'is missing', problems);
    }
    for (const [key, shape] of possible) {
      if (Object.hasOwn(value, key)) shape(value[key], { parent: at, segment: key }, problems);
    }
  };
}

// --- internal ---

const MOST_PROBLEMS = 20;

function report(at: Place, words: string, problems: string[]): void {
  problems.push(`${at === undefined ? 'the document' : spell(at)} ${words}`);
}

/** `files["a.yaml"].blob` */
function spell(at: Place): string {
  if (at === undefined) return '';
  const { parent, segment } = at;
  if (typeof segment === 'number') return `${spell(parent)}[${segment}]`;
  if (!/^[A-Za-z_]+$/.test(segment)) return `${spell(parent)}[${JSON.stringify(segment)}]`;
  return parent === undefined ? segment : `${spell(parent)}.${segment}`;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
