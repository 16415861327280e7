import type { Cache, CacheKind } from './cache.ts';
import { digest } from './digest.ts';

/**
 * Many small entries in two files of a cache: opening a file for each would cost more than most of them save.
 *
 * New entries go to a second, small file until they are a quarter of the first, so that one more entry does not cost what
 * all of them do. Two processes that save at once lose entries of each other, and nothing else. What no longer fits the bound
 * is left out: first what this process did not ask for.
 */
export interface Pack {
  /** The text that was put under the key, or undefined. */
  get(key: string): string | undefined;
  /** True while it holds nothing. */
  isEmpty(): boolean;
  /** Keeps a text of one line; of anything else nothing is kept. */
  put(key: string, value: string): void;
  /** Writes what was put since the pack was opened. */
  save(): void;
}

/**
 * Opens the pack of a key; its files are read when it is first asked.
 *
 * @param bound  most characters of all entries together
 */
export function openPack(cache: Cache, kind: CacheKind, key: string, bound: number): Pack {
  const files = { old: digest(key, 'old'), new: digest(key, 'new') };
  let old: Level | undefined;
  let recent: Level | undefined;
  const fresh = new Map<string, string>();
  const used = new Set<string>();
  const levels = () => {
    old ??= new Level(cache.get(kind, files.old) ?? '');
    recent ??= new Level(cache.get(kind, files.new) ?? '');
    return { old, recent };
  };
  return {
    get(entry) {
      const name = digest(entry);
      const { old: first, recent: second } = levels();
      const value = fresh.get(name) ?? second.get(name) ?? first.get(name);
      if (value !== undefined) used.add(name);
      return value;
    },
    isEmpty() {
      const { old: first, recent: second } = levels();
      return fresh.size === 0 && second.size === 0 && first.size === 0;
    },
    put(entry, value) {
      if (value.includes('\n')) return;
      const name = digest(entry);
      fresh.set(name, value);
      used.add(name);
    },
    save() {
      if (fresh.size === 0) return;
      const { old: first, recent: second } = levels();
      const added = new Map([...second.entries(), ...fresh]);
      const isSmall = sizeOf(added) <= Math.max(first.size / 4, SMALL) && first.size + sizeOf(added) <= bound;
      if (isSmall) cache.put(kind, files.new, toText(added));
      else {
        const before = [...first.entries(), ...second.entries()];
        const asked = before.filter(([name]) => used.has(name));
        const others = before.filter(([name]) => !used.has(name));
        const kept = new Map(fitting([...asked, ...fresh, ...others], bound));
        // A full pack, all of which is in use, stays as it is.
        if ([...fresh.keys()].some((name) => kept.has(name))) {
          // The old file first: a kill in between leaves entries in both.
          cache.put(kind, files.old, toText(kept));
          if (second.size > 0) cache.put(kind, files.new, '');
        }
      }
      fresh.clear();
      old = recent = undefined;
    },
  };
}

// --- internal ---

/** Below this many characters, to write all of it costs nothing. */
const SMALL = 100_000;

/** Entries of a file, a line each: its name, a space, the text. */
class Level {
  readonly size: number;
  readonly #text: string;
  readonly #places = new Map<string, readonly [start: number, end: number]>();

  constructor(text: string) {
    this.#text = text;
    this.size = text.length;
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf('\n', start);
      if (end === -1) break;
      this.#places.set(text.slice(start, start + NAME_LENGTH), [start + NAME_LENGTH + 1, end]);
      start = end + 1;
    }
  }

  get(name: string): string | undefined {
    const place = this.#places.get(name);
    return place && this.#text.slice(...place);
  }

  *entries(): Generator<readonly [string, string]> {
    for (const [name, place] of this.#places) yield [name, this.#text.slice(...place)];
  }
}

const NAME_LENGTH = 64;

function sizeOf(entries: ReadonlyMap<string, string>): number {
  let size = 0;
  for (const value of entries.values()) size += lengthOf(value);
  return size;
}

function lengthOf(value: string): number {
  return NAME_LENGTH + 1 + value.length + 1;
}

function toText(entries: Iterable<readonly [string, string]>): string {
  return Array.from(entries, ([name, value]) => `${name} ${value}\n`).join('');
}

function fitting(entries: readonly (readonly [string, string])[], bound: number): (readonly [string, string])[] {
  let size = 0;
  return entries.filter(([, value]) => {
    const grown = size + lengthOf(value);
    if (grown > bound) return false;
    size = grown;
    return true;
  });
}
