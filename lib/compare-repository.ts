import type { Cache } from './cache/cache.ts';
import type { Compilation } from './compile.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import type { FileSet } from './model/file-set.ts';
import { compareFiles } from './plan/compare.ts';
import type { CompareInput, CompareOptions } from './plan/comparison.ts';
import { expectedLedger } from './plan/expected-ledger.ts';
import { findLedgers, type Ledger, type LedgerRecord, ledgerPath } from './plan/ledger.ts';
import { parseLedger } from './plan/parse-ledger.ts';
import { targetHolds } from './plan/phases/target-holds.ts';
import type { PlannedRepository } from './plan/plan-repository.ts';
import { blobsOf, type Candidate, findCandidates } from './plan/reconcile/candidates.ts';
import type { IsTarget } from './plan/targets.ts';
import { blobId } from './repository/blob-id.ts';
import { readKept } from './repository/read-kept.ts';
import type { ObjectId, Repository, RepositoryLocation, Snapshot } from './repository/repository.ts';

export interface CompareRepositoryOptions {
  readonly compare: CompareOptions;
  /** Says what is looked at. @default - all */
  readonly isTarget?: IsTarget | undefined;
  /** Keeps ledgers that were read. @default - nothing is kept */
  readonly cache?: Cache | undefined;
  /** Ledgers that this process has read, the last of each repository by its name. @default - each is read anew */
  readonly ledgers?: LedgerMemory | undefined;
}

/** A ledger that was found right, and the blob that it was read from. */
export type LedgerMemory = Map<string, { readonly blob: ObjectId; readonly project: string; readonly ledger: Ledger }>;

/**
 * Compares what a program wants of one repository with what it holds, reading no more of it than that takes.
 *
 * @param diagnostics takes the findings about its ledger; with one, nothing is compared
 * @throws {KcdkError} when the repository cannot be read
 */
export async function compareRepository(
  repository: Repository,
  location: RepositoryLocation,
  { fileSets, records, project, lifecycle }: Compilation,
  { compare: options, isTarget, cache, ledgers: known }: CompareRepositoryOptions,
  diagnostics: Diagnostic[],
): Promise<PlannedRepository> {
  const wanted: FileSet = fileSets.find((one) => one.repository === repository.name) ?? {
    repository: repository.name,
    files: new Map(),
  };
  const snapshot = await repository.snapshot();
  const { objectFormat } = snapshot;
  const base = { url: location.url, wanted, snapshot, records: records.get(repository.name) ?? [] };
  const ledgers = findLedgers(snapshot);
  const own = ledgers.get(ledgerPath(project));
  const last = known?.get(repository.name);
  let ledger = last !== undefined && last.blob === own && last.project === project ? last.ledger : undefined;
  if (own !== undefined) ledger ??= expectedLedger(own, { project, wanted, records: base.records, objectFormat });
  if (own !== undefined && ledger === undefined) {
    const text = await readLedger(repository, snapshot, own, cache);
    const context = { repository: repository.name, project, objectFormat };
    const parsed = parseLedger(text, context);
    diagnostics.push(...parsed.diagnostics);
    if (parsed.ledger === undefined) return { ...base, ledger, comparison: undefined, contents: new Map() };
    ledger = parsed.ledger;
  }
  if (own !== undefined && ledger !== undefined) known?.set(repository.name, { blob: own, project, ledger });
  const input = await reconciled(repository, {
    project,
    wanted,
    snapshot,
    ledger,
    options,
    forgotten: lifecycle.forgotten,
    isTarget,
  });
  let comparison = compareFiles(input);
  const others = [...ledgers].filter(([path]) => path !== ledgerPath(project));
  const inQuestion = comparison.files.some(({ decision }) => decision !== 'update' && decision !== 'delete');
  if (inQuestion && others.length > 0) {
    const contents = await repository.read(
      snapshot,
      others.map(([, blob]) => blob),
    );
    const otherLedgers = new Map(others.map(([path, blob]) => [path, textOf(contents, blob)]));
    comparison = compareFiles({ ...input, otherLedgers });
  }
  const contents = await repository.read(snapshot, comparison.blobsToRead);
  return {
    ...base,
    wanted: isTarget === undefined ? input.wanted : { ...input.wanted, holds: targetHolds(wanted, ledger, isTarget) },
    records: targeted(base.records, ledger, isTarget),
    ledger,
    comparison,
    contents,
  };
}

/**
 * The text of a ledger. Under one blob id it is always the same, so a remote is asked for it once; the id also proves
 * what the cache kept. Without it, a server that leaves out contents is asked a second time in every plan.
 */
export async function readLedger(
  repository: Repository,
  snapshot: Snapshot,
  blob: ObjectId,
  cache: Cache | undefined,
): Promise<string> {
  const known = cache?.get('ledger.json', blob);
  if (known !== undefined && blobId(known, snapshot.objectFormat) === blob) return known;
  const text = textOf(await repository.read(snapshot, [blob]), blob);
  cache?.put('ledger.json', blob, text);
  return text;
}

// --- internal ---

/** The records that the plan looks at as the program wants them, all others as they are. */
function targeted(
  wanted: readonly LedgerRecord[],
  ledger: Ledger | undefined,
  isTarget: IsTarget | undefined,
): readonly LedgerRecord[] {
  if (isTarget === undefined) return wanted;
  const others = (ledger?.records ?? []).filter(({ address }) => !isTarget(address));
  return [...wanted.filter(({ address }) => isTarget(address)), ...others];
}

/** Puts into the wanted files what others decide in them. */
async function reconciled(repository: Repository, input: CompareInput): Promise<CompareInput> {
  const candidates = findCandidates(input);
  if (candidates.length === 0) return input;
  const [{ reconcileFiles }, { parseYaml }] = await Promise.all([
    import('./plan/reconcile/reconcile-files.ts'),
    import('./plan/diff/parse-yaml.ts'),
  ]);
  const contents = await readCandidates(repository, input.snapshot, candidates);
  return { ...input, ...reconcileFiles(input, candidates, contents, parseYaml) };
}

/** What was written last may be gone from git; what git has now never is. */
async function readCandidates(
  repository: Repository,
  snapshot: Snapshot,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<ObjectId, Uint8Array>> {
  const { now, last } = blobsOf(candidates);
  const contents = await repository.read(snapshot, now);
  const rest = last.filter((blob) => !contents.has(blob));
  return rest.length === 0 ? contents : new Map([...contents, ...(await readKept(repository, snapshot, rest))]);
}

function textOf(contents: ReadonlyMap<string, Uint8Array>, blob: string): string {
  return new TextDecoder().decode(contents.get(blob));
}
