import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FileSet } from '../model/file-set.ts';
import type { RepoPath } from '../model/repo-path.ts';
import type { ObjectId, Snapshot } from '../repository/repository.ts';
import type { Ledger, LedgerFile } from './ledger.ts';
import type { ReconciledFile } from './reconcile/candidates.ts';
import type { FileDecision, OnDrift, Ownership } from './three-way.ts';

export interface CompareInput {
  readonly project: string;
  readonly wanted: FileSet;
  readonly snapshot: Snapshot;
  /** The project's own ledger in this repository; undefined when there is none yet. */
  readonly ledger: Ledger | undefined;
  /**
   * Texts of the ledgers of other projects in this repository, by path.
   *
   * May be left out at first: only where a comparison without them has a `create`, `adopt` or `not-owned` can they
   * change it, and must then be given to a second one.
   */
  readonly otherLedgers?: ReadonlyMap<string, string> | undefined;
  readonly options: CompareOptions;
  /** The files in which others have a say, by path; `wanted` already holds what became of them. */
  readonly reconciled?: ReadonlyMap<RepoPath, ReconciledFile> | undefined;
  /** Addresses whose files are given up: they stay in git, and are nobody's. */
  readonly forgotten?: readonly string[] | undefined;
  /** Says what is looked at; everything else stays as the ledger has it. @default - all */
  readonly isTarget?: ((address: string) => boolean) | undefined;
}

export interface CompareOptions {
  readonly ownership: Ownership;
  readonly onDrift: OnDrift;
}

/** What becomes of one file, and why it may. */
export interface FileVerdict {
  readonly path: RepoPath;
  /** `refused`: the path itself is impossible. `forget`: it stays in git, and is nobody's from now on. */
  readonly decision: Exclude<FileDecision, 'unchanged'> | 'refused' | 'forget';
  /** Owner of the wanted content, or of the last one where nothing is wanted any more. */
  readonly address: string;
  /** The owner before, where it was another. */
  readonly previousAddress?: string;
  readonly before: ObjectId | null;
  readonly after: ObjectId | null;
  readonly drifted: boolean;
  /** True when the ledger protects the file as it is now. */
  readonly protect: boolean;
}

/** One repository compared by names of blobs alone. */
export interface Comparison {
  readonly repository: string;
  /** Every path of the program and of the ledger that is not simply unchanged, by path. */
  readonly files: readonly FileVerdict[];
  /** How many files are unchanged. */
  readonly unchanged: number;
  /** What the ledger owns after the plan. */
  readonly owned: ReadonlyMap<RepoPath, LedgerFile>;
  /** True when `owned` differs from what the ledger says now. */
  readonly ownershipChanged: boolean;
  /** Blobs of the snapshot whose contents tell what a change means, sorted. */
  readonly blobsToRead: readonly ObjectId[];
  /** By path. */
  readonly diagnostics: readonly Diagnostic[];
}

/** True when the plan shows what the decision does to the content: also for refused drift, so that it can be judged. */
export function showsContent(file: FileVerdict): boolean {
  return ['create', 'update', 'delete', 'adopt', 'drift', 'forget'].includes(file.decision);
}
