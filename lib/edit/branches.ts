import { type EditableNode, walk } from './node.ts';
import type { TemplatePart } from './template-parts.ts';

/** Which branches of templates hold at an offset. */
export interface Branches {
  /** Two offsets with the same name are in the same branches; `''` is outside of all. */
  at(offset: number): string;
  /** The actions that lead to an offset, as text: unlike `at`, the same before and after an edit elsewhere. */
  label(offset: number): string;
  /** Whether what stands from `start` to `end` opens and closes the same branches. */
  isBalanced(start: number, end: number): boolean;
  /** The first action that is not closed, or that closes or continues nothing. */
  readonly fault: TemplatePart | undefined;
}

/**
 * Follows `if`, `range`, `with`, `define`, `block`, `else` and `end` through a file.
 *
 * Actions that open and close within one scalar are text of this scalar and do not count.
 */
export function findBranches(
  text: string,
  parts: readonly TemplatePart[],
  roots: readonly (EditableNode | undefined)[],
): Branches {
  const controls = parts.filter(({ role }) => role === 'open' || role === 'else' || role === 'end');
  if (controls.length === 0) return { at: () => '', label: () => '', isBalanced: () => true, fault: undefined };
  const counted = withoutBalancedScalars(controls, roots);
  const offsets: number[] = [];
  const names: string[] = [''];
  const labels: string[] = [''];
  const open: OpenBranch[] = [];
  let fault: TemplatePart | undefined;
  for (const part of counted) {
    const last = open.at(-1);
    const action = text.slice(part.start, part.end);
    if (part.role === 'open') {
      if (open.length >= MOST_BRANCHES) fault ??= part;
      else open.push({ part, name: `${last?.name ?? ''}/${part.start}`, label: `${last?.label ?? ''}${action}` });
    } else if (last === undefined) {
      fault ??= part;
      continue;
    } else {
      open.pop();
      if (part.role === 'else') open.push({ part: last.part, name: `${last.name}|`, label: `${last.label}${action}` });
    }
    offsets.push(part.end);
    names.push(open.at(-1)?.name ?? '');
    labels.push(open.at(-1)?.label ?? '');
  }
  fault ??= open[0]?.part;
  const at = (offset: number) => names[countUpTo(offsets, offset)] ?? '';
  return {
    at,
    label: (offset) => labels[countUpTo(offsets, offset)] ?? '',
    isBalanced(start, end) {
      const home = at(start);
      if (at(end) !== home) return false;
      // Leaving the branch and coming back, as over `else`, is no balance.
      for (let index = countUpTo(offsets, start); (offsets[index] ?? end + 1) <= end; index++) {
        if (!isWithin(names[index + 1] ?? '', home)) return false;
      }
      return true;
    },
    fault,
  };
}

// --- internal ---

interface OpenBranch {
  readonly part: TemplatePart;
  readonly name: string;
  readonly label: string;
}

/** Deeper than any file is; names would grow with every level. */
const MOST_BRANCHES = 100;

/** Every later branch of a name has it as a prefix, but so has the next `else`, which ends in `|`. */
const isWithin = (name: string, home: string) => name === home || name.startsWith(`${home}/`);

function countUpTo(offsets: readonly number[], offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function withoutBalancedScalars(
  controls: readonly TemplatePart[],
  roots: readonly (EditableNode | undefined)[],
): readonly TemplatePart[] {
  const kept: TemplatePart[] = [];
  let next = 0;
  const takeUntil = (offset: number): TemplatePart[] => {
    const from = next;
    while (next < controls.length && (controls[next]?.start ?? 0) < offset) next++;
    return controls.slice(from, next);
  };
  for (const root of roots) {
    for (const node of walk(root)) {
      if (node.kind !== 'scalar') continue;
      kept.push(...takeUntil(node.start));
      const inside = takeUntil(node.end);
      if (!isNeutral(inside)) kept.push(...inside);
    }
  }
  return [...kept, ...controls.slice(next)];
}

function isNeutral(controls: readonly TemplatePart[]): boolean {
  let depth = 0;
  for (const { role } of controls) {
    if (role === 'open') depth++;
    else if (depth === 0) return false;
    else if (role === 'end') depth--;
  }
  return depth === 0;
}
