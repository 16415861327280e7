import { kcdkError } from '../diagnostics/error.ts';
import { blockText } from '../render/yaml/block-text.ts';
import { formatNumber } from '../render/yaml/format-number.ts';
import { isPlainText } from '../render/yaml/plain-text.ts';
import { hasLoneSurrogate, isPrintable, LONE_SURROGATE, showUnprintable } from '../render/yaml/quote-text.ts';
import type { QuoteStyle, Style } from './style.ts';

/** Where a scalar stands. */
export interface ScalarPlace {
  /** Indentation of the key or dash it belongs to. */
  readonly column: number;
  readonly flow: boolean;
  /** The style to take where the text allows it. */
  readonly prefer: QuoteStyle | 'literal';
}

/**
 * Writes a scalar, in the style that is preferred where this style can hold it.
 *
 * Plain only where every parser reads the same text: the rule of our emitter, with `<TOKEN>`s taken for letters.
 * Text of several lines is a block when a block can hold it, else double-quoted.
 *
 * @throws {KcdkError} `EDIT_VALUE_INVALID` for half a surrogate pair and numbers that are not finite
 */
export function writeScalar(value: string | number | boolean | null, place: ScalarPlace, style: Style): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw kcdkError('EDIT_VALUE_INVALID', { detail: `${value} is no JSON` });
    return formatNumber(value);
  }
  if (typeof value !== 'string') return value === null ? 'null' : String(value);
  if (hasLoneSurrogate(value)) throw kcdkError('EDIT_VALUE_INVALID', { detail: LONE_SURROGATE });
  if (value.includes('\n')) {
    const block = place.flow || !style.blocks ? undefined : writeBlock(value, place.column, style);
    if (block !== undefined) return block;
  }
  const wanted = place.prefer === 'literal' ? style.text : place.prefer;
  if (wanted === 'plain' && isPlain(value, place.flow)) return value;
  return quote(value, wanted === 'plain' ? style.quote : wanted);
}

/** Writes a key; `prefer` is how the keys beside it are written. */
export function writeKey(key: string, flow: boolean, prefer: QuoteStyle, style: Style): string {
  if (hasLoneSurrogate(key)) throw kcdkError('EDIT_VALUE_INVALID', { detail: LONE_SURROGATE });
  if (prefer === 'plain' && isPlain(key, flow)) return key;
  return quote(key, prefer === 'plain' ? style.quote : prefer);
}

// --- internal ---

const TOKENS = /<[A-Z][A-Z0-9_-]*>/g;
const FLOW_MARKS = /[,[\]{}]/;

function isPlain(text: string, flow: boolean): boolean {
  return isPlainText(text.replace(TOKENS, 'TOKEN')) && !(flow && (FLOW_MARKS.test(text) || text.endsWith(':')));
}

function quote(text: string, mark: 'single' | 'double'): string {
  if (mark === 'single' && isPrintable(text) && !/[\t\n]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  // In double quotes a template would lose its own quotes to escapes.
  if (/["\\]/.test(text) && text.includes('{{') && !/[\t\n']/.test(text) && isPrintable(text)) return `'${text}'`;
  return showUnprintable(JSON.stringify(text));
}

/** The lines of a block stand `step` columns further in; the emitter writes two. */
function writeBlock(text: string, column: number, style: Style): string | undefined {
  const pad = Math.max(0, column + style.step - 2);
  // A header that names the indentation counts from the parent, so it holds for a step of two only.
  if (/^[ \t\n]/.test(text) && pad !== column) return undefined;
  const block = blockText(text, ' '.repeat(pad), false);
  return block?.replaceAll('\n', style.newline);
}
