import { formatFloat } from './number.ts';
import { FunctionFailure } from './runtime.ts';
import { compareText } from './text.ts';
import { GoBytes, GoInt, GoStruct, isNil, type Value } from './values.ts';

/** What counts the work of a visit over values, so that shared and cyclic values cannot run away. */
export interface Budget {
  spend(steps: number): void;
  /** Counts text about to be made. */
  make(length: number): void;
  readonly bounds: { readonly depth: number };
}

/** What an action writes for a value: `<no value>` for nothing, otherwise as `fmt.Fprint` prints it. */
export function printValue(value: Value, budget: Budget): string {
  return isNil(value) ? '<no value>' : printed(value, budget);
}

/** A value as `%v` prints it. */
export function printed(value: Value, budget: Budget, depth = 0): string {
  switch (typeof value) {
    case 'string':
      if (depth > 0) budget.make(value.length);
      return value;
    case 'number':
      return formatFloat(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'undefined':
      return '<nil>';
  }
  if (value === null) return '<nil>';
  if (value instanceof GoInt) return value.value.toString();
  enter(budget, depth);
  if (value instanceof GoBytes) return `[${value.bytes.join(' ')}]`;
  if (Array.isArray(value)) return `[${value.map((item) => printed(item, budget, depth + 1)).join(' ')}]`;
  if (value instanceof GoStruct) {
    if (value.text !== undefined) return value.text();
    return `{${[...value.fields.values()].map((field) => printed(field, budget, depth + 1)).join(' ')}}`;
  }
  const entries = [...value].sort(([a], [b]) => compareText(a, b));
  return `map[${entries.map(([key, item]) => `${key}:${printed(item, budget, depth + 1)}`).join(' ')}]`;
}

/** Counts a visit to a composite value. @throws FunctionFailure `TEMPLATE_TOO_DEEP` */
export function enter(budget: Budget, depth: number): void {
  budget.spend(1);
  if (depth > budget.bounds.depth) {
    throw new FunctionFailure(`values nested deeper than ${budget.bounds.depth}`, 'TEMPLATE_TOO_DEEP');
  }
}

/** As `fmt.Sprint`: a space between operands of which neither is a string. */
export function sprint(values: readonly Value[], budget: Budget): string {
  let text = '';
  for (const [index, value] of values.entries()) {
    const before = values[index - 1];
    if (index > 0 && typeof value !== 'string' && typeof before !== 'string') text += ' ';
    text += printed(value, budget);
  }
  return text;
}
