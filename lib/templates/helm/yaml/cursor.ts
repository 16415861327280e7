import { isBlankOrEnd, isBreakOrEnd } from './characters.ts';

/** A place in a text that moves forward, with its line and column counted from 0. */
export class Cursor {
  readonly text: string;
  pos = 0;
  line = 0;
  column = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The UTF-16 unit at a distance; NaN past the end. */
  peek(offset = 0): number {
    return this.text.charCodeAt(this.pos + offset);
  }

  skip(count = 1): void {
    this.pos += count;
    this.column += count;
  }

  /** Moves to the end of the line. */
  skipLine(): void {
    const start = this.pos;
    while (!isBreakOrEnd(this.text.charCodeAt(this.pos))) this.pos++;
    this.column += this.pos - start;
  }

  /** Moves over a line break and gives it, normalized. */
  takeBreak(): string {
    const code = this.peek();
    this.pos += code === 13 && this.peek(1) === 10 ? 2 : 1;
    this.line++;
    this.column = 0;
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  /** True at `---` or `...` at the start of a line. */
  atDocumentIndicator(): boolean {
    if (this.column !== 0) return false;
    const code = this.peek();
    if (code !== 45 && code !== 46) return false;
    return this.peek(1) === code && this.peek(2) === code && isBlankOrEnd(this.peek(3));
  }
}
