import { kcdkError } from '../../../diagnostics/error.ts';
import { type GoMap, int64, type Value } from '../go/values.ts';

export interface SetOptions {
  /** Leaves every value a text, as `--set-string` does. @default false */
  readonly strings?: boolean | undefined;
}

/**
 * Lays what a `--set` of Helm says over values: `a.b=c,list[0]=d,e={f,g}`.
 *
 * `true`, `false`, `null` and whole numbers are no texts; a backslash takes the next character as it is.
 *
 * @param values changed in place
 * @throws {KcdkError} `HELM_SET_INVALID`
 * @see https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set
 */
export function setValues(values: GoMap, text: string, options: SetOptions = {}): void {
  new SetParser(text, options.strings === true).parse(values);
}

// --- internal ---

/** As Helm has them: a longer list or path is a mistake, or an attempt to fill the memory. */
const MAX_INDEX = 65_536;
const MAX_DEPTH = 30;

/** The end of the text, which Helm's grammar accepts in some places and not in others. */
const END = '';

class SetParser {
  readonly #text: string;
  readonly #strings: boolean;
  #at = 0;

  constructor(text: string, strings: boolean) {
    this.#text = text;
    this.#strings = strings;
  }

  parse(values: GoMap): void {
    while (this.#at < this.#text.length) this.#key(values, 0);
  }

  /** One `key=value`, with the comma behind it. */
  #key(table: GoMap, depth: number): void {
    const { word: key, stop } = this.#wordUntil('=[,.');
    switch (stop) {
      case END:
        if (key === '') return;
        throw this.#failure(`the key ${JSON.stringify(key)} has no value`);
      case ',':
        throw this.#failure(`the key ${JSON.stringify(key)} has no value`);
      case '=':
        put(table, key, this.#value());
        return;
      case '[': {
        const known = table.get(key);
        const list = this.#item(Array.isArray(known) ? [...known] : [], this.#index(), depth);
        put(table, key, list);
        return;
      }
      default: {
        if (depth >= MAX_DEPTH) throw this.#failure(`a key has more than ${MAX_DEPTH} levels`);
        const known = table.get(key);
        const inner: GoMap = known instanceof Map ? known : new Map();
        this.#key(inner, depth + 1);
        if (inner.size === 0) throw this.#failure(`the key ${JSON.stringify(key)} has no value`);
        put(table, key, inner);
      }
    }
  }

  /** What stands behind `[index]`. */
  #item(list: Value[], index: number, depth: number): Value[] {
    const { word, stop } = this.#wordUntil('[.=');
    if (word !== '') throw this.#failure(`unexpected ${JSON.stringify(word)} behind an index`);
    const known = list[index];
    switch (stop) {
      case '=':
        return withItem(list, index, this.#value());
      case '[':
        return withItem(list, index, this.#item(Array.isArray(known) ? [...known] : [], this.#index(), depth));
      case '.': {
        if (depth >= MAX_DEPTH) throw this.#failure(`a key has more than ${MAX_DEPTH} levels`);
        const inner: GoMap = known instanceof Map ? known : new Map();
        this.#key(inner, depth + 1);
        return withItem(list, index, inner);
      }
      // Helm takes an index at the end for one that says nothing
      default:
        return list;
    }
  }

  #index(): number {
    const { word, stop } = this.#wordUntil(']');
    if (stop !== ']' || !/^[+-]?\d+$/.test(word)) throw this.#failure(`${JSON.stringify(word)} is no index`);
    const index = Number(word);
    if (index < 0 || index > MAX_INDEX) throw this.#failure(`the index ${index} is out of range`);
    return index;
  }

  #value(): Value {
    if (this.#text[this.#at] !== '{') return this.#typed(this.#wordUntil(',').word);
    this.#at += 1;
    const list: Value[] = [];
    for (;;) {
      const { word, stop } = this.#wordUntil(',}');
      if (stop === END) throw this.#failure("a list must end with '}'");
      list.push(this.#typed(word));
      if (stop === '}') break;
    }
    if (this.#text[this.#at] === ',') this.#at += 1;
    return list;
  }

  #typed(word: string): Value {
    if (this.#strings) return word;
    const lower = word.toLowerCase();
    if (lower === 'true') return true;
    if (lower === 'false') return false;
    if (lower === 'null') return null;
    if (word === '0') return int64(0);
    if (/^[+-]?\d+$/.test(word) && !word.startsWith('0')) {
      const value = BigInt(word);
      if (BigInt.asIntN(64, value) === value) return int64(value);
    }
    return word;
  }

  /** Reads up to one of the characters, and past it; a backslash takes what follows as it is. */
  #wordUntil(stops: string): { readonly word: string; readonly stop: string } {
    let word = '';
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] ?? END;
      this.#at += 1;
      if (character === '\\') {
        word += this.#text[this.#at] ?? '';
        this.#at += 1;
      } else if (stops.includes(character)) return { word, stop: character };
      else word += character;
    }
    return { word, stop: END };
  }

  #failure(detail: string) {
    return kcdkError('HELM_SET_INVALID', { summary: `\`--set\` cannot be read: ${detail}` });
  }
}

/** A key that is empty is passed over, as Helm does. */
function put(table: GoMap, key: string, value: Value): void {
  if (key !== '') table.set(key, value);
}

function withItem(list: Value[], index: number, value: Value): Value[] {
  while (list.length <= index) list.push(null);
  list[index] = value;
  return list;
}
