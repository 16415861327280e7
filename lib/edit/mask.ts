import type { TemplateLines } from './template-lines.ts';
import type { TemplatePart } from './template-parts.ts';

/** A text in which templates are hidden from a YAML parser: as long as the original, every offset is the same. */
export interface Masked {
  readonly text: string;
  /** Gives back what the mask hid in a value that was read from the masked text. */
  readonly reveal: (value: string) => string;
}

/**
 * Hides templates from a YAML parser.
 *
 * Parts inside a line become letters that no file has (of a private use area, one for each ASCII character), so that
 * they read as plain text wherever text may stand. Lines of templates only become empty lines, which YAML allows
 * in every place: between entries, in flow collections and in texts over several lines.
 *
 * @param lines  what becomes empty lines
 * @param parts  every part; those in `lines` are skipped, tokens stay as they are
 * @returns undefined when the text uses every private use area there is
 */
export function maskTemplates(
  text: string,
  parts: readonly TemplatePart[],
  lines: readonly TemplateLines[],
): Masked | undefined {
  const base = freeBase(text);
  if (base === undefined) return undefined;
  let out = '';
  let at = 0;
  let line = 0;
  const blankUpTo = (offset: number): void => {
    for (let next = lines[line]; next !== undefined && next.start < offset; next = lines[++line]) {
      out += text.slice(at, next.start) + text.slice(next.start, next.end).replace(/[^\r\n]/g, '\n');
      at = next.end;
    }
  };
  for (const part of parts) {
    blankUpTo(part.end);
    if (part.end <= at || part.kind === 'token') continue;
    out += text.slice(at, part.start);
    for (let index = part.start; index < part.end; index++) {
      const code = text.charCodeAt(index);
      out += code < ASCII ? String.fromCharCode(base + code) : text[index];
    }
    at = part.end;
  }
  blankUpTo(text.length);
  const hidden = new RegExp(`[${escaped(base)}-${escaped(base + ASCII - 1)}]`, 'g');
  return {
    text: out + text.slice(at),
    reveal: (value) => value.replace(hidden, (char) => String.fromCharCode(char.charCodeAt(0) - base)),
  };
}

// --- internal ---

const ASCII = 0x80;
const PRIVATE_USE_FIRST = 0xe000;
const PRIVATE_USE_END = 0xf900;

const escaped = (code: number) => `\\u${code.toString(16)}`;

function freeBase(text: string): number | undefined {
  for (let base = PRIVATE_USE_FIRST; base < PRIVATE_USE_END; base += ASCII) {
    if (!new RegExp(`[${escaped(base)}-${escaped(base + ASCII - 1)}]`).test(text)) return base;
  }
  return undefined;
}
