import {
  effectiveDefault,
  inputName,
  isBooleanEnum,
  mustBeGiven,
  type SecretBinding,
  type TemplateInput,
} from '../contract/contract.ts';
import { propertyName, quote } from './literals.ts';

/** Inputs by their keys, as nested as the values are. */
export interface ValueShape {
  readonly members: ReadonlyMap<string, TemplateInput | ValueShape>;
}

/** Nests the inputs by their paths. Where one is declared on a mapping that has inputs itself, those count. */
export function shapeOf(inputs: readonly TemplateInput[]): ValueShape {
  const root: MutableShape = { members: new Map() };
  for (const input of inputs) {
    let shape = root;
    for (const name of input.path.slice(0, -1)) {
      const present = shape.members.get(name);
      const next: MutableShape = present !== undefined && isShape(present) ? present : { members: new Map() };
      shape.members.set(name, next);
      shape = next;
    }
    const name = input.path.at(-1) ?? '';
    const present = shape.members.get(name);
    if (present === undefined || !isShape(present)) shape.members.set(name, input);
  }
  return root;
}

/** True when some value below has to be given. */
export function hasRequired(member: TemplateInput | ValueShape): boolean {
  return isShape(member) ? [...member.members.values()].some(hasRequired) : mustBeGiven(member);
}

/** The lines of the body of an interface, or of a type literal, indented. */
export function memberLines(shape: ValueShape, indent: string): readonly string[] {
  const lines: string[] = [];
  for (const [name, member] of shape.members) {
    const head = `${indent}readonly ${propertyName(name)}${hasRequired(member) ? '' : '?'}:`;
    if (isShape(member)) lines.push(`${head} {`, ...memberLines(member, `${indent}  `), `${indent}};`);
    else lines.push(...documentation(member, indent), `${head} ${typeOf(member)};`);
  }
  return lines;
}

/** True when a `SecretRef` is among the values. */
export function hasSecret(shape: ValueShape): boolean {
  return [...shape.members.values()].some((member) => (isShape(member) ? hasSecret(member) : member.type === 'secret'));
}

// --- internal ---

interface MutableShape extends ValueShape {
  readonly members: Map<string, TemplateInput | MutableShape>;
}

function isShape<Shape extends ValueShape>(member: TemplateInput | Shape): member is Shape {
  return 'members' in member;
}

function typeOf(input: TemplateInput): string {
  switch (input.type) {
    case 'string':
      return 'string';
    case 'int':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'secret':
      return 'SecretRef';
    case 'enum':
      if (input.options.length === 0) return 'string';
      return [...(isBooleanEnum(input) ? ['boolean'] : []), ...input.options.map(quote)].join(' | ');
  }
}

function documentation(input: TemplateInput, indent: string): readonly string[] {
  const paragraphs: string[] = [];
  if (input.description !== undefined) paragraphs.push(commentText(input.description));
  if (input.tip !== undefined) paragraphs.push(`For example \`${commentText(input.tip)}\`.`);
  if (input.type === 'int') paragraphs.push('A whole number.');
  if (input.secret !== undefined) paragraphs.push(secretText(input.secret));
  if (input.token !== undefined && inputName(input) !== input.token.slice(1, -1))
    paragraphs.push(`Token \`${input.token}\`.`);
  if (!mustBeGiven(input)) {
    const text = effectiveDefault(input) ?? '';
    paragraphs.push(text === '' ? '@default - empty' : `@default ${commentText(text)}`);
  }
  const separated = paragraphs.flatMap((text, index) => (index === 0 ? [text] : ['', text]));
  if (separated.length === 0) return [];
  return [`${indent}/**`, ...separated.map((text) => `${indent} * ${text}`.trimEnd()), `${indent} */`];
}

function secretText({ key, path, backend }: SecretBinding): string {
  const where = [key && `property \`${key}\``, path && `of \`${path}\``, backend && `in ${backend}`].filter(Boolean);
  return where.length === 0 ? 'A secret.' : `A secret: ${where.map((each) => commentText(String(each))).join(' ')}.`;
}

/** One line that cannot end the comment it stands in. */
function commentText(text: string): string {
  return text.replace(CONTROL, ' ').replaceAll('*/', '*\\/').trim();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters have no place in a comment
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029]+/g;
