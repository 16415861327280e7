import type { AskedHeads } from '../early-asking.ts';
import { DEFAULT_PARALLELISM } from '../locate-repositories.ts';
import { mapLimited } from '../map-limited.ts';
import type { ObjectId, Repository, RepositoryLocation, Snapshot } from '../repository/repository.ts';

/**
 * Opens each repository once for many plans, and asks its remote again only when what it said has become old. Contents are under
 * their ids what they were, so those of the last reading stay: most changes of a program are to the file that was changed before.
 */
export interface KeptRepositories {
  open(location: RepositoryLocation): Repository;
  /** Where their branches stand, by the same answers. */
  readonly heads: AskedHeads;
  /** Closes all of them. */
  close(): Promise<void>;
}

/**
 * @param open opens one
 * @param maxAge milliseconds for which a snapshot is taken for what the branch still holds
 * @param now the clock, in milliseconds
 */
export function keepRepositories(
  open: (location: RepositoryLocation) => Repository,
  maxAge: number,
  now: () => number = Date.now,
): KeptRepositories {
  const known = new Map<string, KeptRepository>();
  const find = (location: RepositoryLocation): KeptRepository => {
    const key = JSON.stringify([location.name, location.url, location.branch]);
    const kept = known.get(key) ?? keep(open(location), maxAge, now);
    known.set(key, kept);
    return kept;
  };
  return {
    // a plan closes what it opened; this one is opened again by the next
    open: (location) => ({ ...find(location), close: async () => {} }),
    heads: {
      async settle(located) {
        // what fails is told by whoever needs it
        await mapLimited(located, DEFAULT_PARALLELISM, ({ location }) =>
          find(location)
            .snapshot()
            .catch(() => undefined),
        );
      },
      peek: (location) => find(location).taken(),
    },
    async close() {
      await Promise.all([...known.values()].map((repository) => repository.close()));
      known.clear();
    },
  };
}

// --- internal ---

interface KeptRepository extends Repository {
  /** The last snapshot. */
  taken(): Snapshot | undefined;
}

function keep(repository: Repository, maxAge: number, now: () => number): KeptRepository {
  let taken: { readonly at: number; readonly snapshot: Promise<Snapshot> } | undefined;
  let last: Snapshot | undefined;
  let contents: ReadonlyMap<ObjectId, Uint8Array> = new Map();
  return {
    name: repository.name,
    taken: () => last,
    snapshot() {
      if (taken !== undefined && now() - taken.at < maxAge) return taken.snapshot;
      const asked = { at: now(), snapshot: repository.snapshot() };
      taken = asked;
      last = undefined;
      asked.snapshot.then(
        (snapshot) => {
          if (taken === asked) last = snapshot;
        },
        // what failed is asked again at once
        () => {
          if (taken === asked) taken = undefined;
        },
      );
      return asked.snapshot;
    },
    async read(snapshot, blobs) {
      const asked = new Set(blobs);
      if (asked.size === 0) return new Map();
      const found = new Map([...contents].filter(([blob]) => asked.has(blob)));
      const missing = [...asked].filter((blob) => !found.has(blob));
      const read = missing.length === 0 ? [] : await repository.read(snapshot, missing);
      for (const [blob, bytes] of read) found.set(blob, bytes);
      contents = found;
      return found;
    },
    history: () => repository.history(),
    snapshotAt: (commit) => repository.snapshotAt(commit),
    checkWritable: (snapshot) => repository.checkWritable(snapshot),
    commit: (request) => repository.commit(request),
    close: () => repository.close(),
  };
}
