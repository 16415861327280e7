import type { Repository } from '../../../lib/repository/repository.ts';

/** Thrown where a run dies: nothing of it goes on, and nobody is told. */
export class Killed extends Error {}

/** How long a run lives, counted in calls that leave the process; `Number.POSITIVE_INFINITY` for one that ends by itself. */
export interface Life {
  left: number;
}

/** What others do just before a commit of ours reaches the remote. */
export type BeforeCommit = (repository: string) => void;

/**
 * A repository of a run that dies at a certain call: before the call is made, or, for a commit, also after the remote has
 * taken it and before the run hears of it. These are all that a remote can see of a process that is killed: it moves its
 * branch or does not.
 */
export function mortal(repository: Repository, life: Life, beforeCommit: BeforeCommit): Repository {
  const breathe = () => {
    if (life.left <= 0) throw new Killed();
    life.left--;
  };
  return {
    name: repository.name,
    snapshot: async () => {
      breathe();
      return repository.snapshot();
    },
    read: async (snapshot, blobs) => {
      breathe();
      return repository.read(snapshot, blobs);
    },
    history: () => repository.history(),
    snapshotAt: (commit) => repository.snapshotAt(commit),
    checkWritable: async (snapshot) => {
      breathe();
      return repository.checkWritable(snapshot);
    },
    commit: async (request) => {
      breathe();
      beforeCommit(repository.name);
      const result = await repository.commit(request);
      breathe();
      return result;
    },
    close: () => repository.close(),
  };
}
