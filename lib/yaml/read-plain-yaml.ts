import type { Json } from '../model/json.ts';
import type { Place } from './node-finder.ts';

/**
 * Reads the YAML that charts and this program write, which is most of what a plan has to read: mappings and lists in lines,
 * scalars of one line, flow collections of such in one line, literal blocks. For anything else, and wherever a reader could be in doubt, it is undefined, and the
 * parser is asked; what it does give is what the parser gives.
 *
 * It takes a tenth of the time of the parser, and leaves no tree behind. `test/yaml/read-plain-yaml.test.ts` compares them.
 *
 * @param places  told where the members of collections in lines stand: their keys, or they themselves where they are items
 * @see https://yaml.org/spec/1.1/
 */
export function readPlainYaml(text: string, places?: PlainPlaces): readonly Json[] | undefined {
  if (!text.endsWith('\n') || UNUSUAL.test(text)) return undefined;
  const lines = text.split('\n');
  // What follows the last line break is no line.
  lines.pop();
  const documents: Json[] = [];
  let start = lines[0] === '---' ? 1 : 0;
  for (let at = start; at <= lines.length; at++) {
    if (at < lines.length && lines[at] !== '---') continue;
    const document = new PlainReader(lines, start, at, places).document();
    if (document === undefined) return undefined;
    documents.push(document);
    start = at + 1;
  }
  return documents;
}

/** By collection, and by key or index in it. */
export type PlainPlaces = Map<object, Map<string, PlainPlace>>;

export interface PlainPlace extends Place {
  /** True for a literal block, whose text begins in the next line. */
  readonly isBlock: boolean;
}

// --- internal ---

/** Tabs, control characters, other line breaks, halves of characters, and the ends and directives of documents. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNUSUAL = /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}|^(?:\.\.\.|---.|%)/mu;

/** What is deeper is left to the parser, whose bounds hold. */
const MAX_DEPTH = 40;

/** A key, and what stands after it in its line. */
const ENTRY = /^([A-Za-z_/$][\w./$@-]{0,500}|"[^"\\]{0,500}"|'[^']{0,500}'):(?: +(.*))?$/;

/** A scalar that is text, whatever the version of YAML: it begins like no number. */
const TEXT = /^(?:-{0,2}[A-DF-Za-df-z]|[_/$(]|[eE](?![-+\d])|\.\.?\/|\d+\.\d+\.\d[\w.-]*$|\d+[KMGT]i$|(?:\d+[smh])+$)/;

/** What one version or another takes for something else than text. */
const WORD = /^(?:y|yes|n|no|on|off|true|false|null)$/i;

const INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;
const DECIMAL = /^-?(?:0|[1-9]\d{0,7})\.\d{1,6}$/;
const QUOTED = /^"(?:[^"\\]|\\["\\nrt])*"$/;
const SINGLE_QUOTED = /^'(?:[^']|'')*'$/;

/** A key of a flow mapping, where it is one, and a scalar; up to the next or the end. Where it is plain, it has no mark in it. */
const IN_FLOW =
  /(?:([A-Za-z_/$][\w./$@-]{0,500}|"[^"\\]{0,500}"): )?("(?:[^"\\]|\\["\\nrt])*"|'(?:[^']|'')*'|[\w./-]+)(?:, |$)/y;

/** Undefined is told from null throughout: it stands for what only the parser can read. */
type Read = Json | undefined;

class PlainReader {
  readonly #lines: string[];
  readonly #end: number;
  readonly #places: PlainPlaces | undefined;
  #at: number;

  constructor(lines: string[], start: number, end: number, places: PlainPlaces | undefined) {
    this.#lines = lines;
    this.#at = start;
    this.#end = end;
    this.#places = places;
  }

  document(): Read {
    const indent = this.#indent();
    if (indent !== 0) return undefined;
    const value = this.#node(0, 0);
    return this.#indent() === -1 ? value : undefined;
  }

  /** Goes to the next line that says something; -1 at the end. */
  #indent(): number {
    for (; this.#at < this.#end; this.#at++) {
      const line = this.#lines[this.#at] as string;
      const indent = line.search(/[^ ]/);
      if (indent !== -1 && line[indent] !== '#') return indent;
    }
    return -1;
  }

  #node(indent: number, depth: number): Read {
    if (depth > MAX_DEPTH) return undefined;
    return isItem(this.#lines[this.#at] as string, indent) ? this.#list(indent, depth) : this.#mapping(indent, depth);
  }

  #mapping(indent: number, depth: number): Read {
    const mapping: Record<string, Json> = {};
    for (;;) {
      const entry = ENTRY.exec((this.#lines[this.#at] as string).slice(indent));
      if (entry === null) return undefined;
      const [, written = '', rest = ''] = entry;
      const key = keyOf(written);
      if (key === undefined || Object.hasOwn(mapping, key)) return undefined;
      this.#note(mapping, key, indent, rest);
      this.#at++;
      const value = rest === '' ? this.#below(indent, depth) : this.#scalar(rest, indent);
      if (value === undefined) return undefined;
      mapping[key] = value;
      const next = this.#indent();
      if (next < indent) return mapping;
      // A deeper line would go on with a scalar, and fits below nothing else.
      if (next > indent) return undefined;
    }
  }

  #list(indent: number, depth: number): Read {
    const list: Json[] = [];
    for (;;) {
      const line = this.#lines[this.#at] as string;
      if (!isItem(line, indent)) return undefined;
      const rest = line.slice(indent + 2);
      this.#note(list, `${list.length}`, indent + 2, rest);
      let item: Read;
      if (ENTRY.test(rest) || isItem(rest, 0)) {
        // A collection that begins in the line of its item is one that is indented by the width of the dash.
        this.#lines[this.#at] = `${' '.repeat(indent + 2)}${rest}`;
        item = this.#node(indent + 2, depth + 1);
      } else {
        this.#at++;
        item = this.#scalar(rest, indent);
      }
      if (item === undefined) return undefined;
      list.push(item);
      const next = this.#indent();
      if (next < indent) return list;
      if (next > indent) return undefined;
      // A list may stand as deep as the key that it belongs to, and then ends with the next key.
      if (!isItem(this.#lines[this.#at] as string, indent)) return list;
    }
  }

  #note(collection: object, member: string, indent: number, rest: string): void {
    if (this.#places === undefined) return;
    const known = this.#places.get(collection) ?? new Map<string, PlainPlace>();
    this.#places.set(collection, known);
    known.set(member, { line: this.#at + 1, column: indent + 1, isBlock: isBlock(rest) });
  }

  /** The value of a key with nothing beside it. */
  #below(indent: number, depth: number): Read {
    const next = this.#indent();
    if (next > indent) return this.#node(next, depth + 1);
    if (next === indent && isItem(this.#lines[this.#at] as string, indent)) return this.#list(indent, depth + 1);
    return null;
  }

  /** A value that stands in the line before this one, of a collection that is indented so far. */
  #scalar(text: string, indent: number): Read {
    return isBlock(text) ? this.#block(indent, text === '|-') : scalarOf(text);
  }

  #block(indent: number, strip: boolean): Read {
    const first = this.#lines[this.#at];
    const own = this.#at < this.#end && first !== undefined ? first.search(/[^ ]/) : -1;
    if (own <= indent) return undefined;
    const texts: string[] = [];
    let blanks = 0;
    for (; this.#at < this.#end; this.#at++) {
      const line = this.#lines[this.#at] as string;
      if (line === '') {
        blanks++;
        continue;
      }
      const start = line.search(/[^ ]/);
      if (start === -1) return undefined;
      if (start < own) break;
      for (; blanks > 0; blanks--) texts.push('');
      texts.push(line.slice(own));
    }
    return texts.join('\n') + (strip ? '' : '\n');
  }
}

function isItem(line: string, indent: number): boolean {
  return line.startsWith('- ', indent) && line[indent + 2] !== ' ' && line.length > indent + 2;
}

function isBlock(text: string): boolean {
  return text === '|' || text === '|-';
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

function scalarOf(text: string): Read {
  if (text.startsWith('"')) return QUOTED.test(text) ? (JSON.parse(text) as string) : undefined;
  if (text.startsWith("'")) return SINGLE_QUOTED.test(text) ? text.slice(1, -1).replaceAll("''", "'") : undefined;
  if (text.startsWith('{')) return flowMapping(text);
  if (text.startsWith('[')) return flowList(text);
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null' || text === '~') return null;
  if (INTEGER.test(text) || DECIMAL.test(text)) return Number(text);
  const isText = TEXT.test(text) && !WORD.test(text) && !/: | #|[: ]$/.test(text);
  return isText ? text : undefined;
}

/** Undefined where it could be something else than text. */
function keyOf(written: string): string | undefined {
  const isQuoted = isQuote(written[0]);
  const key = isQuoted ? written.slice(1, -1) : written;
  return key !== '__proto__' && (isQuoted || (TEXT.test(key) && !WORD.test(key))) ? key : undefined;
}

function flowMapping(text: string): Read {
  const members = membersOf(text, '}');
  if (members === undefined) return undefined;
  const mapping: Record<string, Json> = {};
  for (const [, written, scalar = ''] of members) {
    const key = written === undefined ? undefined : keyOf(written);
    const value = scalarOf(scalar);
    if (key === undefined || value === undefined || Object.hasOwn(mapping, key)) return undefined;
    mapping[key] = value;
  }
  return mapping;
}

function flowList(text: string): Read {
  const members = membersOf(text, ']');
  if (members === undefined) return undefined;
  const list: Json[] = [];
  for (const [, key, scalar = ''] of members) {
    const value = scalarOf(scalar);
    if (key !== undefined || value === undefined) return undefined;
    list.push(value);
  }
  return list;
}

/** What is between the brackets of a flow collection; undefined where it holds more than scalars. */
function membersOf(text: string, end: string): readonly RegExpExecArray[] | undefined {
  if (!text.endsWith(end)) return undefined;
  const inner = text.slice(1, -1).replace(/^ | $/g, '');
  const members: RegExpExecArray[] = [];
  IN_FLOW.lastIndex = 0;
  while (IN_FLOW.lastIndex < inner.length) {
    const member = IN_FLOW.exec(inner);
    if (member === null) return undefined;
    members.push(member);
  }
  // a comma at the end says nothing, or something else in another place
  return inner.endsWith(', ') ? undefined : members;
}
