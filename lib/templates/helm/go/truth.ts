import { FollowedMap, openTextOf } from './trace.ts';
import { GoBytes, GoInt, GoStruct, type Value } from './values.ts';

/** Whether Go's `if` takes a value for true: not the zero value, and not empty. */
export function isTrue(value: Value): boolean {
  switch (typeof value) {
    case 'undefined':
      return false;
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      return value !== 0;
  }
  if (value === null) return false;
  if (value instanceof GoInt) return value.value !== 0n;
  if (value instanceof GoStruct) return true;
  if (value instanceof GoBytes) return value.bytes.length > 0;
  if (value instanceof FollowedMap) value.counted();
  // A name is never empty.
  if (openTextOf(value) !== undefined) return true;
  return value instanceof Map ? value.size > 0 : value.length > 0;
}
