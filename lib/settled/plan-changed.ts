import { inspectSchemas } from '../check-schemas.ts';
import { readLedger } from '../compare-repository.ts';
import { KcdkError } from '../diagnostics/error.ts';
import { DEFAULT_PARALLELISM, type LocatedRepository } from '../locate-repositories.ts';
import { mapLimited } from '../map-limited.ts';
import type { FileSet } from '../model/file-set.ts';
import type { RepoPath } from '../model/repo-path.ts';
import type { PlanProgramOptions } from '../pipeline.ts';
import { canonicalJson } from '../plan/canonical-json.ts';
import { compareFiles } from '../plan/compare.ts';
import type { FileVerdict } from '../plan/comparison.ts';
import { parseYaml } from '../plan/diff/parse-yaml.ts';
import { type Ledger, type LedgerFile, ledgerPath } from '../plan/ledger.ts';
import { type LedgerText, readLedgerText, writeLedgerText } from '../plan/ledger-text.ts';
import type { Ranking } from '../plan/phases/rank-changes.ts';
import type { PlanDocument, RepositoryPlan } from '../plan/plan.ts';
import { bundleOf, type PlanBundle } from '../plan/plan-bundle.ts';
import { planRepository, type RepositoryPart } from '../plan/plan-repository.ts';
import type { CollectedProgram } from '../read-program.ts';
import { openGitRepository } from '../repository/git/open-git-repository.ts';
import type { Repository, Snapshot } from '../repository/repository.ts';
import type { FoundTemplates } from '../repository/template/find-templates.ts';
import { compileChanged } from './compile-changed.ts';
import type { LocalChanges } from './local-changes.ts';
import { isQuiet } from './quiet-changes.ts';

/** A plan that found nothing to do, and what the program says in another way since then. */
export interface ChangedSince {
  readonly plan: PlanDocument;
  readonly changes: LocalChanges;
  /** Where the repositories are, in the order in which they are written. Every branch stands where it stood. */
  readonly located: readonly LocatedRepository[];
  /** Folders in which a file may be no object. */
  readonly toolFolders: ReadonlySet<string>;
  readonly templates: FoundTemplates;
}

/**
 * Plans what changed since a plan that found nothing to do: only that is compiled, compared and read.
 *
 * @returns the plan that all of the program comes to, byte for byte; undefined where that is not certain, since a change is not
 *   quiet, a file was left to others, something is to be said of it, or a repository cannot be read
 */
export async function planChanged(
  program: CollectedProgram,
  since: ChangedSince,
  options: PlanProgramOptions,
): Promise<PlanBundle | undefined> {
  try {
    return await planTogether(program, since, options);
  } catch (cause) {
    // what cannot be read or opened is told by the plan of the whole
    if (KcdkError.is(cause)) return undefined;
    throw cause;
  }
}

// --- internal ---

/** What waits for something is not planned here. */
const AT_ONCE: Ranking = { late: new Map(), highest: 0, gates: [], diagnostics: [] };

async function planTogether(
  program: CollectedProgram,
  since: ChangedSince,
  options: PlanProgramOptions,
): Promise<PlanBundle | undefined> {
  const { config, collected, schemas } = program;
  const { plan, changes, located } = since;
  const fileSets = compileChanged(collected, changes, await since.templates.open(), plan.project);
  if (fileSets === undefined) return undefined;
  const { diagnostics } = await inspectSchemas(fileSets, { schemas: schemas.schemas, root: config.root });
  if (diagnostics.length > 0 || fileSets.some(isLong)) return undefined;
  const wanted = new Map(fileSets.map((one) => [one.repository, one]));
  const settled = new Map(plan.repositories.map((one) => [one.name, one]));
  const parts = await mapLimited(
    located,
    options.parallelism ?? DEFAULT_PARALLELISM,
    async ({ declared, location }) => {
      const before = settled.get(declared.name);
      const files = wanted.get(declared.name);
      if (before === undefined || files === undefined) return before && unchangedPart(before);
      const repository = (options.open ?? ((one) => openGitRepository(one, options.git)))(location);
      try {
        return await changedPart(
          repository,
          { before, files, url: location.url, manifestUrl: declared.url, ...since },
          options,
        );
      } finally {
        await repository.close();
      }
    },
  );
  const known = parts.filter((part) => part !== undefined);
  const isWhole = known.length === parts.length && known.some(({ changes: own }) => own.length > 0);
  if (!isWhole) return undefined;
  return bundleOf({
    kcdkVersion: options.kcdkVersion,
    project: plan.project,
    parts: known,
    ranking: AT_ONCE,
    templates: plan.templates,
    impact: [],
    diagnostics: plan.diagnostics,
  });
}

/** An object may be too large for an annotation from a file of 131,072 characters on. */
const LONG = 100_000;

function isLong({ files }: FileSet): boolean {
  return [...files.values()].some(({ content }) => content.length > LONG);
}

function unchangedPart(plan: RepositoryPlan): RepositoryPart {
  const nothing = { steps: [], changes: [], blobs: new Map<string, string>(), ledger: undefined, diagnostics: [] };
  return { ...nothing, plan, complete: true, impact: undefined };
}

interface ChangedRepository extends ChangedSince {
  readonly before: RepositoryPlan;
  /** The files of what changed. */
  readonly files: FileSet;
  readonly url: string;
  readonly manifestUrl: string;
}

async function changedPart(
  repository: Repository,
  { before, files, url, manifestUrl, plan: { project }, changes, toolFolders }: ChangedRepository,
  { compare, cache, allowDelete }: PlanProgramOptions,
): Promise<RepositoryPart | undefined> {
  const snapshot = await repository.snapshot();
  const own = snapshot.files.get(ledgerPath(project))?.blob;
  if (own === undefined || snapshot.commit !== before.base) return undefined;
  const text = readLedgerText(await readLedger(repository, snapshot, own, cache));
  const looked = text && plainEntries(text, { ...files, snapshot, changes });
  if (text === undefined || looked === undefined) return undefined;
  const ledger: Ledger = { project, files: looked, records: [] };
  const compared = compareFiles({
    project,
    wanted: files,
    snapshot: { ...snapshot, files: entriesOf(snapshot, files.files.keys()) },
    ledger,
    options: compare,
  });
  if (compared.diagnostics.length > 0 || !compared.files.every(isUpdate)) return undefined;
  if (compared.files.some(({ path }) => isBelow(path, toolFolders))) return undefined;
  if (compared.files.length === 0) return unchangedPart(before);
  const part = planRepository(
    {
      url,
      manifestUrl,
      wanted: files,
      snapshot,
      ledger,
      comparison: compared,
      contents: await repository.read(snapshot, compared.blobsToRead),
      ledgerAfter: writeLedgerText(withFiles(text, compared.owned)),
    },
    { project, allowDelete },
    parseYaml,
    AT_ONCE,
  );
  return part.impact?.changes.every(isQuiet) === true ? part : undefined;
}

interface Looked extends FileSet {
  readonly snapshot: Snapshot;
  readonly changes: LocalChanges;
}

/**
 * What the ledger says of the files of what changed, where that is: they are ours alone and as we left them, and they are all
 * files of each deployment.
 */
function plainEntries(
  { files: lines }: LedgerText,
  { files, snapshot, changes: { deployed } }: Looked,
): ReadonlyMap<RepoPath, LedgerFile> | undefined {
  const found = new Map<RepoPath, LedgerFile>();
  for (const [path, { origin }] of files) {
    const blob = snapshot.files.get(path)?.blob;
    if (blob === undefined) return undefined;
    const file = { address: origin.address, blob };
    if (lines.get(JSON.stringify(path)) !== canonicalJson(file)) return undefined;
    found.set(path, file);
  }
  const wanted = [...found.values()].filter(({ address }) => deployed.has(address));
  const starts = new Set([...deployed].map((address) => `{"address":${JSON.stringify(address)}`));
  const owned = [...lines.values()].filter((line) => starts.has(line.slice(0, line.indexOf(',"blob":'))));
  return owned.length === wanted.length ? found : undefined;
}

function withFiles(text: LedgerText, files: Ledger['files']): LedgerText {
  const lines = [...files].map(([path, file]): [string, string] => [JSON.stringify(path), canonicalJson(file)]);
  return { ...text, files: new Map([...text.files, ...lines]) };
}

function entriesOf({ files }: Snapshot, paths: Iterable<RepoPath>): Snapshot['files'] {
  return new Map(
    [...paths].flatMap((path) => {
      const entry = files.get(path);
      return entry === undefined ? [] : [[path, entry]];
    }),
  );
}

/** True for a file in one of the folders, however deep. */
function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  if (folders.size === 0) return false;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (folders.has(path.slice(0, end))) return true;
  }
  return folders.has('');
}

/** A file that gets another content, as one that is ours. */
function isUpdate({ decision, drifted, previousAddress }: FileVerdict): boolean {
  return decision === 'update' && !drifted && previousAddress === undefined;
}
