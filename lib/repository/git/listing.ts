import type { SnapshotEntry } from '../repository.ts';

/** Entries in place of those that a listing has of their paths; undefined where it has none any more. */
export type ListingChanges = ReadonlyMap<string, SnapshotEntry | undefined>;

/**
 * The files of a commit as one text of git's, `<mode> <type> <id>\t<path>\0` each, in the order of the bytes of the paths, and
 * what a few later commits have changed of it.
 *
 * A few names are looked up in the text itself, and a few changes do not copy it, so that who writes one file into a large
 * repository does not pay for all of the others. With many, and to walk through all of them, an index is made once.
 *
 * Paths are read as UTF-8; bytes that are none become U+FFFD, so such a file is seen, under a name that no program can want.
 * Immutable.
 */
export class Listing implements ReadonlyMap<string, SnapshotEntry> {
  readonly text: Buffer;
  readonly changes: ListingChanges;
  #looks = 0;
  #index: ReadonlyMap<string, Place> | undefined;

  private constructor(text: Buffer, changes: ListingChanges, index?: ReadonlyMap<string, Place>) {
    this.text = text;
    this.changes = changes;
    this.#index = index;
  }

  /**
   * Of what `git ls-tree -r -z` prints. Trees that somebody has made without git may be out of order: what is not in order
   * is put in order.
   *
   * @param bytes  taken over; nobody may change them any more
   */
  static of(bytes: Buffer): Listing {
    const { index, sorted } = readIndex(bytes);
    const listing = new Listing(bytes, new Map(), index);
    return sorted ? listing : Listing.fromEntries(listing);
  }

  /** Of the text of a listing, which is in order, and its changes. */
  static again(text: Buffer, changes: ListingChanges = new Map()): Listing {
    return new Listing(text, changes);
  }

  /** The last entry of a path counts. */
  static fromEntries(files: Iterable<readonly [path: string, entry: SnapshotEntry]>): Listing {
    return new Listing(splice(Buffer.alloc(0), new Map(files)), new Map());
  }

  get size(): number {
    return this.#indexed().size;
  }

  get(path: string): SnapshotEntry | undefined {
    const place = this.#placeOf(path);
    return place === undefined ? undefined : this.#entryAt(place);
  }

  has(path: string): boolean {
    return this.#placeOf(path) !== undefined;
  }

  keys(): MapIterator<string> {
    return this.#indexed().keys();
  }

  *values(): MapIterator<SnapshotEntry> {
    for (const place of this.#indexed().values()) yield this.#entryAt(place);
  }

  *entries(): MapIterator<[string, SnapshotEntry]> {
    for (const [path, place] of this.#indexed()) yield [path, this.#entryAt(place)];
  }

  [Symbol.iterator](): MapIterator<[string, SnapshotEntry]> {
    return this.entries();
  }

  forEach(
    callback: (entry: SnapshotEntry, path: string, files: ReadonlyMap<string, SnapshotEntry>) => void,
    self?: unknown,
  ): void {
    for (const [path, entry] of this) callback.call(self, entry, path, this);
  }

  /** The files after a commit. */
  with(later: ListingChanges): Listing {
    const changes = new Map([...this.changes, ...later]);
    let size = 0;
    for (const path of changes.keys()) size += path.length + ENTRY;
    const listing = new Listing(this.text, changes);
    return size * MOST_CHANGED <= this.text.length ? listing : listing.joined();
  }

  /** The same with the changes worked into the text. */
  joined(): Listing {
    return this.changes.size === 0 ? this : new Listing(splice(this.text, this.changes), new Map());
  }

  #placeOf(path: string): Place | undefined {
    this.#looks += 1;
    // What is no UTF-8 stands under a name that its bytes do not have.
    if (this.#index !== undefined || this.#looks * LOOK >= this.text.length || path.includes('\ufffd')) {
      return this.#indexed().get(path);
    }
    if (this.changes.has(path)) return this.changes.get(path);
    const { start, end } = search(this.text, Buffer.from(path), 0);
    return start === end ? undefined : start;
  }

  #indexed(): ReadonlyMap<string, Place> {
    this.#index ??= readIndex(this.text, this.changes).index;
    return this.#index;
  }

  #entryAt(place: Place): SnapshotEntry {
    return typeof place === 'number' ? entryAt(this.text, place) : place;
  }
}

// --- internal ---

const NUL = 0;
const TAB = 0x09;
const SPACE = 0x20;

/** Width of the octal mode in git's output. */
const MODE_WIDTH = 6;

/** To look a path up in the text takes about as long as to read this many bytes of it into an index. */
const LOOK = 1_000;

/** About what an entry takes beside its path. */
const ENTRY = 53;

/** Changes of more than this part of the text are worked into it. */
const MOST_CHANGED = 16;

/** Where an entry begins in the text, or what has replaced it. */
type Place = number | SnapshotEntry;

/** Changes in the order of the text, each with the piece of the text that it replaces. */
function edits(text: Buffer, changes: ListingChanges) {
  const sorted = [...changes].map(([path, entry]) => ({ path, bytes: Buffer.from(path), entry }));
  sorted.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  let from = 0;
  return sorted.map((change) => {
    const { start, end } = search(text, change.bytes, from);
    from = end;
    return { ...change, start, end };
  });
}

/** The text with the changes worked into it. */
function splice(text: Buffer, changes: ListingChanges): Buffer {
  const parts: Buffer[] = [];
  let kept = 0;
  for (const { path, entry, start, end } of edits(text, changes)) {
    parts.push(text.subarray(kept, start));
    if (entry !== undefined) parts.push(lineOf(path, entry));
    kept = end;
  }
  parts.push(text.subarray(kept));
  return Buffer.concat(parts);
}

function lineOf(path: string, { mode, blob }: SnapshotEntry): Buffer {
  return Buffer.from(`${mode} ${mode === '160000' ? 'commit' : 'blob'} ${blob}\t${path}\0`);
}

/** Where the entry of a path is, from a place at which an entry begins; both ends are where it would be if it is not there. */
function search(bytes: Buffer, path: Buffer, from: number): { readonly start: number; readonly end: number } {
  let low = from;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const start = middle === low ? low : bytes.lastIndexOf(NUL, middle - 1) + 1;
    const tab = bytes.indexOf(TAB, start);
    const end = bytes.indexOf(NUL, tab);
    const order = bytes.compare(path, 0, path.length, tab + 1, end);
    if (order === 0) return { start, end: end + 1 };
    if (order < 0) low = end + 1;
    else high = start;
  }
  return { start: low, end: low };
}

/** Where each entry is, by its path, in the order of the paths; `sorted` says whether the text was in that order. */
function readIndex(text: Buffer, changes: ListingChanges = new Map()) {
  const index = new Map<string, Place>();
  let sorted = true;
  let beforeStart = 0;
  let beforeEnd = 0;
  const read = (from: number, to: number) => {
    for (let start = from; start < to; ) {
      const path = text.indexOf(TAB, start) + 1;
      const end = text.indexOf(NUL, path);
      sorted &&= start === 0 || text.compare(text, beforeStart, beforeEnd, path, end) > 0;
      index.set(text.toString('utf8', path, end), start);
      beforeStart = path;
      beforeEnd = end;
      start = end + 1;
    }
  };
  let from = 0;
  for (const { path, entry, start, end } of edits(text, changes)) {
    read(from, start);
    if (entry !== undefined) index.set(path, entry);
    from = end;
  }
  read(from, text.length);
  return { index, sorted };
}

function entryAt(bytes: Buffer, start: number): SnapshotEntry {
  const tab = bytes.indexOf(TAB, start);
  const blob = bytes.toString('latin1', bytes.lastIndexOf(SPACE, tab) + 1, tab);
  const mode = bytes.toString('latin1', start, start + MODE_WIDTH);
  return { blob, mode };
}
