import type { Snapshot } from '../../repository/repository.ts';
import { holds, withoutRoom } from '../check-base.ts';
import type { RepositoryPlan } from '../plan.ts';

/** How far a plan of one repository has come. */
export interface Progress {
  /** How many of its phases are done, from the first. */
  readonly done: number;
  /** What fits neither side, sorted; empty when the rest can be done. */
  readonly stale: readonly string[];
}

/**
 * Finds out which phases of a plan a repository has already seen, so that a run that was stopped goes on where it was.
 *
 * @param slices what each phase does to the repository, in order; no path is in two of them
 */
export function checkProgress(slices: readonly RepositoryPlan[], snapshot: Snapshot): Progress {
  const fits = (slice: RepositoryPlan, side: 'before' | 'after') =>
    slice.object_format === snapshot.objectFormat &&
    slice.files.every((file) => holds(snapshot, file.path, file[side]));
  const ledgerFits = (done: number) => {
    const ledger = slices[Math.max(0, done - 1)]?.ledger;
    return ledger === undefined || holds(snapshot, ledger.path, done === 0 ? ledger.before : ledger.after);
  };
  for (let done = slices.length; done >= 0; done--) {
    const [past, next] = [slices.slice(0, done), slices.slice(done)];
    if (!ledgerFits(done) || !past.every((one) => fits(one, 'after')) || !next.every((one) => fits(one, 'before')))
      continue;
    return { done, stale: next[0] === undefined ? [] : withoutRoom(next[0], snapshot) };
  }
  const done = slices.findLastIndex((_, index) => ledgerFits(index + 1)) + 1;
  const sameFormat = slices.every((slice) => slice.object_format === snapshot.objectFormat);
  const moved = slices.flatMap(({ files }, index) =>
    files.filter((file) => !sameFormat || !holds(snapshot, file.path, index < done ? file.after : file.before)),
  );
  const ledgers = ledgerFits(done) && sameFormat ? [] : slices.slice(0, 1).map(({ ledger }) => ledger.path);
  const room = slices[done] === undefined ? [] : withoutRoom(slices[done], snapshot);
  return { done, stale: [...new Set([...moved.map(({ path }) => path), ...ledgers, ...room])].sort() };
}
