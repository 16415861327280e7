import { base64 } from '../functions/base64.ts';
import { formatFloat, plainDecimal, shortestDigits } from '../go/number.ts';
import { type Budget, enter } from '../go/print.ts';
import { FunctionFailure } from '../go/runtime.ts';
import { byteLength, replaceInvalid } from '../go/text.ts';
import { GoBytes, GoInt, GoStruct, isNil, isNilList, isNilMap, type Value } from '../go/values.ts';
import { compareKeys } from './key-order.ts';
import { writeScalar } from './write-scalar.ts';

/**
 * Writes a value as Helm's `toYaml` does, without the last line break: by way of JSON and go-yaml v2, byte for byte.
 *
 * @throws FunctionFailure for what JSON has no form for, such as an infinite number
 */
export function encodeYaml(value: Value, budget: Budget, sequenceIndent = 0): string {
  const text = new Encoder(budget, sequenceIndent).document(value);
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

// --- internal ---

type Scalar = null | boolean | number | string | GoInt;
type Composite = readonly Value[] | ReadonlyMap<string, Value>;

class Encoder {
  readonly #budget: Budget;
  readonly #sequenceIndent: number;
  readonly #parts: string[] = [];
  #atLineStart = false;

  constructor(budget: Budget, sequenceIndent: number) {
    this.#budget = budget;
    this.#sequenceIndent = sequenceIndent;
  }

  document(value: Value): string {
    const content = contentOf(value);
    if (isComposite(content) && sizeOf(content) === 0) this.#write(content instanceof Map ? '{}' : '[]');
    else if (isComposite(content)) this.#block(content, 0, 0);
    else this.#write(scalarText(content, { column: 0, indent: 2, isKey: false }));
    return this.#parts.join('');
  }

  #block(content: Composite, indent: number, depth: number): void {
    enter(this.#budget, depth);
    if (content instanceof Map) this.#mapping(content, indent, depth);
    else this.#sequence(content as readonly Value[], indent, depth);
  }

  #mapping(map: ReadonlyMap<string, Value>, indent: number, depth: number): void {
    const keys = [...map.keys()].sort(compareKeys);
    for (const [index, key] of keys.entries()) {
      if (index > 0) this.#line(indent);
      this.#budget.spend(1);
      const clean = readable(key);
      const content = contentOf(map.get(key));
      const text = writeScalar(clean, { column: indent, indent: indent + 2, isKey: true });
      if (isSimpleKey(clean)) {
        this.#write(`${text}:`);
        this.#mappingValue(content, indent, text.length, depth);
      } else {
        this.#write(`? ${writeScalar(clean, { column: indent + 2, indent: indent + 2, isKey: false })}`);
        this.#line(indent);
        this.#write(':');
        this.#afterIndicator(content, indent, depth);
      }
    }
  }

  #mappingValue(content: Scalar | Composite, indent: number, keyLength: number, depth: number): void {
    if (!isComposite(content)) {
      this.#write(` ${scalarText(content, { column: indent + keyLength + 2, indent: indent + 2, isKey: false })}`);
    } else if (sizeOf(content) === 0) this.#write(content instanceof Map ? ' {}' : ' []');
    else {
      const inner = indent + (content instanceof Map ? 2 : this.#sequenceIndent);
      this.#line(inner);
      this.#block(content, inner, depth + 1);
    }
  }

  #sequence(items: readonly Value[], indent: number, depth: number): void {
    for (const [index, item] of items.entries()) {
      if (index > 0) this.#line(indent);
      this.#budget.spend(1);
      this.#write('-');
      this.#afterIndicator(contentOf(item), indent, depth);
    }
  }

  /** What follows `-`, or the `:` of a key that needed a `?`. */
  #afterIndicator(content: Scalar | Composite, indent: number, depth: number): void {
    this.#write(' ');
    if (!isComposite(content)) {
      this.#write(scalarText(content, { column: indent + 2, indent: indent + 2, isKey: false }));
    } else if (sizeOf(content) === 0) this.#write(content instanceof Map ? '{}' : '[]');
    else this.#block(content, indent + 2, depth + 1);
  }

  #line(indent: number): void {
    this.#parts.push(this.#atLineStart ? ' '.repeat(indent) : `\n${' '.repeat(indent)}`);
  }

  #write(text: string): void {
    this.#budget.make(text.length);
    this.#parts.push(text);
    this.#atLineStart = text.endsWith('\n');
  }
}

function isComposite(content: Scalar | Composite): content is Composite {
  return content instanceof Map || Array.isArray(content);
}

function sizeOf(content: Composite): number {
  return content instanceof Map ? content.size : (content as readonly Value[]).length;
}

function isSimpleKey(key: string): boolean {
  return byteLength(key) <= 128 && !/[\n\r\u0085\u2028\u2029]/.test(key);
}

/** Text as it comes through JSON, which go-yaml reads: it refuses the control characters that JSON leaves as they are. */
function readable(text: string): string {
  const clean = replaceInvalid(text);
  if (UNREADABLE.test(clean)) throw new FunctionFailure('yaml: control characters are not allowed');
  // A next line is a line break to YAML, which folds it.
  return clean.replace(/ *\u0085[ \u0085]*/g, (breaks) => '\n'.repeat(breaks.replaceAll(' ', '').length - 1) || ' ');
}

const UNREADABLE = /[\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/** A value as JSON knows it. */
function contentOf(value: Value): Scalar | Composite {
  if (isNil(value) || (Array.isArray(value) && isNilList(value)) || (value instanceof Map && isNilMap(value))) {
    return null;
  }
  if (value instanceof GoBytes) return base64(value.bytes);
  if (value instanceof GoStruct) {
    if (value.json !== undefined) return contentOf(value.json());
    return value.fields;
  }
  return value;
}

function scalarText(value: Scalar, place: Parameters<typeof writeScalar>[1]): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return writeScalar(readable(value), place);
  if (value instanceof GoInt) return value.value.toString();
  return typeof value === 'number' ? numberText(value) : String(value);
}

/** A float goes to YAML by way of its JSON text, which reads back as an integer where it has no fraction. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new FunctionFailure(`json: unsupported value: ${formatFloat(value)}`);
  if (value === 0) return '0';
  if (!Number.isInteger(value) || value >= 2 ** 64 || value < -(2 ** 63)) return formatFloat(value);
  const { negative, digits, exponent } = shortestDigits(value);
  return `${negative ? '-' : ''}${plainDecimal(digits, exponent)}`;
}
