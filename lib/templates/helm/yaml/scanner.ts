import { FORBIDDEN, isBlank, isBlankOrEnd, isBreak } from './characters.ts';
import { Cursor } from './cursor.ts';
import { scanBlock, scanPlain, scanQuoted } from './scan-scalar.ts';
import { scanFailure, YamlFailure, type YamlToken, type YamlTokenKind } from './token.ts';

/** Where a key without `?` may have begun; its token goes in front once the `:` is met. */
interface SimpleKey {
  possible: boolean;
  required: boolean;
  tokenNumber: number;
  pos: number;
  line: number;
  column: number;
}

/**
 * Cuts a YAML stream into tokens the way libyaml and go-yaml do, so that what Helm reads and refuses is read and refused
 * here.
 *
 * @see https://yaml.org/spec/1.1/
 */
export class Scanner {
  readonly #cursor: Cursor;
  #tokens: YamlToken[] = [];
  #head = 0;
  #parsed = 0;
  #ended = false;
  #indent = -1;
  readonly #indents: number[] = [];
  #flowLevel = 0;
  #keyAllowed = true;
  readonly #keys: SimpleKey[] = [noKey()];

  constructor(text: string) {
    const bad = FORBIDDEN.exec(text);
    if (bad !== null) throw new YamlFailure('control characters are not allowed');
    this.#cursor = new Cursor(text.startsWith('\ufeff') ? text.slice(1) : text);
  }

  peek(): YamlToken {
    if (this.#head >= this.#tokens.length || this.#mayBeKey()) this.#fetchMore();
    return this.#tokens[this.#head] ?? this.#token('streamEnd');
  }

  next(): YamlToken {
    const token = this.peek();
    this.#head++;
    this.#parsed++;
    if (this.#head === this.#tokens.length) {
      this.#tokens = [];
      this.#head = 0;
    }
    return token;
  }

  // --- internal ---

  #mayBeKey(): boolean {
    for (const key of this.#keys) if (key.possible && key.tokenNumber === this.#parsed) return this.#stillPossible(key);
    return false;
  }

  #stillPossible(key: SimpleKey): boolean {
    this.#dropStale(key);
    return key.possible;
  }

  #fetchMore(): void {
    while (!this.#ended && (this.#head >= this.#tokens.length || this.#mayBeKey())) this.#fetch();
  }

  #fetch(): void {
    this.#skipToToken();
    for (const key of this.#keys) this.#dropStale(key);
    const cursor = this.#cursor;
    this.#unrollIndent(cursor.column);
    const code = cursor.peek();
    if (Number.isNaN(code)) {
      this.#streamEnd();
      return;
    }
    if (cursor.column === 0 && code === 37) {
      this.#directive();
      return;
    }
    if (cursor.atDocumentIndicator()) {
      this.#document(code === 45 ? 'documentStart' : 'documentEnd');
      return;
    }
    const char = cursor.text[cursor.pos] ?? '';
    const nextBlank = isBlankOrEnd(cursor.peek(1));
    switch (char) {
      case '[':
        this.#flowStart('flowSequenceStart');
        return;
      case '{':
        this.#flowStart('flowMappingStart');
        return;
      case ']':
        this.#flowEnd('flowSequenceEnd');
        return;
      case '}':
        this.#flowEnd('flowMappingEnd');
        return;
      case ',':
        this.#removeKey();
        this.#keyAllowed = true;
        this.#indicator('flowEntry');
        return;
      case '-':
        if (nextBlank) {
          this.#blockEntry();
          return;
        }
        break;
      case '?':
        if (this.#flowLevel > 0 || nextBlank) {
          this.#key();
          return;
        }
        break;
      case ':':
        if (this.#flowLevel > 0 || nextBlank) {
          this.#value();
          return;
        }
        break;
      case '*':
        this.#anchor('alias');
        return;
      case '&':
        this.#anchor('anchor');
        return;
      case '!':
        this.#tag();
        return;
      case '|':
      case '>':
        if (this.#flowLevel === 0) {
          this.#blockScalar(char === '|');
          return;
        }
        break;
      case "'":
      case '"':
        this.#quotedScalar(char === "'");
        return;
    }
    if (!isBlankOrEnd(code) && (!'-?:,[]{}#&*!|>\'"%@`'.includes(char) || this.#plainAfter(char))) {
      this.#plainScalar();
      return;
    }
    throw scanFailure('found character that cannot start any token', cursor.line);
  }

  #plainAfter(char: string): boolean {
    const next = this.#cursor.peek(1);
    if (char === '-') return !isBlank(next);
    return this.#flowLevel === 0 && (char === '?' || char === ':') && !isBlankOrEnd(next);
  }

  #skipToToken(): void {
    const cursor = this.#cursor;
    for (;;) {
      while (cursor.peek() === 32 || (cursor.peek() === 9 && (this.#flowLevel > 0 || !this.#keyAllowed))) cursor.skip();
      if (cursor.peek() === 35) cursor.skipLine();
      if (!isBreak(cursor.peek())) return;
      cursor.takeBreak();
      if (this.#flowLevel === 0) this.#keyAllowed = true;
    }
  }

  #token(kind: YamlTokenKind, text = '', line = this.#cursor.line, plain = false): YamlToken {
    return { kind, text, line, plain };
  }

  #indicator(kind: YamlTokenKind): void {
    const line = this.#cursor.line;
    this.#cursor.skip();
    this.#tokens.push(this.#token(kind, '', line));
  }

  #insert(number: number, token: YamlToken): void {
    this.#tokens.splice(this.#head + number - this.#parsed, 0, token);
  }

  #dropStale(key: SimpleKey): void {
    if (!key.possible) return;
    if (key.line >= this.#cursor.line && key.pos + 1024 >= this.#cursor.pos) return;
    if (key.required) throw scanFailure("could not find expected ':'", this.#cursor.line);
    key.possible = false;
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    const cursor = this.#cursor;
    this.#removeKey();
    const key = this.#keys[this.#keys.length - 1];
    if (key === undefined) return;
    key.possible = true;
    key.required = this.#flowLevel === 0 && this.#indent === cursor.column;
    key.tokenNumber = this.#parsed + this.#tokens.length - this.#head;
    key.pos = cursor.pos;
    key.line = cursor.line;
    key.column = cursor.column;
  }

  #removeKey(): void {
    const key = this.#keys[this.#keys.length - 1];
    if (key?.possible && key.required) throw scanFailure("could not find expected ':'", this.#cursor.line);
    if (key !== undefined) key.possible = false;
  }

  #rollIndent(column: number, kind: YamlTokenKind, number?: number): void {
    if (this.#flowLevel > 0 || this.#indent >= column) return;
    if (this.#indents.length >= 10_000) throw scanFailure('exceeded max depth of 10000', this.#cursor.line);
    this.#indents.push(this.#indent);
    this.#indent = column;
    if (number === undefined) this.#tokens.push(this.#token(kind));
    else this.#insert(number, this.#token(kind));
  }

  #unrollIndent(column: number): void {
    if (this.#flowLevel > 0) return;
    while (this.#indent > column) {
      this.#tokens.push(this.#token('blockEnd'));
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #streamEnd(): void {
    if (this.#cursor.column !== 0) {
      this.#cursor.column = 0;
      this.#cursor.line++;
    }
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#keyAllowed = false;
    this.#ended = true;
    this.#tokens.push(this.#token('streamEnd'));
  }

  #directive(): void {
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#keyAllowed = false;
    const start = this.#cursor.pos;
    this.#cursor.skipLine();
    this.#tokens.push(this.#token('directive', this.#cursor.text.slice(start, this.#cursor.pos)));
  }

  #document(kind: 'documentStart' | 'documentEnd'): void {
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#keyAllowed = false;
    const line = this.#cursor.line;
    this.#cursor.skip(3);
    this.#tokens.push(this.#token(kind, '', line));
  }

  #flowStart(kind: YamlTokenKind): void {
    this.#saveKey();
    this.#keys.push(noKey());
    this.#flowLevel++;
    if (this.#flowLevel > 10_000) throw scanFailure('exceeded max depth of 10000', this.#cursor.line);
    this.#keyAllowed = true;
    this.#indicator(kind);
  }

  #flowEnd(kind: YamlTokenKind): void {
    this.#removeKey();
    if (this.#flowLevel > 0) {
      this.#flowLevel--;
      this.#keys.pop();
    }
    this.#keyAllowed = false;
    this.#indicator(kind);
  }

  #blockEntry(): void {
    if (this.#flowLevel === 0) {
      this.#needKeyAllowed('block sequence entries are not allowed in this context');
      this.#rollIndent(this.#cursor.column, 'blockSequenceStart');
    }
    this.#removeKey();
    this.#keyAllowed = true;
    this.#indicator('blockEntry');
  }

  #key(): void {
    if (this.#flowLevel === 0) {
      this.#needKeyAllowed('mapping keys are not allowed in this context');
      this.#rollIndent(this.#cursor.column, 'blockMappingStart');
    }
    this.#removeKey();
    this.#keyAllowed = this.#flowLevel === 0;
    this.#indicator('key');
  }

  #value(): void {
    const key = this.#keys[this.#keys.length - 1];
    if (key?.possible) {
      this.#insert(key.tokenNumber, this.#token('key', '', key.line));
      this.#rollIndent(key.column, 'blockMappingStart', key.tokenNumber);
      key.possible = false;
      this.#keyAllowed = false;
    } else {
      if (this.#flowLevel === 0) {
        this.#needKeyAllowed('mapping values are not allowed in this context');
        this.#rollIndent(this.#cursor.column, 'blockMappingStart');
      }
      this.#keyAllowed = this.#flowLevel === 0;
    }
    this.#indicator('value');
  }

  #needKeyAllowed(reason: string): void {
    if (!this.#keyAllowed) throw scanFailure(reason, this.#cursor.line);
  }

  #anchor(kind: 'anchor' | 'alias'): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const cursor = this.#cursor;
    const line = cursor.line;
    cursor.skip();
    const start = cursor.pos;
    while (/[0-9A-Za-z_-]/.test(cursor.text[cursor.pos] ?? '')) cursor.skip();
    const name = cursor.text.slice(start, cursor.pos);
    const after = cursor.text[cursor.pos] ?? '';
    if (name === '' || !(isBlankOrEnd(cursor.peek()) || '?:,]}%@`'.includes(after))) {
      throw scanFailure('did not find expected alphabetic or numeric character', cursor.line);
    }
    this.#tokens.push(this.#token(kind, name, line));
  }

  #tag(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const cursor = this.#cursor;
    const start = cursor.pos;
    const line = cursor.line;
    while (!isBlankOrEnd(cursor.peek()) && !(this.#flowLevel > 0 && ',[]{}'.includes(cursor.text[cursor.pos] ?? ''))) {
      cursor.skip();
    }
    if (!isBlankOrEnd(cursor.peek()) && this.#flowLevel === 0) {
      throw scanFailure('did not find expected whitespace or line break', cursor.line);
    }
    this.#tokens.push(this.#token('tag', cursor.text.slice(start, cursor.pos), line));
  }

  #blockScalar(literal: boolean): void {
    this.#removeKey();
    this.#keyAllowed = true;
    const line = this.#cursor.line;
    this.#tokens.push(this.#token('scalar', scanBlock(this.#cursor, literal, this.#indent), line));
  }

  #quotedScalar(single: boolean): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const line = this.#cursor.line;
    this.#tokens.push(this.#token('scalar', scanQuoted(this.#cursor, single), line));
  }

  #plainScalar(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const line = this.#cursor.line;
    const { text, endsLine } = scanPlain(this.#cursor, this.#indent + 1, this.#flowLevel > 0);
    if (endsLine) this.#keyAllowed = true;
    this.#tokens.push(this.#token('scalar', text, line, true));
  }
}

function noKey(): SimpleKey {
  return { possible: false, required: false, tokenNumber: 0, pos: 0, line: 0, column: 0 };
}
