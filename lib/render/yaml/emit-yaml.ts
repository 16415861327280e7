import { KcdkError, kcdkError } from '../../diagnostics/error.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { blockText } from './block-text.ts';
import { type CommentMap, childPointer, commentLines, commentsOf, commentsOfItem } from './comment-lines.ts';
import { findNotEmittable, isPlainObject, MAX_DEPTH } from './find-not-emittable.ts';
import { formatNumber } from './format-number.ts';
import { quoteText } from './quote-text.ts';

/** What is written around the data. Lines come without `#`; a line break inside one starts another comment line. */
export interface YamlOptions {
  /**
   * Comment lines on top of the file.
   * @default - none
   */
  readonly header?: readonly string[] | undefined;
  /**
   * Comments of document `i` at index `i`: the lines above the node at a JSON pointer (RFC 6901; `''` is the
   * whole document). A pointer to nothing, such as a member that was left out, is ignored.
   * @default - none
   */
  readonly comments?: readonly (CommentMap | undefined)[] | undefined;
}

/**
 * Writes documents as YAML that every parser of YAML 1.1 and 1.2 reads back as the same data.
 *
 * Pure, and byte-equal on every run and machine. Block style, two spaces a level, keys in the order of
 * `Object.keys`, lists indented below their key, no aliases, no folding. `undefined` members are left out,
 * `null` members are kept. Text is plain where no parser can read anything else into it, a literal block where
 * it has several lines, else quoted. The result ends in one newline; `''` for no documents and no header.
 *
 * @param documents  in order; separated by `---`, with none before the first
 * @throws {KcdkError} `VALUE_NOT_EMITTABLE`, one diagnostic for every value of every document that is no JSON
 *   (`undefined` items, NaN, functions, class instances …), holds half a surrogate pair, contains itself, or is
 *   nested deeper than 256 levels
 * @see https://yaml.org/spec/1.2.2/ and https://yaml.org/type/ for the types of YAML 1.1
 */
export function emitYaml(documents: readonly Json[], options: YamlOptions = {}): string {
  let out = options.header === undefined ? '' : commentLines(options.header, '');
  try {
    for (let index = 0; index < documents.length; index++) {
      if (index > 0) out += '---\n';
      out += emitDocument(documents[index], options.comments?.[index]);
    }
  } catch (cause) {
    const problems = findNotEmittable(documents);
    throw problems.length > 0 ? new KcdkError(problems, cause) : cause;
  }
  return out;
}

// --- internal ---

/** What the parts of one document share. */
interface Style {
  readonly comments: CommentMap | undefined;
  /** Whether text that ends in empty lines may become a `|+` block. */
  readonly keepBlocks: boolean;
}

/** JSON, or what a program without types put in its place. */
type Value = Json | undefined;

const PLAIN_STYLE: Style = { comments: undefined, keepBlocks: true };

/**
 * Longest key without `?`, in characters with quotes.
 * @see https://yaml.org/spec/1.2.2/#742-flow-mappings (the limit of implicit keys)
 */
const LONGEST_IMPLICIT_KEY = 1024;

/** Keys repeat in nearly every document, so the written form of short ones is remembered, up to a bound. */
const WRITTEN_KEYS = new Map<string, string>();
const MOST_WRITTEN_KEYS = 4096;
const LONGEST_REMEMBERED_KEY = 64;

function emitDocument(document: Value, comments: CommentMap | undefined): string {
  const style = comments === undefined || comments.size === 0 ? PLAIN_STYLE : { comments, keepBlocks: true };
  const lead = style.comments === undefined ? '' : commentsOf('', style.comments, '');
  const text = writeRoot(document, style);
  // Empty lines at the end of a document are what editors and commit hooks strip, but here they are data.
  return lead + (text.endsWith('\n\n') ? writeRoot(document, { ...style, keepBlocks: false }) : text);
}

function writeRoot(document: Value, style: Style): string {
  if (typeof document !== 'object' || document === null) {
    // Parsers disagree on what the indentation indicator of a block without a parent counts from.
    const inline = typeof document === 'string' && /^[ \t\n]/.test(document);
    return `${inline ? quoteText(document) : writeScalar(document, '', style)}\n`;
  }
  return writeCollection(document, '', '', '', style) || `${emptyCollection(document)}\n`;
}

/** The lines of a mapping or list; `''` when it is empty. `first` is the indentation of its first line. */
function writeCollection(value: object, pad: string, first: string, pointer: string, style: Style): string {
  if (pad.length >= 2 * MAX_DEPTH) throw kcdkError('VALUE_NOT_EMITTABLE');
  if (Array.isArray(value)) return writeItems(value, pad, first, pointer, style);
  if (!isPlainObject(value)) throw kcdkError('VALUE_NOT_EMITTABLE');
  return writeMembers(value as JsonObject, pad, first, pointer, style);
}

function writeMembers(value: JsonObject, pad: string, first: string, pointer: string, style: Style): string {
  const { comments } = style;
  const inner = `${pad}  `;
  let out = '';
  let start = first;
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member === undefined) continue;
    let at = pointer;
    if (comments !== undefined) {
      at = childPointer(pointer, key);
      // Behind a dash there is no line for a comment: `commentsOfItem` has written it above.
      if (start === pad) out += commentsOf(at, comments, pad);
    }
    out += start + writeKey(key, pad);
    if (typeof member === 'object' && member !== null) {
      const body = writeCollection(member, inner, inner, at, style);
      out += body === '' ? ` ${emptyCollection(member)}\n` : `\n${body}`;
    } else {
      out += ` ${writeScalar(member, pad, style)}\n`;
    }
    start = pad;
  }
  return out;
}

function writeItems(items: readonly Value[], pad: string, first: string, pointer: string, style: Style): string {
  const { comments } = style;
  const inner = `${pad}  `;
  let out = '';
  let start = first;
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    let at = pointer;
    if (comments !== undefined) {
      at = childPointer(pointer, index);
      if (start === pad) out += commentsOfItem(item, at, comments, pad);
    }
    out += `${start}- `;
    if (typeof item === 'object' && item !== null) {
      out += writeCollection(item, inner, '', at, style) || `${emptyCollection(item)}\n`;
    } else {
      out += `${writeScalar(item, pad, style)}\n`;
    }
    start = pad;
  }
  return out;
}

function emptyCollection(value: object): string {
  return Array.isArray(value) ? '[]' : '{}';
}

/** A scalar without the newline that ends it; `pad` is the indentation of its key or dash. */
function writeScalar(value: Value, pad: string, style: Style): string {
  switch (typeof value) {
    case 'string':
      return value.includes('\n') ? (blockText(value, pad, style.keepBlocks) ?? quoteText(value)) : quoteText(value);
    case 'number':
      return formatNumber(value);
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      if (value === null) return 'null';
      throw kcdkError('VALUE_NOT_EMITTABLE');
  }
}

/** A key and its colon. */
function writeKey(key: string, pad: string): string {
  const known = WRITTEN_KEYS.get(key);
  if (known !== undefined) return known;
  const text = quoteText(key);
  if (text.length > LONGEST_IMPLICIT_KEY) return `? ${text}\n${pad}:`;
  const written = `${text}:`;
  if (key.length <= LONGEST_REMEMBERED_KEY) {
    if (WRITTEN_KEYS.size >= MOST_WRITTEN_KEYS) WRITTEN_KEYS.clear();
    WRITTEN_KEYS.set(key, written);
  }
  return written;
}
