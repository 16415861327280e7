import type { EditableDocument, EditableFile } from './editable-file.ts';
import { type EditableNode, type ListNode, type MapNode, type ScalarNode, walk } from './node.ts';

/** How to write something new so that it looks like what is around it. */
export interface Style {
  /** Columns that a mapping below a key is indented. */
  readonly step: number;
  /** Columns that a list below a key is indented; 0 when its dashes stand below the key. */
  readonly listOffset: number;
  /** How text is written that needs no quotes. */
  readonly text: QuoteStyle;
  /** How text is written that needs quotes. */
  readonly quote: 'single' | 'double';
  readonly newline: '\n' | '\r\n';
  /** Whether text of several lines may be a block; else it is quoted. */
  readonly blocks: boolean;
}

export type QuoteStyle = 'plain' | 'single' | 'double';

/**
 * The style around a collection: that of its own parts, else of its document, else of the file.
 *
 * Without any evidence two columns for both, plain text and double quotes.
 *
 * @param parents  the collections around, outermost first
 * @param index    the place in the last of them; the nearest siblings count
 */
export function styleAround(
  file: EditableFile,
  document: EditableDocument,
  parents: readonly (MapNode | ListNode)[],
  index: number,
): Style {
  const general = styleOfDocument(file, document);
  const collection = parents.at(-1);
  if (collection === undefined) return general;
  const near = neighbours(collection, index);
  const local = new Tally();
  for (const sibling of near) {
    if (collection.kind === 'map' && collection.style === 'block') local.countBelow(collection.column, sibling);
  }
  for (const [depth, parent] of parents.entries()) {
    const outer = parents[depth - 1];
    if (outer?.kind === 'map' && outer.style === 'block') local.countBelow(outer.column, parent);
  }
  const texts = near.filter((node): node is ScalarNode => node?.kind === 'scalar' && typeof node.value === 'string');
  return {
    ...general,
    step: most(local.steps) ?? general.step,
    listOffset: most(local.lists) ?? general.listOffset,
    text: textStyle(texts) ?? 'plain',
    quote: quoteOf(texts) ?? general.quote,
    newline: newlineAt(file, collection.start),
  };
}

/** The style of a document as a whole. */
export function styleOfDocument(file: EditableFile, document: EditableDocument): Style {
  const known = DOCUMENTS.get(document);
  if (known !== undefined) return known;
  const tally = new Tally();
  for (const node of walk(document.root)) tally.count(node);
  const others = tally.isEmpty ? file.documents.filter((other) => other !== document).slice(0, 1) : [];
  for (const other of others) {
    for (const node of walk(other.root)) tally.count(node);
  }
  const style: Style = {
    step: most(tally.steps) ?? 2,
    listOffset: most(tally.lists) ?? 2,
    text: 'plain',
    quote: tally.single > tally.double ? 'single' : 'double',
    newline: newlineAt(file, document.root?.start ?? 0),
    blocks: true,
  };
  DOCUMENTS.set(document, style);
  return style;
}

/** The line break of the line at an offset, of the one before when it is the last. */
export function newlineAt(file: EditableFile, offset: number): '\n' | '\r\n' {
  const at = file.text.indexOf('\n', offset);
  const newline = at === -1 ? file.text.lastIndexOf('\n') : at;
  return newline > 0 && file.text[newline - 1] === '\r' ? '\r\n' : '\n';
}

// --- internal ---

const DOCUMENTS = new WeakMap<EditableDocument, Style>();
const MOST_NEIGHBOURS = 20;

class Tally {
  readonly steps = new Map<number, number>();
  readonly lists = new Map<number, number>();
  single = 0;
  double = 0;

  get isEmpty(): boolean {
    return this.steps.size === 0 && this.lists.size === 0 && this.single + this.double === 0;
  }

  count(node: EditableNode): void {
    if (node.kind === 'scalar' && node.style === 'single') this.single++;
    else if (node.kind === 'scalar' && node.style === 'double') this.double++;
    else if (node.kind === 'map' && node.style === 'block') {
      for (const { value } of node.entries) this.countBelow(node.column, value);
    }
  }

  countBelow(column: number, value: EditableNode | undefined): void {
    if ((value?.kind !== 'map' && value?.kind !== 'list') || value.style !== 'block') return;
    const offset = value.column - column;
    const counts = value.kind === 'map' ? this.steps : this.lists;
    if (offset > 0 || value.kind === 'list') counts.set(offset, (counts.get(offset) ?? 0) + 1);
  }
}

/** The value counted most often; of equals the one seen first. */
function most<T>(counts: ReadonlyMap<T, number>): T | undefined {
  let best: T | undefined;
  let count = 0;
  for (const [value, times] of counts) {
    if (times > count) [best, count] = [value, times];
  }
  return best;
}

function neighbours(collection: MapNode | ListNode, index: number): readonly (EditableNode | undefined)[] {
  const from = Math.max(0, index - MOST_NEIGHBOURS / 2);
  const all: readonly { readonly value: EditableNode | undefined }[] =
    collection.kind === 'map' ? collection.entries : collection.items;
  return all.slice(from, from + MOST_NEIGHBOURS).map(({ value }) => value);
}

/** Quotes are a habit only where text has them that needs none. */
function textStyle(texts: readonly ScalarNode[]): QuoteStyle | undefined {
  const counts = new Map<QuoteStyle, number>();
  for (const { style } of texts) {
    if (style === 'literal' || style === 'folded') continue;
    counts.set(style, (counts.get(style) ?? 0) + 1);
  }
  return most(counts);
}

function quoteOf(texts: readonly ScalarNode[]): 'single' | 'double' | undefined {
  const quoted = texts.filter(({ style }) => style === 'single' || style === 'double');
  const single = quoted.filter(({ style }) => style === 'single').length;
  if (quoted.length === 0) return undefined;
  return single * 2 > quoted.length ? 'single' : 'double';
}
