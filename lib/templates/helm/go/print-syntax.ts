import { formatFloat } from './number.ts';
import { type Budget, enter } from './print.ts';
import { quoteText } from './quote.ts';
import { compareText } from './text.ts';
import { GoBytes, GoInt, GoStruct, isNil, typeName, type Value } from './values.ts';

/** A value in the syntax of Go, as `%#v` prints it. */
export function goSyntax(value: Value, budget: Budget, depth = 0): string {
  if (isNil(value)) return depth === 0 ? '<nil>' : 'interface {}(nil)';
  if (typeof value === 'string') return quoteText(value);
  if (typeof value === 'number') return formatFloat(value, 21);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof GoInt) {
    return value.kind === 'uint8' || value.kind === 'uint64' ? `0x${value.value.toString(16)}` : value.value.toString();
  }
  enter(budget, depth);
  if (value instanceof GoBytes) {
    return `[]byte{${[...value.bytes].map((byte) => `0x${byte.toString(16)}`).join(', ')}}`;
  }
  if (Array.isArray(value)) {
    return `${typeName(value)}{${value.map((item) => goSyntax(item, budget, depth + 1)).join(', ')}}`;
  }
  const entries: [string, Value][] =
    value instanceof GoStruct ? [...value.fields] : [...value].sort(([a], [b]) => compareText(a, b));
  const shown = entries.map(([key, item]) => {
    const name = value instanceof GoStruct ? key : quoteText(key);
    return `${name}:${goSyntax(item, budget, depth + 1)}`;
  });
  return `${typeName(value)}{${shown.join(', ')}}`;
}
