import type { Hold } from '../../model/hold.ts';
import { canonicalJson, compareText } from '../canonical-json.ts';
import { foldersOf } from '../path-conflicts.ts';

/** Finds the holds of a path in time that depends on its depth alone. */
export type HoldIndex = ReadonlyMap<string, readonly Hold[]>;

/** What makes a hold equal to another, as canonical JSON; each is written once, however often it is asked for. */
export function holdText(hold: Hold): string {
  let text = texts.get(hold);
  if (text === undefined) {
    text = canonicalJson(hold);
    texts.set(hold, text);
  }
  return text;
}

/** Indexes the holds of one kind; those that are equal count once. */
export function indexHolds(holds: Iterable<Hold>, when: Hold['when']): HoldIndex {
  const index = new Map<string, Hold[]>();
  const seen = new Set<string>();
  for (const hold of holds) {
    const key = holdText(hold);
    if (hold.when !== when || seen.has(key)) continue;
    seen.add(key);
    const known = index.get(hold.path);
    if (known === undefined) index.set(hold.path, [hold]);
    else known.push(hold);
  }
  return index;
}

/** The holds that count for a file: those of the most specific path. */
export function holdsOf(path: string, index: HoldIndex): readonly Hold[] {
  if (index.size === 0) return [];
  const own = index.get(path);
  if (own !== undefined) return own;
  for (const folder of foldersOf(path)) {
    const found = index.get(`${folder}/`);
    if (found !== undefined) return found;
  }
  return [];
}

/** The same holds, each once, in the order in which a ledger has them. */
export function sortedHolds(holds: Iterable<Hold>): readonly Hold[] {
  const byText = new Map([...holds].map((hold) => [holdText(hold), hold]));
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, hold]) => hold);
}

/** True when two lists hold the same, in any order. */
export function sameHolds(a: readonly Hold[], b: readonly Hold[]): boolean {
  if (a.length === 0 && b.length === 0) return true;
  const [first, second] = [a, b].map((holds) => sortedHolds(holds).map(holdText));
  return first?.join('\n') === second?.join('\n');
}

// --- internal ---

const texts = new WeakMap<Hold, string>();
