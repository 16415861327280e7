/** A template file: its path within the chart tree and its text, with line numbers on demand. */
export class SourceFile {
  /** As Helm names it, for example `web/charts/common/templates/_names.tpl`. */
  readonly path: string;
  readonly text: string;
  /** True for a text that was given to `tpl` and stands in no file. */
  readonly inline: boolean;
  #lineStarts: readonly number[] | undefined;

  constructor(path: string, text: string, inline = false) {
    this.path = path;
    this.text = text;
    this.inline = inline;
  }

  /** The line of an offset, counted from 1. */
  lineAt(pos: number): number {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= pos) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** The column of an offset in UTF-16 units, counted from 1. */
  columnAt(pos: number): number {
    return pos - (this.#starts()[this.lineAt(pos) - 1] ?? 0) + 1;
  }

  #starts(): readonly number[] {
    if (this.#lineStarts !== undefined) return this.#lineStarts;
    const starts = [0];
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#lineStarts = starts;
    return starts;
  }
}

/** A place in a template; `flows` tells that text made there goes on line by line with the file. */
export interface Place {
  readonly file: SourceFile;
  readonly pos: number;
  readonly end: number;
  readonly flows: boolean;
}
