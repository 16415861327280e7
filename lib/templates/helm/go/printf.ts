import { formatBinaryFloat, formatHexFloat } from './float-bits.ts';
import { formatFloatVerb } from './float-format.ts';
import { type Budget, enter, printed } from './print.ts';
import { goSyntax } from './print-syntax.ts';
import { quoteCodePoint, quoteText } from './quote.ts';
import { FunctionFailure } from './runtime.ts';
import { compareText, fromBytes, toBytes } from './text.ts';
import { GoBytes, GoInt, GoStruct, isNil, typeName, type Value } from './values.ts';

/** As `fmt.Sprintf`, the notes about wrong verbs and arguments included. */
export function sprintf(format: string, args: readonly Value[], budget: Budget): string {
  const state = new Formatter(args, budget);
  return state.format(format);
}

// --- internal ---

interface Flags {
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

const MAX_WIDTH = 1_000_000;

class Formatter {
  readonly #args: readonly Value[];
  readonly #budget: Budget;
  #next = 0;
  #reordered = false;
  #goodIndex = true;

  constructor(args: readonly Value[], budget: Budget) {
    this.#args = args;
    this.#budget = budget;
  }

  format(format: string): string {
    let result = '';
    let at = 0;
    while (at < format.length) {
      const percent = format.indexOf('%', at);
      if (percent < 0) {
        result += format.slice(at);
        break;
      }
      result += format.slice(at, percent);
      const piece = this.#directive(format, percent + 1);
      result += piece.text;
      at = piece.end;
    }
    if (!this.#reordered && this.#next < this.#args.length) {
      const extra = this.#args.slice(this.#next).map((arg) => this.#typed(arg));
      result += `%!(EXTRA ${extra.join(', ')})`;
    }
    return result;
  }

  #directive(format: string, start: number): { text: string; end: number } {
    let at = start;
    const set = new Set<string>();
    for (; '+-# 0'.includes(format[at] ?? 'x'); at++) set.add(format[at] ?? '');
    this.#goodIndex = true;
    let minus = set.has('-');
    let afterIndex = false;
    let notes = '';
    [at, afterIndex] = this.#index(format, at);
    let width: number | undefined;
    if (format[at] === '*') {
      at++;
      width = this.#star();
      if (width === undefined) notes += '%!(BADWIDTH)';
      else if (width < 0) {
        width = -width;
        minus = true;
      }
      afterIndex = false;
    } else {
      const digits = /^\d*/.exec(format.slice(at, at + 12))?.[0] ?? '';
      if (digits !== '') {
        width = Number(digits);
        at += digits.length;
        if (afterIndex) this.#goodIndex = false;
      }
    }
    let precision: number | undefined;
    if (format[at] === '.') {
      at++;
      if (afterIndex) this.#goodIndex = false;
      [at, afterIndex] = this.#index(format, at);
      if (format[at] === '*') {
        at++;
        precision = this.#star();
        if (precision === undefined || precision < 0) {
          precision = undefined;
          notes += '%!(BADPREC)';
        }
        afterIndex = false;
      } else {
        const digits = /^\d*/.exec(format.slice(at, at + 12))?.[0] ?? '';
        precision = Number(digits);
        at += digits.length;
      }
    }
    if (!afterIndex) [at, afterIndex] = this.#index(format, at);
    for (const size of [width ?? 0, precision ?? 0]) {
      if (size > MAX_WIDTH) throw new FunctionFailure(`width ${size} is too large`, 'TEMPLATE_OUTPUT_EXCEEDED');
    }
    if (at >= format.length) return { text: `${notes}%!(NOVERB)`, end: at };
    const verb = String.fromCodePoint(format.codePointAt(at) ?? 0);
    const end = at + verb.length;
    const zero = set.has('0') && !minus;
    const flags = { plus: set.has('+'), minus, sharp: set.has('#'), space: set.has(' '), zero, width, precision };
    return { text: notes + this.#verb(verb, flags), end };
  }

  #verb(verb: string, flags: Flags): string {
    if (verb === '%') return '%';
    if (!this.#goodIndex) return `%!${verb}(BADINDEX)`;
    if (this.#next >= this.#args.length) return `%!${verb}(MISSING)`;
    const arg = this.#args[this.#next++];
    if (isNil(arg)) {
      if (verb === 'v' || verb === 'T') return pad('<nil>', { ...flags, zero: false });
      return `%!${verb}(<nil>)`;
    }
    if (verb === 'T') return pad(typeName(arg), flags);
    return this.#value(arg, verb, flags, 0);
  }

  #value(value: Value, verb: string, flags: Flags, depth: number): string {
    switch (typeof value) {
      case 'boolean':
        return verb === 't' || verb === 'v' ? pad(String(value), flags) : this.#bad(value, verb, flags);
      case 'number':
        return formatNumber(value, verb, flags) ?? this.#bad(value, verb, flags);
      case 'string':
        return formatString(value, verb, flags) ?? this.#bad(value, verb, flags);
    }
    if (value instanceof GoInt) return formatInteger(value, verb, flags) ?? this.#bad(value, verb, flags);
    if (isNil(value)) return '<nil>';
    enter(this.#budget, depth);
    if (verb === 'v' && flags.sharp) return goSyntax(value, this.#budget, depth);
    if (value instanceof GoBytes && 'sxXq'.includes(verb)) {
      return formatString(fromBytes(value.bytes), verb, flags) ?? '';
    }
    if (value instanceof GoBytes) {
      const items = [...value.bytes].map((byte) => new GoInt(BigInt(byte), 'uint8'));
      return `[${items.map((item) => this.#value(item, verb, flags, depth + 1)).join(' ')}]`;
    }
    if (value instanceof GoStruct) {
      if (value.text !== undefined && 'vsxXq'.includes(verb)) return formatString(value.text(), verb, flags) ?? '';
      const fields = [...value.fields].map(([name, field]) => {
        const text = this.#value(field, verb, flags, depth + 1);
        return flags.plus && verb === 'v' ? `${name}:${text}` : text;
      });
      return `{${fields.join(' ')}}`;
    }
    if (Array.isArray(value)) return `[${value.map((item) => this.#value(item, verb, flags, depth + 1)).join(' ')}]`;
    const entries = [...value].sort(([a], [b]) => compareText(a, b));
    const shown = entries.map(
      ([key, item]) => `${this.#value(key, verb, flags, depth + 1)}:${this.#value(item, verb, flags, depth + 1)}`,
    );
    return `map[${shown.join(' ')}]`;
  }

  /** The note for a verb that does not fit; flags hold for the value shown in it too. */
  #bad(value: Value, verb: string, flags: Flags): string {
    return `%!${verb}(${typeName(value)}=${this.#value(value, 'v', { ...flags, sharp: false }, 0)})`;
  }

  #typed(value: Value): string {
    return isNil(value) ? '<nil>' : `${typeName(value)}=${printed(value, this.#budget)}`;
  }

  #star(): number | undefined {
    const arg = this.#args[this.#next];
    if (this.#next >= this.#args.length) return undefined;
    this.#next++;
    if (!(arg instanceof GoInt)) return undefined;
    const number = Number(arg.value);
    return Math.abs(number) > MAX_WIDTH ? undefined : number;
  }

  /** An explicit argument index, `[2]`. */
  #index(format: string, at: number): [end: number, found: boolean] {
    if (format[at] !== '[') return [at, false];
    this.#reordered = true;
    const close = format.indexOf(']', at);
    if (close < 0) {
      this.#goodIndex = false;
      return [at + 1, false];
    }
    const digits = format.slice(at + 1, close);
    const index = /^\d+$/.test(digits) ? Number(digits) - 1 : -1;
    if (index < 0 || index >= this.#args.length) this.#goodIndex = false;
    else this.#next = index;
    return [close + 1, this.#goodIndex];
  }
}

function pad(text: string, flags: Flags): string {
  const { width } = flags;
  if (width === undefined) return text;
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.minus) return text + ' '.repeat(missing);
  return (flags.zero ? '0' : ' ').repeat(missing) + text;
}

function formatString(text: string, verb: string, flags: Flags): string | undefined {
  const cut = flags.precision === undefined ? text : [...text].slice(0, flags.precision).join('');
  switch (verb) {
    case 'v':
      return pad(flags.sharp ? quoteText(text) : cut, flags);
    case 's':
      return pad(cut, flags);
    case 'q':
      if (flags.sharp && !cut.includes('`') && !/[\p{Cc}\ufeff]/u.test(cut.replaceAll('\t', ''))) {
        return pad(`\`${cut}\``, flags);
      }
      return pad(quoteText(cut, flags.plus), flags);
    case 'x':
    case 'X':
      return pad(hex(text, verb, flags), flags);
  }
  return undefined;
}

function hex(text: string, verb: string, flags: Flags): string {
  const bytes = toBytes(text);
  const shown = [...(flags.precision === undefined ? bytes : bytes.subarray(0, flags.precision))];
  const prefix = flags.sharp ? `0${verb}` : '';
  const digits = shown.map((byte) => byte.toString(16).padStart(2, '0'));
  const joined = flags.space
    ? digits.map((pair) => prefix + pair).join(' ')
    : digits.length
      ? prefix + digits.join('')
      : '';
  return verb === 'X' ? joined.toUpperCase() : joined;
}

function formatNumber(value: number, verb: string, flags: Flags): string | undefined {
  const kind = verb === 'v' ? 'g' : verb.toLowerCase();
  if (!'efgxb'.includes(kind) || verb === 'B') return undefined;
  const precision = flags.precision ?? ('gxb'.includes(kind) ? -1 : 6);
  let text =
    kind === 'x'
      ? formatHexFloat(value, precision)
      : kind === 'b'
        ? formatBinaryFloat(value)
        : formatFloatVerb(value, kind as 'e' | 'f' | 'g', precision);
  if (verb !== verb.toLowerCase() && Number.isFinite(value)) text = text.toUpperCase();
  const showsPlus = flags.plus && verb !== 'v';
  let sign = '';
  if (text.startsWith('-') || text.startsWith('+')) {
    sign = text[0] ?? '';
    text = text.slice(1);
    if (sign === '+' && !showsPlus && verb !== 'v') sign = '+';
  } else if (showsPlus) sign = '+';
  else if (flags.space) sign = ' ';
  if (flags.zero && flags.width !== undefined && Number.isFinite(value)) {
    return sign + text.padStart(flags.width - sign.length, '0');
  }
  return pad(sign + text, { ...flags, zero: false });
}

const BASES: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

function formatInteger(arg: GoInt, verb: string, flags: Flags): string | undefined {
  const { value } = arg;
  if (verb === 'c') return pad(codePoint(value), flags);
  if (verb === 'q') return pad(quoteCodePoint(Number(value)), flags);
  if (verb === 'U')
    return pad(
      `U+${value
        .toString(16)
        .toUpperCase()
        .padStart(flags.precision ?? 4, '0')}`,
      flags,
    );
  const base = BASES[verb];
  if (base === undefined) return undefined;
  const negative = value < 0n;
  let digits = (negative ? -value : value).toString(base);
  const sign = negative ? '-' : flags.plus && verb !== 'v' ? '+' : flags.space ? ' ' : '';
  if (flags.precision !== undefined) {
    digits = flags.precision === 0 && value === 0n ? '' : digits.padStart(flags.precision, '0');
    if (digits === '') return ' '.repeat(flags.width ?? 0);
  } else if (flags.zero && flags.width !== undefined) {
    digits = digits.padStart(flags.width - sign.length, '0');
  }
  let prefix = verb === 'O' ? '0o' : '';
  if (flags.sharp && verb !== 'v') {
    if (base === 16) prefix = `0${verb}`;
    if (base === 2) prefix = '0b';
    if (base === 8 && !digits.startsWith('0') && verb === 'o') prefix = '0';
  }
  const text = sign + prefix + (verb === 'X' ? digits.toUpperCase() : digits);
  return pad(text, { ...flags, zero: false });
}

function codePoint(value: bigint): string {
  const code = Number(value);
  const valid = code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return String.fromCodePoint(valid ? code : 0xfffd);
}
