import { type Budget, enter } from '../go/print.ts';
import { isTrue } from '../go/truth.ts';
import { type GoMap, GoStruct, type Value } from '../go/values.ts';

/**
 * Merges a map into another, in place, as mergo does for Sprig.
 *
 * Maps merge key by key. Without `overwrite` an empty value of the target (false, 0, an empty text, list or map) counts as
 * missing. What is taken over is taken by reference.
 */
export function mergeMaps(target: GoMap, source: GoMap, overwrite: boolean, budget: Budget, depth = 0): void {
  enter(budget, depth);
  if (target === source) return;
  budget.spend(source.size);
  for (const [key, item] of source) {
    const known = target.get(key);
    if (item === null || item === undefined) {
      if (overwrite) target.set(key, item);
      continue;
    }
    if (item instanceof Map && known instanceof Map) {
      mergeMaps(known, item, overwrite, budget, depth + 1);
      if (known.size > 0) continue;
    }
    if (overwrite || !target.has(key) || isEmpty(known)) target.set(key, item);
  }
}

// --- internal ---

function isEmpty(value: Value): boolean {
  return !(value instanceof GoStruct) && !isTrue(value);
}
