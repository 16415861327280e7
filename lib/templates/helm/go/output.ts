import type { Place, SourceFile } from './source-file.ts';

/** The template line that a line of output came from. */
export interface LineOrigin {
  readonly file: SourceFile;
  /** Counted from 1. */
  readonly line: number;
}

/** Where a piece of output came from: one place, or the output of an included template. */
export type Origin = Place | Fragment;

/**
 * Text that templates made, with where each piece came from.
 *
 * Keeping the pieces is all that rendering pays for provenance; lines are worked out when somebody asks.
 */
export class Fragment {
  readonly pieces: string[] = [];
  readonly origins: Origin[] = [];
  /** How many lines the text has more at its start than the pieces; negative after trimming. */
  readonly shift: number;

  constructor(shift = 0) {
    this.shift = shift;
  }

  add(piece: string, origin: Origin): void {
    this.pieces.push(piece);
    this.origins.push(origin);
  }

  get text(): string {
    return this.pieces.join('');
  }

  /** The same text with lines added or taken away at its start. */
  shifted(shift: number): Fragment {
    const moved = new Fragment(this.shift + shift);
    moved.pieces.push(...this.pieces);
    moved.origins.push(...this.origins);
    return moved;
  }

  /** For each line of the pieces, the origin of its first visible character, or of its first one. */
  lines(): (LineOrigin | undefined)[] {
    const lines: (LineOrigin | undefined)[] = [undefined];
    let visible = false;
    for (const [index, piece] of this.pieces.entries()) {
      const origin = this.origins[index];
      if (origin === undefined) continue;
      const nested = origin instanceof Fragment ? origin.lines() : undefined;
      const first = origin instanceof Fragment ? 0 : origin.file.lineAt(origin.pos);
      for (const [offset, part] of piece.split('\n').entries()) {
        if (offset > 0) {
          lines.push(undefined);
          visible = false;
        }
        if (part === '' || visible) continue;
        const shows = part.trim() !== '';
        if (!shows && lines[lines.length - 1] !== undefined) continue;
        if (origin instanceof Fragment) lines[lines.length - 1] = nested?.[offset - origin.shift];
        else lines[lines.length - 1] = { file: origin.file, line: origin.flows ? first + offset : first };
        visible = shows;
      }
    }
    return lines;
  }
}
