import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { Json } from '../../model/json.ts';
import { childPointer } from './comment-lines.ts';
import { hasLoneSurrogate, LONE_SURROGATE, showUnprintable } from './quote-text.ts';

/** Deepest nesting that is written: parsers recurse, and some run out of stack below a thousand levels. */
export const MAX_DEPTH = 256;

/** True for objects without a class of their own, of any realm: what JSON calls an object. */
export function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Names everything in the documents that YAML cannot say, in the order it stands there.
 *
 * Diagnostics name the document (counted from 1), the JSON pointer and the type, never the value. A container
 * that repeats on its own path is reported once.
 */
export function findNotEmittable(documents: readonly Json[]): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  for (const [index, document] of documents.entries()) {
    collect(document, '', new Set(), (pointer, reason) => {
      const whole = documents.length === 1 ? 'the document' : `document ${index + 1}`;
      const place = pointer === '' ? whole : `${pointer} of ${whole}`;
      problems.push(error('VALUE_NOT_EMITTABLE', { summary: `${place} cannot be written as YAML`, detail: reason }));
    });
  }
  return problems;
}

// --- internal ---

type Report = (pointer: string, reason: string) => void;

function collect(value: unknown, pointer: string, ancestors: Set<object>, report: Report): void {
  if (typeof value !== 'object' || value === null) {
    const reason = scalarProblem(value);
    if (reason !== undefined) report(pointer, reason);
    return;
  }
  const reason = containerProblem(value, ancestors);
  if (reason !== undefined) {
    report(pointer, reason);
    return;
  }
  ancestors.add(value);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      collect(value[index], childPointer(pointer, index), ancestors, report);
    }
  } else {
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined) continue;
      const at = showUnprintable(childPointer(pointer, key));
      if (hasLoneSurrogate(key)) report(at, `its key is ${LONE_SURROGATE}`);
      collect(member, at, ancestors, report);
    }
  }
  ancestors.delete(value);
}

function containerProblem(value: object, ancestors: ReadonlySet<object>): string | undefined {
  if (ancestors.has(value)) return 'it contains itself';
  if (ancestors.size >= MAX_DEPTH) return `it is nested deeper than ${MAX_DEPTH} levels`;
  if (Array.isArray(value) || isPlainObject(value)) return undefined;
  return `it is an object of the class ${value.constructor?.name || 'without a name'}`;
}

function scalarProblem(value: unknown): string | undefined {
  if (typeof value === 'string') return hasLoneSurrogate(value) ? `it is ${LONE_SURROGATE}` : undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `it is the number ${value}`;
  if (value === null || typeof value === 'boolean') return undefined;
  return value === undefined ? 'it is undefined' : `it is a ${typeof value}`;
}
