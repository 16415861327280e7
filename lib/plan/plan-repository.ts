import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { FileSet } from '../model/file-set.ts';
import { blobId } from '../repository/blob-id.ts';
import type { ObjectId, Snapshot } from '../repository/repository.ts';
import { type Comparison, type FileVerdict, showsContent } from './comparison.ts';
import { contentsDigest } from './contents-digest.ts';
import type { ParseYaml } from './diff/yaml-reader.ts';
import { isAllowed } from './guards/guards.ts';
import type { ImpactRepository } from './impact/world.ts';
import { type Ledger, type LedgerRecord, ledgerPath, sameRecords, serializeLedger } from './ledger.ts';
import { type LedgerStep, ledgerSteps, phaseId } from './phases/arrange-phases.ts';
import { sameHolds } from './phases/hold-index.ts';
import { finalHolds } from './phases/phase-ledgers.ts';
import type { Ranking } from './phases/rank-changes.ts';
import type { FileAction, FileChange, RepositoryPlan, ResourceChange } from './plan.ts';
import { type JudgedChange, resourceChanges } from './resource-changes.ts';
import type { TargetSelection } from './targets.ts';

export interface PlannedRepository {
  readonly url: string;
  /** As manifests name it, where that is another URL. */
  readonly manifestUrl?: string | undefined;
  readonly wanted: FileSet;
  readonly snapshot: Snapshot;
  /** The ledger that was compared with. */
  readonly ledger: Ledger | undefined;
  /** Undefined when the ledger could not be read; the plan is then incomplete. */
  readonly comparison: Comparison | undefined;
  /** Contents of the blobs that the comparison asked for. */
  readonly contents: ReadonlyMap<ObjectId, Uint8Array>;
  /** The records that the project wants in this repository. */
  readonly records?: readonly LedgerRecord[] | undefined;
  /** The text of the ledger after the plan, where it is known. @default - it is written from all that is owned then */
  readonly ledgerAfter?: string | undefined;
  /** Organizations that the program no longer declares and that had it; nothing is wanted of it then. */
  readonly departed?: readonly DepartedOrganization[] | undefined;
}

/** An organization that git has a record of and the program does not declare. */
export interface DepartedOrganization {
  readonly name: string;
  readonly address: string;
  /** Where its record is. */
  readonly record: { readonly repository: string; readonly path: string };
}

/** What a plan does to one repository. */
export interface RepositoryPart {
  readonly plan: RepositoryPlan;
  readonly complete: boolean;
  /** The ledger after each phase with a commit, by rank; the last is that of `plan`. Empty where nothing is written. */
  readonly steps: readonly LedgerStep[];
  readonly changes: readonly ResourceChange[];
  readonly blobs: ReadonlyMap<string, string>;
  /** Undefined where the ledger stays. */
  readonly ledger: string | null | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** What the impact is found from; undefined where nothing could be compared. */
  readonly impact: ImpactRepository | undefined;
}

/** What is the same for all repositories of a plan. */
export interface PlanRepositoryInput {
  readonly project: string;
  /** What the plan was limited to. */
  readonly targets?: TargetSelection | undefined;
  /** Addresses whose protected files may be destroyed; one covers everything below it. */
  readonly allowDelete?: readonly string[] | undefined;
}

/**
 * Plans one repository of several.
 *
 * @param ranking how late its changes come
 */
export function planRepository(
  repository: PlannedRepository,
  input: PlanRepositoryInput,
  parse: ParseYaml,
  ranking: Ranking,
): RepositoryPart {
  const { snapshot, comparison, wanted, contents } = repository;
  const path = ledgerPath(input.project);
  const before = snapshot.files.get(path)?.blob ?? null;
  const place = {
    name: snapshot.repository,
    url: repository.url,
    branch: snapshot.branch,
    base: snapshot.commit ?? null,
  };
  const head = { ...place, object_format: snapshot.objectFormat };
  if (comparison === undefined) {
    const plan = { ...head, ledger: { path, before, after: before }, contents_digest: null, files: [] };
    const nothing = { steps: [], changes: [], blobs: new Map(), ledger: undefined, diagnostics: [] };
    return { ...nothing, plan, complete: false, impact: undefined };
  }
  const ledger = repository.ledgerAfter ?? nextLedger(repository, comparison, input.project, before);
  const after = ledger === undefined ? before : ledger === null ? null : blobId(ledger, snapshot.objectFormat);
  const late = ranking.late.get(snapshot.repository) ?? NOTHING_LATE;
  const phaseName = ranking.highest === 0 ? () => undefined : (rank: number) => phaseId(rank);
  const files = comparison.files
    .filter(showsContent)
    .map((verdict) => toFileChange(verdict, phaseName(late.get(verdict.path) ?? 0)));
  const written = files.filter((file) => file.before !== file.after);
  const blobs = new Map<string, string>();
  for (const file of written) {
    const content =
      file.after === null ? undefined : (wanted.files as ReadonlyMap<string, { content: string }>).get(file.path);
    if (content !== undefined) blobs.set(file.path, content.content);
  }
  const { changes: judged, entries } = resourceChanges({ comparison, wanted: wanted.files, contents, parse });
  const writes = written.length > 0 || before !== after;
  const last = { text: before === after ? undefined : ledger, before, after };
  const steps = writes ? ledgerSteps(written, last, { ...repository, project: input.project, comparison, late }) : [];
  const texts = new Map(
    steps.slice(0, -1).flatMap(({ rank, text }) => (text === undefined ? [] : [[phaseId(rank), text]])),
  );
  const digest = contentsDigest({ files: written, blobs, ledgerPath: path, ledger, steps: texts });
  return {
    plan: { ...head, ledger: { path, before, after }, contents_digest: writes ? digest : null, files },
    complete: true,
    steps,
    changes: judged.map(({ change }) => change),
    blobs,
    ledger: before === after ? undefined : ledger,
    diagnostics: [...comparison.diagnostics, ...protectedDiagnostics(judged, input.allowDelete ?? [])],
    impact: { ...repository, comparison, entries, changes: judged, partial: input.targets !== undefined },
  };
}

/**
 * The text of the ledger, as soon as there is a reason to write it; null where nothing is owned.
 *
 * A ledger stays as it is without a reason, so what is in git may say the same, or nearly, in another way.
 */
export function writtenLedger(
  { wanted, ledger, records = [] }: Pick<PlannedRepository, 'wanted' | 'ledger' | 'records'>,
  comparison: Comparison,
  project: string,
): string | null {
  if (isEmptied(comparison, records)) return null;
  const holds = finalHolds(wanted, ledger, comparison.owned);
  return serializeLedger({ project, files: comparison.owned, records, holds });
}

// --- internal ---

const NOTHING_LATE: ReadonlyMap<string, number> = new Map();

/** The text of the ledger after the plan; null when nothing is owned, undefined when it stays as it is. */
function nextLedger(
  { ledger, records = [], wanted }: PlannedRepository,
  comparison: Comparison,
  project: string,
  before: ObjectId | null,
): string | null | undefined {
  if (isEmptied(comparison, records)) return before === null ? undefined : null;
  const holds = finalHolds(wanted, ledger, comparison.owned);
  const stays =
    ledger !== undefined &&
    !comparison.ownershipChanged &&
    sameRecords(ledger.records, records) &&
    sameHolds(ledger.holds ?? [], holds);
  return stays ? undefined : writtenLedger({ wanted, ledger, records }, comparison, project);
}

function isEmptied({ owned }: Comparison, records: readonly LedgerRecord[]): boolean {
  return owned.size === 0 && records.length === 0;
}

function toFileChange(verdict: FileVerdict, phase: string | undefined): FileChange {
  const { path, address, before, after, drifted } = verdict;
  return { path, action: actionOf(verdict), address, before, after, drifted, ...(phase !== undefined && { phase }) };
}

function actionOf({ decision, before, after }: FileVerdict): FileAction {
  if (decision === 'adopt' || decision === 'forget') return decision;
  if (after === null) return 'delete';
  return before === null ? 'create' : 'update';
}

function protectedDiagnostics(changes: readonly JudgedChange[], allowed: readonly string[]): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const { change, destroysProtected } of changes) {
    const { address, repository, path } = change;
    if (!destroysProtected || isAllowed(change, allowed)) continue;
    const { kind, name } = change.previous_resource ?? change.resource;
    const summary = `${kind} ${name} is protected and would be destroyed`;
    const fix = `Plan with \`--allow-delete ${address}\`, if it is to go.`;
    diagnostics.push(error('PROTECTED', { summary, fix, address, repository, path, source: change.source }));
  }
  return diagnostics;
}
