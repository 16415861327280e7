import type { ObjectId, Snapshot } from '../repository/repository.ts';
import { foldersOf } from './path-conflicts.ts';
import type { RepositoryPlan } from './plan.ts';

/** Whether a plan still fits what a branch holds now. */
export interface BaseState {
  /**
   * `ready`: all that the plan touches is as it was planned, even if the branch moved. `applied`: all of it is already
   * as the plan wants it. `stale`: neither; somebody changed what the plan touches.
   */
  readonly status: 'ready' | 'applied' | 'stale';
  /** What no longer fits, sorted; empty unless stale. */
  readonly paths: readonly string[];
  /** True when the ledger is no longer the one that was planned with: another apply of the project came first. */
  readonly ledgerMoved: boolean;
}

/**
 * Checks a plan of one repository against a fresh snapshot of it.
 *
 * Touched are the files of the plan, its ledger, and for a new file the room for it: a file where a folder is needed,
 * or a folder where the file is to be, makes the plan stale.
 */
export function checkBase(plan: RepositoryPlan, snapshot: Snapshot): BaseState {
  const touched = [...plan.files, plan.ledger];
  const ledgerMoved = !holds(snapshot, plan.ledger.path, plan.ledger.before);
  const sameFormat = plan.object_format === snapshot.objectFormat;
  if (sameFormat && touched.every((entry) => holds(snapshot, entry.path, entry.after))) {
    return { status: 'applied', paths: [], ledgerMoved };
  }
  const moved = touched.filter((entry) => !sameFormat || !holds(snapshot, entry.path, entry.before));
  const paths = [...new Set([...moved.map((entry) => entry.path), ...withoutRoom(plan, snapshot)])].sort();
  return { status: paths.length > 0 ? 'stale' : 'ready', paths, ledgerMoved };
}

/** True when a branch has a blob at a path, or nothing there for null. Only a regular file counts: a link may have the blob of the file that it replaced. */
export function holds(snapshot: Snapshot, path: string, blob: ObjectId | null): boolean {
  const entry = snapshot.files.get(path);
  if (entry === undefined) return blob === null;
  return entry.blob === blob && entry.mode.startsWith('100');
}

/** New paths that have become a folder or lie below a file, since the plan was made. */
export function withoutRoom(plan: RepositoryPlan, snapshot: Snapshot): readonly string[] {
  const created = [...plan.files, plan.ledger].filter((entry) => entry.before === null && entry.after !== null);
  if (created.length === 0) return [];
  const removed = new Set(plan.files.filter((file) => file.after === null).map((file) => file.path));
  const folders = new Set<string>();
  for (const path of snapshot.files.keys()) {
    if (removed.has(path)) continue;
    for (const folder of foldersOf(path)) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  const blocked = ({ path }: { readonly path: string }): boolean =>
    folders.has(path) || [...foldersOf(path)].some((folder) => snapshot.files.has(folder) && !removed.has(folder));
  return created.filter(blocked).map((entry) => entry.path);
}
