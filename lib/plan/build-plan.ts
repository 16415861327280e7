import { type Diagnostic, error, errorsOf } from '../diagnostics/diagnostic.ts';
import type { FileSet } from '../model/file-set.ts';
import { blobId } from '../repository/blob-id.ts';
import type { ObjectId, Snapshot } from '../repository/repository.ts';
import { compareText } from './canonical-json.ts';
import { type Comparison, type FileVerdict, showsContent } from './comparison.ts';
import { contentsDigest } from './contents-digest.ts';
import { needsParser } from './diff/diff-file.ts';
import type { ParseYaml } from './diff/yaml-reader.ts';
import { digestOf } from './digest.ts';
import { findFanOut } from './fan-out.ts';
import { guard, isAllowed } from './guards/guards.ts';
import type { Impact } from './impact/impact.ts';
import type { ImpactRepository } from './impact/world.ts';
import { type Ledger, type LedgerRecord, ledgerPath, sameRecords, serializeLedger } from './ledger.ts';
import { arrangePhases, type LedgerStep, ledgerSteps, phaseId } from './phases/arrange-phases.ts';
import { sameHolds } from './phases/hold-index.ts';
import { finalHolds } from './phases/phase-ledgers.ts';
import { type Ranking, rankChanges } from './phases/rank-changes.ts';
import {
  type FileAction,
  type FileChange,
  PLAN_FORMAT_VERSION,
  type PlanDocument,
  type PlanSummary,
  type RepositoryPlan,
  type ResourceChange,
  type TemplatePin,
} from './plan.ts';
import { type JudgedChange, resourceChanges } from './resource-changes.ts';
import type { TargetSelection } from './targets.ts';

export interface BuildPlanInput {
  readonly kcdkVersion: string;
  readonly project: string;
  /** In the order in which their commits are made. */
  readonly repositories: readonly PlannedRepository[];
  /** What earlier stages reported. */
  readonly diagnostics?: readonly Diagnostic[] | undefined;
  /** False when something, such as a whole repository, could not be read. */
  readonly complete?: boolean | undefined;
  /** The templates that the wanted files were made from. */
  readonly templates?: readonly TemplatePin[] | undefined;
  /** What the plan was limited to. */
  readonly targets?: TargetSelection | undefined;
  /** Addresses whose protected files may be destroyed; one covers everything below it. */
  readonly allowDelete?: readonly string[] | undefined;
  /** Addresses whose resources may be replaced by others; one covers everything below it. */
  readonly allowReplace?: readonly string[] | undefined;
}

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

/** A plan with everything that an apply of it writes. */
export interface PlanBundle {
  readonly plan: PlanDocument;
  /** New contents by repository and path. */
  readonly blobs: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** New text of every ledger that changes, by repository; null removes it. */
  readonly ledgers: ReadonlyMap<string, string | null>;
  /** The same after phases that are not the last of their repository, by phase and repository. */
  readonly phaseLedgers: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
}

/**
 * Makes the plan of all repositories.
 *
 * Pure but for loading the reader of YAML, which only a plan that changes existing files needs. Equal input gives equal
 * bytes, whatever the order of wanted files.
 */
export async function buildPlan(input: BuildPlanInput): Promise<PlanBundle> {
  const parse = await parserFor(input.repositories);
  const ranking = rankChanges(input.repositories.map((one) => ({ ...one, name: one.snapshot.repository })));
  const parts = input.repositories.map((repository) => planRepository(repository, input, parse, ranking));
  const byName = [...parts].sort((a, b) => compareText(a.plan.name, b.plan.name));
  const complete = input.complete !== false && parts.every((part) => part.complete);
  const { phases, phaseLedgers } = arrangePhases(ranking, parts);
  const changes = byName.flatMap((part) => part.changes);
  const impact = await impactOf(parts, input);
  const diagnostics = [
    ...(input.diagnostics ?? []),
    ...byName.flatMap((part) => part.diagnostics),
    ...ranking.diagnostics,
    ...guardAll(input, changes),
    ...impact.diagnostics,
  ];
  const document = {
    format_version: PLAN_FORMAT_VERSION,
    kcdk_version: input.kcdkVersion,
    project: input.project,
    complete,
    applyable: complete && errorsOf(diagnostics).length === 0 && phases.length > 0,
    summary: summarize(changes),
    ...(input.targets === undefined ? {} : { targets: input.targets }),
    ...(input.templates === undefined || input.templates.length === 0 ? {} : { templates: input.templates }),
    repositories: byName.map((part) => part.plan),
    resource_changes: changes,
    fan_out: findFanOut(changes),
    impact: impact.findings,
    phases,
    diagnostics,
  };
  return {
    plan: { ...document, digest: digestOf(document) },
    blobs: new Map(byName.filter((part) => part.blobs.size > 0).map((part) => [part.plan.name, part.blobs])),
    ledgers: new Map(byName.flatMap((part) => (part.ledger === undefined ? [] : [[part.plan.name, part.ledger]]))),
    phaseLedgers,
  };
}

/** Counts resources by action; a replaced one is added and destroyed. */
export function summarize(changes: readonly ResourceChange[]): PlanSummary {
  const of = (action: ResourceChange['action']): number => changes.filter((change) => change.action === action).length;
  const replaced = of('replace');
  const forgotten = of('forget');
  return {
    add: of('create') + replaced,
    change: of('update'),
    destroy: of('delete') + replaced,
    move: of('move'),
    adopt: of('adopt'),
    ...(forgotten === 0 ? {} : { forget: forgotten }),
  };
}

// --- internal ---

interface Part {
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

/** Loaded only for a plan that changes something. */
async function impactOf(parts: readonly Part[], { allowDelete = [] }: BuildPlanInput): Promise<Impact> {
  if (parts.every(({ changes }) => changes.length === 0)) return { findings: [], diagnostics: [] };
  const { findImpact } = await import('./impact/impact.ts');
  return findImpact({ repositories: parts.flatMap(({ impact }) => impact ?? []), allowDelete });
}

const NOTHING_LATE: ReadonlyMap<string, number> = new Map();

function guardAll(input: BuildPlanInput, changes: readonly ResourceChange[]): readonly Diagnostic[] {
  const { repositories, allowReplace = [], allowDelete = [] } = input;
  const ledgers = repositories.flatMap(({ ledger }) => (ledger === undefined ? [] : [ledger]));
  const records = repositories.flatMap((repository) => repository.records ?? []);
  const owned = repositories.map(({ snapshot, comparison, departed }) => ({
    repository: snapshot.repository,
    addresses: () => addressesAfter(comparison),
    departed: (departed ?? []).map(({ address }) => address),
  }));
  return guard({ ledgers, records, changes, owned, allowReplace, allowDelete });
}

/** Addresses of what stays owned, less what is refused anyway, and less scaffolds, which are left to those who work there. */
function addressesAfter(comparison: Comparison | undefined): ReadonlySet<string> {
  const refused = new Set<string>();
  for (const { path, decision } of comparison?.files ?? []) {
    if (decision === 'drift' || decision === 'refused') refused.add(path);
  }
  const addresses = new Set<string>();
  for (const [path, { address, scaffold }] of comparison?.owned ?? []) {
    if (scaffold !== true && !refused.has(path)) addresses.add(address);
  }
  return addresses;
}

async function parserFor(repositories: readonly PlannedRepository[]): Promise<ParseYaml> {
  const needed = repositories.some(({ comparison, wanted }) =>
    comparison?.files.some((verdict) => {
      if (verdict.decision === 'forget') return true;
      if (verdict.before !== null && verdict.before !== verdict.after) return true;
      const file = verdict.after === null ? undefined : wanted.files.get(verdict.path);
      return file !== undefined && needsParser(verdict.path, file);
    }),
  );
  return needed ? (await import('./diff/parse-yaml.ts')).parseYaml : () => undefined;
}

function planRepository(
  repository: PlannedRepository,
  input: BuildPlanInput,
  parse: ParseYaml,
  ranking: Ranking,
): Part {
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
  const ledger = nextLedger(repository, comparison, input.project, before);
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

/** The text of the ledger after the plan; null when nothing is owned, undefined when it stays as it is. */
function nextLedger(
  { ledger, records = [], wanted }: PlannedRepository,
  comparison: Comparison,
  project: string,
  before: ObjectId | null,
): string | null | undefined {
  if (comparison.owned.size === 0 && records.length === 0) return before === null ? undefined : null;
  const holds = finalHolds(wanted, ledger, comparison.owned);
  const stays =
    ledger !== undefined &&
    !comparison.ownershipChanged &&
    sameRecords(ledger.records, records) &&
    sameHolds(ledger.holds ?? [], holds);
  return stays ? undefined : serializeLedger({ project, files: comparison.owned, records, holds });
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
