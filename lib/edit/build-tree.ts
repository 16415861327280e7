import type { CST, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { kcdkError } from '../diagnostics/error.ts';
import { yaml } from '../yaml/load-yaml.ts';
import type { EditableNode, ListItem, ListNode, MapEntry, MapNode, ScalarNode, ScalarStyle } from './node.ts';
import type { TextLines } from './text-lines.ts';
import type { TrailingLines } from './trailing-lines.ts';

/** What a tree is built from, besides the parser's nodes. */
export interface TreeSource {
  /** The text that the parser read. */
  readonly masked: string;
  /** The text itself. */
  readonly text: string;
  readonly lines: TextLines;
  readonly reveal: (value: string) => string;
  readonly trailing: TrailingLines;
}

/**
 * Turns a node of the parser into ours: exact extents, style and, with templates shown again, values.
 *
 * @param props  the tokens in front of the node, where its anchor and tag stand
 * @throws {KcdkError} `EDIT_TOO_DEEP` beyond 200 levels
 */
export function buildTree(
  node: Node | null,
  props: readonly CST.SourceToken[],
  source: TreeSource,
): EditableNode | undefined {
  return build(node, props, source, 0);
}

// --- internal ---

const MOST_LEVELS = 200;

/** Integers as they are spelled in YAML; beyond 2^53 a number would hold another one. */
const INTEGER = /^[-+]?(?:[0-9]+|0[xo][0-9a-fA-F]+)$/;

type Tokens = readonly CST.SourceToken[];

function build(node: Node | null, props: Tokens, source: TreeSource, depth: number): EditableNode | undefined {
  if (depth > MOST_LEVELS) throw kcdkError('EDIT_TOO_DEEP');
  const token = node?.srcToken;
  const { anchor, tag, start = token?.offset } = propsOf(props);
  if (node === null || start === undefined) return undefined;
  if (token === undefined) {
    // An anchor or tag in front of nothing.
    const value = yaml().isScalar(node) && node.value === '' ? '' : null;
    return { kind: 'scalar', start, end: lastProp(props), anchor, tag, style: 'plain', text: '', value };
  }
  const place = { start, anchor, tag };
  if (yaml().isAlias(node)) return { kind: 'alias', ...place, end: endOfFlow(token), name: node.source };
  if (yaml().isScalar(node)) return buildScalar(node.value, node.source, token, place, source);
  if (yaml().isMap(node)) return buildMap(node, token, place, source, depth);
  if (yaml().isSeq(node)) return buildList(node, token, place, source, depth);
  return undefined;
}

type Place = Pick<EditableNode, 'start' | 'anchor' | 'tag'>;

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  'single-quoted-scalar': 'single',
  'double-quoted-scalar': 'double',
  scalar: 'plain',
};

function buildScalar(value: unknown, spelled = '', token: CST.Token, place: Place, source: TreeSource): ScalarNode {
  const text = source.reveal(typeof value === 'string' ? value : spelled);
  const exact = typeof value === 'number' && !Number.isSafeInteger(value) && INTEGER.test(spelled) ? text : value;
  const plain = typeof exact === 'number' || typeof exact === 'boolean' || exact === null ? exact : text;
  if (token.type === 'block-scalar') {
    const header = token.props.find((prop) => prop.type === 'block-scalar-header');
    const marks = header !== undefined && 'source' in header ? header.source : '|';
    const end = endOfBlock(token, marks.includes('+'), source);
    return { kind: 'scalar', ...place, end, style: marks.startsWith('>') ? 'folded' : 'literal', text, value: plain };
  }
  return { kind: 'scalar', ...place, end: endOfFlow(token), style: STYLES[token.type] ?? 'plain', text, value: plain };
}

function buildMap(node: YAMLMap, token: CST.Token, place: Place, source: TreeSource, depth: number): MapNode {
  const style =
    token.type === 'block-map' ? 'block' : token.type === 'flow-collection' ? styleOfFlow(token, '{') : 'pair';
  const column = token.offset - source.lines.startOf(token.offset);
  const entries = (node.items as Pair<Node, Node | null>[]).map((pair) =>
    buildEntry(pair, style === 'block' ? column : undefined, source, depth),
  );
  const end = style === 'flow' ? endOfFlow(token) : Math.max(token.offset, entries.at(-1)?.end ?? 0);
  return { kind: 'map', ...place, end, style, column, entries };
}

function buildEntry(
  pair: Pair<Node, Node | null>,
  column: number | undefined,
  source: TreeSource,
  depth: number,
): MapEntry {
  const item = pair.srcToken as CST.BlockMap['items'][number] | undefined;
  const before = item?.start ?? [];
  const after = item?.sep ?? [];
  const key = build(pair.key, before, source, depth + 1);
  const value = build(pair.value, after, source, depth + 1);
  const colon = after.find((token) => token.type === 'map-value-ind');
  const colonEnd = colon && colon.offset + colon.source.length;
  const mark = before.find((token) => token.type === 'explicit-key-ind');
  const start = mark?.offset ?? key?.start ?? colon?.offset ?? 0;
  const last = lastProp(after);
  const inner = Math.max(value?.end ?? 0, last, colonEnd ?? 0, key?.end ?? 0);
  const end = column === undefined ? inner : source.trailing.extend(inner, column, value === undefined);
  return { key, value, start, colonEnd, end };
}

function buildList(node: YAMLSeq, token: CST.Token, place: Place, source: TreeSource, depth: number): ListNode {
  const block = token.type === 'block-seq';
  const column = token.offset - source.lines.startOf(token.offset);
  const tokens = token.type === 'block-seq' || token.type === 'flow-collection' ? token.items : [];
  const kept = (tokens as CST.CollectionItem[]).filter((item) =>
    block
      ? item.start.some(({ type }) => type === 'seq-item-ind')
      : item.value !== undefined || item.sep !== undefined || item.key !== undefined,
  );
  const items = (node.items as (Node | null)[]).map((child, index): ListItem => {
    const before = kept[index]?.start ?? [];
    if (!block) {
      const value =
        yaml().isMap(child) && child.srcToken === undefined
          ? buildPair(child, source, depth)
          : build(child, before, source, depth + 1);
      const start = value?.start ?? 0;
      return { value, start, dashEnd: start, end: value?.end ?? start };
    }
    const value = build(child, before, source, depth + 1);
    const dash = before.find(({ type }) => type === 'seq-item-ind');
    const start = dash?.offset ?? value?.start ?? 0;
    const dashEnd = start + 1;
    const inner = Math.max(value?.end ?? 0, lastProp(before), dashEnd);
    return { value, start, dashEnd, end: source.trailing.extend(inner, column, value === undefined) };
  });
  const end = block ? Math.max(token.offset, items.at(-1)?.end ?? 0) : endOfFlow(token);
  return { kind: 'list', ...place, end, style: block ? 'block' : styleOfFlow(token, '['), column, items };
}

/** `[a: 1]`: a mapping that the parser makes up, without a token of its own. */
function buildPair(node: YAMLMap, source: TreeSource, depth: number): MapNode {
  const entries = (node.items as Pair<Node, Node | null>[]).map((pair) => buildEntry(pair, undefined, source, depth));
  const start = entries[0]?.start ?? 0;
  return { kind: 'map', start, end: entries[0]?.end ?? start, style: 'pair', column: 0, entries };
}

const styleOfFlow = (token: CST.Token, open: string) =>
  token.type === 'flow-collection' && token.start.source === open ? 'flow' : 'pair';

function propsOf(tokens: Tokens): { start?: number; anchor?: string; tag?: string } {
  const anchor = tokens.find(({ type }) => type === 'anchor');
  const tag = tokens.find(({ type }) => type === 'tag');
  const first = tokens.find(({ type }) => type === 'anchor' || type === 'tag');
  return {
    ...(first && { start: first.offset }),
    ...(anchor && { anchor: anchor.source.slice(1) }),
    ...(tag && { tag: tag.source }),
  };
}

/** The end of an anchor or tag without a value behind it. */
function lastProp(tokens: Tokens): number {
  return tokens.reduce(
    (end, { type, offset, source }) =>
      type === 'anchor' || type === 'tag' ? Math.max(end, offset + source.length) : end,
    0,
  );
}

/** The end of a scalar or collection on one or more lines, without what stands behind it. */
function endOfFlow(token: CST.Token): number {
  if (token.type === 'flow-collection') {
    const close = token.end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
    return close === undefined ? token.offset + 1 : close.offset + close.source.length;
  }
  return token.offset + ('source' in token ? token.source.length : 0);
}

/**
 * The end of a block. Empty lines behind its text are layout, and may be template lines that are none of its business;
 * only a block that keeps them (`|+`) has them as text.
 */
function endOfBlock(token: CST.BlockScalar, keeps: boolean, { masked, text }: TreeSource): number {
  const length = token.props.reduce(
    (sum, prop) => sum + ('source' in prop ? prop.source.length : 0),
    token.source.length,
  );
  const bodyEnd = token.offset + length;
  let end = bodyEnd;
  while (end > token.offset && ' \t\r\n'.includes(masked[end - 1] ?? '-')) end--;
  const blank = text.slice(end, bodyEnd);
  return keeps && /^\s*$/.test(blank) ? bodyEnd - (/\r?\n$/.exec(blank)?.[0].length ?? 0) : end;
}
