import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar } from 'yaml';
import type { DiagnosticCode } from '../diagnostics/codes.ts';

/** What a document holds that is no plain data, at a node of it. */
export interface NodeProblem {
  readonly code: DiagnosticCode;
  readonly node: unknown;
  readonly detail?: string;
  /** Whether the rest of the document can still be read as data. */
  readonly isFatal: boolean;
}

/** Deepest nesting that is read. */
const MAX_DEPTH = 100;

/** Most aliases of a document: resolving one is linear in what comes before it. */
const MOST_ALIASES = 100;

/**
 * Finds what the parser lets pass and JSON, or a careful reader, does not: keys given twice, merge keys, keys that are
 * collections, numbers that would lose digits, aliases without an anchor, too many of them, too deep nesting.
 *
 * Makes `-0` a `0`, as JSON's readers do, and what JSON does not have `null`. Linear, and no deeper on the stack for deeper documents.
 */
export function inspectDocument(document: Document): readonly NodeProblem[] {
  const problems: NodeProblem[] = [];
  const anchors = new Set<string>();
  let aliases = 0;
  const fatal = (node: unknown, detail: string) =>
    problems.push({ code: 'RECORD_SYNTAX', node, detail, isFatal: true });
  const pending: { readonly node: unknown; readonly depth: number }[] = [{ node: document.contents, depth: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, depth } = next;
    if (isAlias(node)) {
      aliases += 1;
      if (!anchors.has(node.source))
        fatal(node, 'An alias stands for an anchor before it, and there is none of that name.');
      if (aliases === MOST_ALIASES + 1) fatal(node, `It has more than ${MOST_ALIASES} aliases.`);
      continue;
    }
    if (depth > MAX_DEPTH) {
      fatal(node, `It is nested deeper than ${MAX_DEPTH} levels.`);
      return problems;
    }
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined) anchors.add(node.anchor);
    if (isScalar(node)) problems.push(...scalarProblems(node));
    else if (isSeq(node)) push(pending, node.items, depth + 1);
    else if (isMap(node)) {
      problems.push(...keyProblems(node.items));
      push(
        pending,
        node.items.map(({ value }) => value),
        depth + 1,
      );
    }
  }
  return problems;
}

// --- internal ---

/** In reverse, so that nodes are popped in the order of the text, and anchors come before their aliases. */
function push(pending: { node: unknown; depth: number }[], nodes: readonly unknown[], depth: number): void {
  for (let index = nodes.length - 1; index >= 0; index--) pending.push({ node: nodes[index], depth });
}

function keyProblems(items: readonly Pair[]): readonly NodeProblem[] {
  const problems: NodeProblem[] = [];
  const keys = new Set<string>();
  for (const { key } of items) {
    if (!isScalar(key)) {
      const detail = 'A key is a collection or an alias.';
      problems.push({ code: 'RECORD_SYNTAX', node: key, detail, isFatal: true });
      continue;
    }
    const text = String(key.value);
    if (text === '<<' && key.type === 'PLAIN') {
      const detail = 'Merge keys are not part of YAML 1.2. Write the fields out.';
      problems.push({ code: 'RECORD_SYNTAX', node: key, detail, isFatal: true });
    } else if (keys.has(text)) problems.push({ code: 'RECORD_DUPLICATE_KEY', node: key, isFatal: false });
    keys.add(text);
  }
  return problems;
}

function scalarProblems(scalar: Scalar): readonly NodeProblem[] {
  const { value, source } = scalar;
  const problem = (detail: string): NodeProblem => ({ code: 'RECORD_BAD_VALUE', node: scalar, detail, isFatal: false });
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return [];
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    scalar.value = null;
    return [problem('JSON has no such value.')];
  }
  if (Object.is(value, -0)) scalar.value = 0;
  const digits = /^[-+]?(\d+)$/.exec(source ?? '')?.[1];
  if (digits === undefined) return [];
  if (/^0\d/.test(digits)) return [problem('As a number it loses its leading zeros. Put it in quotes.')];
  // The shortest digits that mean the number are fine as well: JSON is written with them.
  const isExact = String(Math.abs(value)) === digits || BigInt(digits) === BigInt(Math.abs(value));
  return isExact ? [] : [problem('As a number it loses digits. Put it in quotes.')];
}
