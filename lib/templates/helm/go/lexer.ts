import { KEYWORDS, ParseFailure, type Token, type TokenKind } from './token.ts';

/**
 * Cuts the text of a template into tokens, with the trimming of `{{-` and `-}}` done.
 *
 * Spaces are tokens, since they separate arguments. An error is thrown where Go's lexer emits one; the parser
 * consumes tokens lazily, so that an earlier mistake of grammar wins.
 *
 * @see https://pkg.go.dev/text/template/parse
 */
export class Lexer {
  readonly #input: string;
  #pos = 0;
  #start = 0;
  #inAction = false;
  #parenDepth = 0;

  constructor(input: string) {
    this.#input = input;
  }

  next(): Token {
    return this.#inAction ? this.#insideAction() : this.#outsideAction();
  }

  // --- internal ---

  #outsideAction(): Token {
    this.#start = this.#pos;
    const open = this.#input.indexOf('{{', this.#pos);
    if (open < 0) {
      if (this.#pos >= this.#input.length) return { kind: 'eof', pos: this.#pos, text: '' };
      this.#pos = this.#input.length;
      return this.#token('text');
    }
    if (open > this.#pos) {
      const end = hasLeftTrimMarker(this.#input, open + 2) ? trimEnd(this.#input, this.#pos, open) : open;
      this.#pos = open;
      if (end > this.#start) {
        return { kind: 'text', pos: this.#start, text: this.#input.slice(this.#start, end) };
      }
      this.#start = open;
    }
    return this.#leftDelim();
  }

  #leftDelim(): Token {
    const marker = hasLeftTrimMarker(this.#input, this.#pos + 2) ? 2 : 0;
    if (this.#input.startsWith('/*', this.#pos + 2 + marker)) return this.#comment(marker);
    this.#pos += 2;
    const token = this.#token('leftDelim');
    this.#pos += marker;
    this.#start = this.#pos;
    this.#inAction = true;
    this.#parenDepth = 0;
    return token;
  }

  #comment(marker: number): Token {
    const start = this.#pos;
    const close = this.#input.indexOf('*/', start + 4 + marker);
    if (close < 0) throw new ParseFailure(start, 'unclosed comment');
    this.#pos = close + 2;
    const trim = this.#atTrimmedRightDelim(this.#pos);
    if (!trim && !this.#input.startsWith('}}', this.#pos)) {
      throw new ParseFailure(start, 'comment ends before closing delimiter');
    }
    this.#pos += trim ? 4 : 2;
    if (trim) this.#pos = skipSpace(this.#input, this.#pos);
    return this.#outsideAction();
  }

  #insideAction(): Token {
    this.#start = this.#pos;
    if (this.#atRightDelim()) {
      if (this.#parenDepth === 0) return this.#rightDelim();
      throw new ParseFailure(this.#pos, 'unclosed left paren');
    }
    const char = this.#input[this.#pos];
    if (char === undefined) throw new ParseFailure(this.#pos, 'unclosed action');
    if (isSpace(char)) return this.#space();
    switch (char) {
      case '=':
        return this.#take('assign', 1);
      case ':':
        if (this.#input[this.#pos + 1] !== '=') throw new ParseFailure(this.#pos, 'expected :=');
        return this.#take('declare', 2);
      case '|':
        return this.#take('pipe', 1);
      case '"':
        return this.#quoted('"', 'string', 'unterminated quoted string');
      case '`':
        return this.#rawString();
      case "'":
        return this.#quoted("'", 'charConstant', 'unterminated character constant');
      case '$':
        return this.#fieldOrVariable('variable');
      case '(':
        this.#parenDepth++;
        return this.#take('leftParen', 1);
      case ')':
        this.#parenDepth--;
        if (this.#parenDepth < 0) throw new ParseFailure(this.#pos, 'unexpected right paren');
        return this.#take('rightParen', 1);
    }
    if (char === '.' && !isDigit(this.#input[this.#pos + 1] ?? '')) return this.#fieldOrVariable('field');
    if (char === '.' || char === '+' || char === '-' || isDigit(char)) return this.#number();
    const rune = runeAt(this.#input, this.#pos);
    if (isAlphaNumeric(rune)) return this.#identifier();
    if (char >= '!' && char <= '~') return this.#take('char', 1);
    throw new ParseFailure(this.#pos, `unrecognized character in action: ${describe(rune)}`);
  }

  #rightDelim(): Token {
    const trim = this.#atTrimmedRightDelim(this.#pos);
    if (trim) this.#pos += 2;
    this.#start = this.#pos;
    const token = this.#take('rightDelim', 2);
    if (trim) this.#pos = skipSpace(this.#input, this.#pos);
    this.#inAction = false;
    return token;
  }

  #space(): Token {
    let end = this.#pos;
    while (isSpace(this.#input[end] ?? '')) end++;
    // The last space may belong to a trim marker of the closing delimiter.
    if (this.#atTrimmedRightDelim(end - 1)) {
      end--;
      if (end === this.#pos) return this.#insideAction();
    }
    return this.#take('space', end - this.#pos);
  }

  #identifier(): Token {
    let end = this.#pos;
    for (let rune = runeAt(this.#input, end); isAlphaNumeric(rune); rune = runeAt(this.#input, end)) end += rune.length;
    this.#checkTerminator(end);
    const word = this.#input.slice(this.#pos, end);
    this.#pos = end;
    if (KEYWORDS.has(word)) return this.#token(word as TokenKind);
    if (word === 'nil') return this.#token('nil');
    return this.#token(word === 'true' || word === 'false' ? 'bool' : 'identifier');
  }

  #fieldOrVariable(kind: 'field' | 'variable'): Token {
    let end = this.#pos + 1;
    if (this.#isTerminator(end)) return this.#take(kind === 'variable' ? 'variable' : 'dot', 1);
    for (let rune = runeAt(this.#input, end); isAlphaNumeric(rune); rune = runeAt(this.#input, end)) end += rune.length;
    this.#checkTerminator(end);
    this.#pos = end;
    return this.#token(kind);
  }

  #quoted(quote: string, kind: TokenKind, message: string): Token {
    let end = this.#pos + 1;
    while (this.#input[end] !== quote) {
      if (this.#input[end] === '\\') end++;
      const char = this.#input[end];
      if (char === undefined || char === '\n') throw new ParseFailure(this.#pos, message);
      end++;
    }
    this.#pos = end + 1;
    return this.#token(kind);
  }

  #rawString(): Token {
    const end = this.#input.indexOf('`', this.#pos + 1);
    if (end < 0) throw new ParseFailure(this.#pos, 'unterminated raw quoted string');
    this.#pos = end + 1;
    return this.#token('rawString');
  }

  #number(): Token {
    let end = scanNumber(this.#input, this.#pos);
    const complex = end !== undefined && (this.#input[end] === '+' || this.#input[end] === '-');
    if (complex && end !== undefined) {
      end = scanNumber(this.#input, end);
      if (end !== undefined && this.#input[end - 1] !== 'i') end = undefined;
    }
    if (end === undefined) {
      const text = /^[^\s}|)]*/.exec(this.#input.slice(this.#pos, this.#pos + 80))?.[0] ?? '';
      throw new ParseFailure(this.#pos, `bad number syntax: ${JSON.stringify(text)}`);
    }
    this.#pos = end;
    return this.#token(complex ? 'complex' : 'number');
  }

  #take(kind: TokenKind, length: number): Token {
    this.#pos += length;
    return this.#token(kind);
  }

  #token(kind: TokenKind): Token {
    return { kind, pos: this.#start, text: this.#input.slice(this.#start, this.#pos) };
  }

  #atRightDelim(): boolean {
    return this.#input.startsWith('}}', this.#pos) || this.#atTrimmedRightDelim(this.#pos);
  }

  #atTrimmedRightDelim(at: number): boolean {
    return isSpace(this.#input[at] ?? '') && this.#input.startsWith('-}}', at + 1);
  }

  #isTerminator(at: number): boolean {
    const char = this.#input[at];
    return char === undefined || isSpace(char) || '.,|:()'.includes(char) || this.#input.startsWith('}}', at);
  }

  #checkTerminator(at: number): void {
    if (this.#isTerminator(at)) return;
    throw new ParseFailure(this.#pos, `bad character ${describe(runeAt(this.#input, at))}`);
  }
}

export function isSpace(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\r' || char === '\n';
}

// --- internal ---

const ALPHANUMERIC = /^[_\p{L}\p{Nd}]/u;

function isAlphaNumeric(rune: string): boolean {
  return ALPHANUMERIC.test(rune);
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

function runeAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function describe(rune: string): string {
  const code = (rune.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} '${rune}'`;
}

function hasLeftTrimMarker(text: string, at: number): boolean {
  return text[at] === '-' && isSpace(text[at + 1] ?? '');
}

function skipSpace(text: string, at: number): number {
  let end = at;
  while (isSpace(text[end] ?? '')) end++;
  return end;
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text[at - 1] ?? '')) at--;
  return at;
}

const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;

/** The end of the number at a place, or undefined where letters follow it. */
function scanNumber(text: string, at: number): number | undefined {
  NUMBER.lastIndex = at;
  const end = at + (NUMBER.exec(text)?.[0].length ?? 0);
  return isAlphaNumeric(runeAt(text, end)) ? undefined : end;
}
