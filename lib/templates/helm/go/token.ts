/** Kinds of tokens, as in Go's `text/template/parse`. */
export type TokenKind =
  | 'eof'
  | 'text'
  | 'comment'
  | 'leftDelim'
  | 'rightDelim'
  | 'space'
  | 'assign'
  | 'declare'
  | 'pipe'
  | 'leftParen'
  | 'rightParen'
  | 'char'
  | 'bool'
  | 'charConstant'
  | 'complex'
  | 'number'
  | 'string'
  | 'rawString'
  | 'field'
  | 'identifier'
  | 'variable'
  | 'dot'
  | 'nil'
  | Keyword;

export type Keyword = 'block' | 'break' | 'continue' | 'define' | 'else' | 'end' | 'if' | 'range' | 'template' | 'with';

export const KEYWORDS: ReadonlySet<string> = new Set<Keyword>([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'range',
  'template',
  'with',
]);

/** A token; `pos` is the UTF-16 offset of its first character. */
export interface Token {
  readonly kind: TokenKind;
  readonly pos: number;
  readonly text: string;
}

/** Why a template cannot be parsed, at an offset in its text. */
export class ParseFailure extends Error {
  readonly pos: number;
  readonly reason: string;
  /** Set where the reason is a function that does not exist. */
  readonly unknownFunction: string | undefined;

  constructor(pos: number, reason: string, unknownFunction?: string) {
    super(reason);
    this.pos = pos;
    this.reason = reason;
    this.unknownFunction = unknownFunction;
  }
}
