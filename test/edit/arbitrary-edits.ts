import fc from 'fast-check';
import type { Edit, EditValue } from '../../lib/edit/edit.ts';
import type { EditableFile } from '../../lib/edit/editable-file.ts';
import { type EditableNode, keyText } from '../../lib/edit/node.ts';
import type { NodePath } from '../../lib/edit/path.ts';

/** The path of every node of a file that can be addressed, and what stands there. */
export interface Site {
  readonly document: number;
  readonly path: NodePath;
  readonly node: EditableNode | undefined;
  /** Where the entry or item starts and ends, from the line it starts on to the end of the line it ends on. */
  readonly start: number;
  readonly end: number;
}

export function sitesOf(file: EditableFile): readonly Site[] {
  const sites: Site[] = [];
  const visit = (
    document: number,
    path: NodePath,
    node: EditableNode | undefined,
    start: number,
    end: number,
  ): void => {
    sites.push({ document, path, node, start, end });
    if (node?.kind === 'map') {
      for (const entry of node.entries) {
        const key = keyText(entry);
        if (key !== undefined) visit(document, [...path, key], entry.value, entry.start, entry.end);
      }
    } else if (node?.kind === 'list') {
      for (const [index, item] of node.items.entries())
        visit(document, [...path, index], item.value, item.start, item.end);
    }
  };
  for (const { index, root } of file.documents) visit(index, [], root, root?.start ?? 0, root?.end ?? 0);
  return sites;
}

/** Text that looks like what people put into YAML, and text that breaks YAML. */
const text = fc.oneof(
  fc.constantFrom(
    'x',
    'true',
    'null',
    '',
    ' ',
    '0777',
    '1.10',
    '# no',
    'a: b',
    '- a',
    '<TOKEN>',
    '<A>-<B>',
    '"',
    "'",
    '{{ .x }}',
  ),
  fc.constantFrom(
    'a\nb\n',
    'a\n\n  b',
    '\n',
    ' lead\nx\n',
    'trail \nx',
    '\ttab\n',
    '---\n',
    '*x',
    '&x',
    '!x',
    '%x',
    '@x',
    '`x`',
    '|',
    '>',
  ),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);

const key = fc.oneof(
  fc.constantFrom('new', 'a b', '0', 'true', '?', 'k: v', '<KEY>', '', '- x'),
  fc.string({ maxLength: 6 }),
);

export const value: fc.Arbitrary<EditValue> = fc.letrec<{ value: EditValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** An edit of one of these sites. */
export function editOf(site: Site): fc.Arbitrary<Edit> {
  const { document, path, node } = site;
  const set = value.map((each): Edit => ({ op: 'set', document, path, value: each }));
  const members = node?.kind === 'map' ? node.entries.length : node?.kind === 'list' ? node.items.length : 0;
  const at = fc.constantFrom<('first' | 'last' | { after: number | string } | { before: number | string })[]>(
    'first',
    'last',
    ...(node?.kind === 'list' && members > 0 ? [{ after: members - 1 }, { before: members - 1 }] : []),
    ...(node?.kind === 'map'
      ? node.entries
          .flatMap((entry) => [keyText(entry)])
          .flatMap((name) => (name === undefined ? [] : [{ after: name }, { before: name }]))
      : []),
  );
  const insert = fc
    .tuple(node?.kind === 'list' ? fc.constant(undefined) : key, value, at)
    .map(([name, each, where]): Edit => ({ op: 'insert', document, path, key: name, value: each, at: where }));
  if (path.length === 0) return node === undefined ? insert : fc.oneof(set, insert);
  const others: fc.Arbitrary<Edit>[] = [fc.constant({ op: 'delete', document, path })];
  if (typeof path.at(-1) === 'string') others.push(key.map((name) => ({ op: 'rename', document, path, key: name })));
  return fc.oneof(set, insert, ...others);
}
