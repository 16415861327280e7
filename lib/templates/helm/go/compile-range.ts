import type { BranchNode, Node } from './ast.ts';
import { compilePipe, located } from './compile-pipe.ts';
import { FunctionFailure, type Runtime } from './runtime.ts';
import type { Scope } from './scope.ts';
import type { Step } from './step.ts';
import { compareText } from './text.ts';
import { seen } from './trace.ts';
import { GoBytes, GoInt, int, typeName, type Value } from './values.ts';

/** Compiles `range`: lists by index, maps by sorted key, integers where the Go version allows it. */
export function compileRange(
  node: BranchNode,
  scope: Scope,
  compileList: (nodes: readonly Node[], scope: Scope) => Step,
): Step {
  return scope.block(() => {
    const names = node.pipe.variables;
    const place = { file: scope.file, pos: node.pipe.pos, end: node.pipe.end, flows: false };
    const value = compilePipe(node.pipe, scope);
    const slots = names.map((name) => scope.find(name) ?? 0);
    const valueSlot = slots[slots.length - 1];
    const keySlot = slots.length > 1 ? slots[0] : undefined;
    const body = scope.block(() => compileList(node.body, scope));
    // `else` sees the variables too, set to the whole of what was ranged over.
    const elseBody = node.elseBody === undefined ? undefined : compileList(node.elseBody, scope);
    return (runtime, dot, variables) => {
      const result = value(runtime, dot, variables);
      let entries: Entries;
      try {
        entries = entriesOf(seen(result), runtime, slots.length);
      } catch (cause) {
        return located(runtime, place, cause);
      }
      let any = false;
      for (const [key, element] of entries) {
        any = true;
        try {
          runtime.spend(1);
        } catch (cause) {
          located(runtime, place, cause);
        }
        if (valueSlot !== undefined) variables[valueSlot] = element;
        if (keySlot !== undefined) variables[keySlot] = key;
        if (body(runtime, element, variables) === 'break') break;
      }
      if (any || elseBody === undefined) return 'done';
      // A `break` in `else` ends this range, as in Go; a `continue` goes on with the range around it.
      const outcome = elseBody(runtime, dot, variables);
      return outcome === 'break' ? 'done' : outcome;
    };
  });
}

// --- internal ---

type Entries = Iterable<readonly [Value, Value]>;

const NONE: Entries = [];

function entriesOf(value: Value, runtime: Runtime, variables: number): Entries {
  if (value === undefined || value === null) return NONE;
  if (Array.isArray(value)) return value.map((element, index) => [int(index), element] as const);
  if (value instanceof Map) {
    return [...value].sort(([a], [b]) => compareText(a, b)).map(([key, element]) => [key, element ?? null] as const);
  }
  if (value instanceof GoBytes) return [...value.bytes].map((byte, i) => [int(i), new GoInt(BigInt(byte), 'uint8')]);
  if (value instanceof GoInt && runtime.options.rangeOverInt) {
    if (variables > 1) throw operand(`can't use ${value.value} to iterate over more than one variable`);
    return integers(value);
  }
  throw operand(`range can't iterate over a value of type ${typeName(value)}`);
}

function* integers(limit: GoInt): Generator<readonly [Value, Value]> {
  for (let at = 0n; at < limit.value; at++) yield [undefined, new GoInt(at, limit.kind)];
}

function operand(reason: string): FunctionFailure {
  return new FunctionFailure(reason, 'TEMPLATE_OPERAND');
}
