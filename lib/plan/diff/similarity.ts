/** Something that went or came, told by what it consists of. */
export interface Likeness {
  /** Only things of one group are compared, such as resources of one kind. */
  readonly group: string;
  /** Last part of its place; breaks ties, and finds what consists of common parts only. */
  readonly name: string;
  /** Its parts, such as lines or fields; equal parts are equal texts. */
  readonly parts: readonly string[];
}

/**
 * Pairs what went with what came where each is most alike to the other: at least `least` of their text is common.
 *
 * Bounded: parts that many share tell nothing and are not followed, of long things only the first parts count, so the
 * work grows with the number of things. What is equally alike to several is left alone.
 *
 * @param least  share of the text of both, from 0 to 1
 * @returns indices into both lists, by the second
 */
export function matchSimilar(
  going: readonly Likeness[],
  coming: readonly Likeness[],
  least: number,
): readonly (readonly [number, number])[] {
  if (going.length === 0 || coming.length === 0) return [];
  const index = indexParts(going);
  const before = going.map(toBag);
  const bestOfGoing = new Map<number, Best>();
  const bestOfComing = new Map<number, Best>();
  for (const [to, item] of coming.entries()) {
    const bag = toBag(item);
    for (const from of candidates(item, index)) {
      const score = scoreOf(before[from] ?? EMPTY, bag, going[from]?.name === item.name);
      if (score < least) continue;
      improve(bestOfComing, to, from, score);
      improve(bestOfGoing, from, to, score);
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (const [to, { other: from, tied }] of bestOfComing) {
    const back = bestOfGoing.get(from);
    if (!tied && back?.other === to && !back.tied) pairs.push([from, to]);
  }
  return pairs;
}

// --- internal ---

/** A part that more things share does not tell them apart. */
const MOST_SHARING = 16;
/** Longer things are told by their first parts. */
const MOST_PARTS = 2_000;
/** A tie of content goes to the same name. */
const NAME_BONUS = 0.001;

interface Best {
  readonly other: number;
  readonly score: number;
  readonly tied: boolean;
}

interface Bag {
  readonly counts: ReadonlyMap<string, number>;
  /** Characters. */
  readonly size: number;
}

const EMPTY: Bag = { counts: new Map(), size: 0 };

function toBag({ parts }: Likeness): Bag {
  const counts = new Map<string, number>();
  let size = 0;
  for (const part of parts.slice(0, MOST_PARTS)) {
    counts.set(part, (counts.get(part) ?? 0) + 1);
    size += part.length + 1;
  }
  return { counts, size };
}

function indexParts(items: readonly Likeness[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  for (const [position, item] of items.entries()) {
    for (const key of keysOf(item)) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [position]);
      // one more than is followed, so that it is known to be common
      else if (known.length <= MOST_SHARING) known.push(position);
    }
  }
  return index;
}

function keysOf({ group, name, parts }: Likeness): ReadonlySet<string> {
  const keys = new Set([`${group}\0name\0${name}`]);
  for (const part of parts.slice(0, MOST_PARTS)) if (part.trim() !== '') keys.add(`${group}\0part\0${part}`);
  return keys;
}

function candidates(item: Likeness, index: ReadonlyMap<string, readonly number[]>): ReadonlySet<number> {
  const votes = new Map<number, number>();
  for (const key of keysOf(item)) {
    const sharing = index.get(key) ?? [];
    if (sharing.length > MOST_SHARING) continue;
    for (const position of sharing) votes.set(position, (votes.get(position) ?? 0) + 1);
  }
  const best = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST_SHARING);
  return new Set(best.map(([position]) => position));
}

function scoreOf(a: Bag, b: Bag, sameName: boolean): number {
  if (a.size + b.size === 0) return 0;
  const [small, large] = a.counts.size <= b.counts.size ? [a, b] : [b, a];
  let common = 0;
  for (const [part, count] of small.counts) {
    common += Math.min(count, large.counts.get(part) ?? 0) * (part.length + 1);
  }
  return (2 * common) / (a.size + b.size) + (sameName ? NAME_BONUS : 0);
}

function improve(best: Map<number, Best>, of: number, other: number, score: number): void {
  const known = best.get(of);
  if (known === undefined || score > known.score) best.set(of, { other, score, tied: false });
  else if (score === known.score) best.set(of, { ...known, tied: true });
}
