import { quoteText } from '../go/quote.ts';
import { firstByte } from './words.ts';

/**
 * What Go's `encoding/json` says about a text that is no JSON; charts print it. One pass over the text.
 *
 * @see https://pkg.go.dev/encoding/json#SyntaxError
 */
export function jsonFailure(text: string): string {
  try {
    const scan = new Scan(text);
    scan.value();
    scan.space();
    return scan.fail('after top-level value');
  } catch (cause) {
    if (cause instanceof Failure) return cause.reason;
    throw cause;
  }
}

// --- internal ---

class Failure {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

const UNFINISHED = /escape|numeric|in literal/;
const DIGIT = /[0-9]/;
const WORDS: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' };

class Scan {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  fail(where: string): never {
    // Go tries a space at the end of the text, to see whether a value ends there.
    const char = this.#peek() || (UNFINISHED.test(where) ? ' ' : '');
    if (char === '') throw new Failure('unexpected end of JSON input');
    const shown = char === "'" ? "\\'" : char === '"' ? '"' : quoteText(firstByte(this.#rune(char))).slice(1, -1);
    throw new Failure(`invalid character '${shown}' ${where}`);
  }

  space(): void {
    while (' \t\r\n'.includes(this.#peek() || 'x')) this.#at++;
  }

  value(): void {
    this.space();
    const char = this.#peek();
    const word = WORDS[char];
    if (char === '{') this.#object();
    else if (char === '[') this.#array();
    else if (char === '"') this.#string();
    else if (char === '-' || DIGIT.test(char)) this.#number();
    else if (word !== undefined) this.#word(word);
    else this.fail('looking for beginning of value');
  }

  #rune(char: string): string {
    return String.fromCodePoint(this.#text.codePointAt(this.#at) ?? char.charCodeAt(0));
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #takes(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at++;
    return true;
  }

  #object(): void {
    this.#at++;
    this.space();
    if (this.#takes('}')) return;
    for (;;) {
      this.space();
      if (this.#peek() !== '"') this.fail('looking for beginning of object key string');
      this.#string();
      this.space();
      if (this.#peek() !== ':') this.fail('after object key');
      this.#at++;
      this.value();
      this.space();
      if (this.#takes('}')) return;
      if (this.#peek() !== ',') this.fail('after object key:value pair');
      this.#at++;
    }
  }

  #array(): void {
    this.#at++;
    this.space();
    if (this.#takes(']')) return;
    for (;;) {
      this.value();
      this.space();
      if (this.#takes(']')) return;
      if (this.#peek() !== ',') this.fail('after array element');
      this.#at++;
    }
  }

  #string(): void {
    for (this.#at++; this.#peek() !== '"'; this.#at++) {
      const char = this.#peek();
      if (char === '' || char < ' ') this.fail('in string literal');
      if (char !== '\\') continue;
      this.#at++;
      if (this.#peek() === 'u') {
        for (let digits = 0; digits < 4; digits++) {
          this.#at++;
          if (!/[0-9a-fA-F]/.test(this.#peek())) this.fail('in \\u hexadecimal character escape');
        }
      } else if (!/["\\/bfnrt]/.test(this.#peek())) this.fail('in string escape code');
    }
    this.#at++;
  }

  #number(): void {
    if (this.#peek() === '-') this.#at++;
    if (this.#peek() === '0') this.#at++;
    else this.#digits('in numeric literal');
    if (this.#peek() === '.') {
      this.#at++;
      this.#digits('after decimal point in numeric literal');
    }
    if (/[eE]/.test(this.#peek())) {
      this.#at++;
      if (/[+-]/.test(this.#peek())) this.#at++;
      this.#digits('in exponent of numeric literal');
    }
  }

  #digits(where: string): void {
    if (!DIGIT.test(this.#peek())) this.fail(where);
    while (DIGIT.test(this.#peek())) this.#at++;
  }

  #word(word: string): void {
    for (let index = 0; index < word.length; index++, this.#at++) {
      if (this.#peek() !== word[index]) this.fail(`in literal ${word} (expecting '${word[index]}')`);
    }
  }
}
