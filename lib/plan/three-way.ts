import type { ObjectId } from '../repository/repository.ts';

/** What to do with a file that a person changed after our last write. */
export type OnDrift = 'refuse' | 'overwrite' | 'keep' | 'merge';

/** `strict` refuses a wanted file that exists and is not in the ledger, `adopt` takes it over. */
export type Ownership = 'strict' | 'adopt';

/** A file by its three states; undefined where it is absent. At least one is given. */
export interface ThreeStates {
  /** As we last wrote it, from the ledger. */
  readonly last: ObjectId | undefined;
  /** In git now. */
  readonly now: ObjectId | undefined;
  /** As the program wants it. */
  readonly wanted: ObjectId | undefined;
}

/** What becomes of one file, before it is known what the change means. */
export type FileDecision =
  /** Nothing. */
  | 'unchanged'
  /** Nothing in git but the ledger, which is behind: a person already did what is wanted. */
  | 'refresh'
  | 'create'
  | 'update'
  | 'delete'
  /** Take over a file that is not in the ledger; written only when it differs. */
  | 'adopt'
  /** Left as the person made it; the ledger keeps our last write, so that it stays visible as drift. */
  | 'keep'
  /** Refused: it exists and is not in the ledger. */
  | 'not-owned'
  /** Refused: a person changed it. */
  | 'drift';

/**
 * Decides by three states what becomes of a file.
 *
 * A person's change is only what is neither our last write nor what is wanted now; `drifted` says that there is one,
 * whether it is refused, kept or overwritten.
 */
export function decideFile(
  states: ThreeStates,
  options: { readonly ownership: Ownership; readonly onDrift: OnDrift },
): { readonly decision: FileDecision; readonly drifted: boolean } {
  const { last, now, wanted } = states;
  if (last === undefined) {
    if (wanted === undefined) return settled('unchanged');
    if (now === undefined) return settled('create');
    return settled(options.ownership === 'adopt' ? 'adopt' : 'not-owned');
  }
  if (now === wanted) return settled(last === wanted ? 'unchanged' : 'refresh');
  const action = wanted === undefined ? 'delete' : now === undefined ? 'create' : 'update';
  if (now === last) return settled(action);
  if (options.onDrift === 'overwrite') return { decision: action, drifted: true };
  return { decision: options.onDrift === 'keep' ? 'keep' : 'drift', drifted: true };
}

// --- internal ---

function settled(decision: FileDecision): { readonly decision: FileDecision; readonly drifted: boolean } {
  return { decision, drifted: false };
}
