import { resolveRepositoryLocation } from './config/repository-location.ts';
import { resolveRecordedLocation } from './config/saved-location.ts';
import { recordedRepositories } from './departed-repositories.ts';
import { type Diagnostic, error } from './diagnostics/diagnostic.ts';
import { KcdkError } from './diagnostics/error.ts';
import type { FileSet, WantedFile } from './model/file-set.ts';
import type { Hold } from './model/hold.ts';
import { recordPath } from './model/identity.ts';
import type { RepoPath } from './model/repo-path.ts';
import { type PlatformRepository, repositoryIdentity } from './model/repository-location.ts';
import { type CompiledProgram, openRepositories, type PlanProgramOptions } from './pipeline.ts';
import { type Apply, appliesOf } from './plan/applies.ts';
import { type Ledger, type LedgerRecord, ledgerPath } from './plan/ledger.ts';
import { parseLedger } from './plan/parse-ledger.ts';
import { findRollbackPoint, type RollbackRequest } from './plan/rollback-point.ts';
import type { HistoryCommit, ObjectId, Repository } from './repository/repository.ts';

type OpenOptions = Pick<PlanProgramOptions, 'git' | 'open'>;

/** The applies of the program's project, newest first. */
export async function readApplies(program: CompiledProgram, options: OpenOptions): Promise<readonly Apply[]> {
  return withHistories(program, options, async (_, histories) => appliesOf(program.compilation.project, histories));
}

/**
 * Makes of a program one that wants what its project wrote at an earlier time: planning it is the way back.
 *
 * Nothing of the program counts but where its repositories are; those of organizations that it has no longer are found by
 * their records at that time.
 *
 * @throws {KcdkError} `ROLLBACK_REFERENCE_INVALID`, `ROLLBACK_REFERENCE_UNKNOWN`, `ROLLBACK_REFERENCE_AMBIGUOUS`, and all
 *   problems of the ledgers at that time
 */
export async function rollbackProgram(
  program: CompiledProgram,
  request: Omit<RollbackRequest, 'project'>,
  options: OpenOptions,
): Promise<CompiledProgram> {
  const found = await stateOf(program, request, options);
  // an organization that was there then and is not declared now had repositories, too
  const { departed } = found;
  if (departed.length === 0) return found.program;
  const { model } = program.compilation;
  if (model === undefined) return found.program;
  const repositories = [...model.repositories, ...departed];
  const compilation = { ...program.compilation, model: { ...model, repositories } };
  return (await stateOf({ ...program, compilation }, request, options)).program;
}

// --- internal ---

/** The program of a state, and the repositories of organizations in it that the given program does not declare. */
async function stateOf(
  program: CompiledProgram,
  request: Omit<RollbackRequest, 'project'>,
  options: OpenOptions,
): Promise<{ readonly program: CompiledProgram; readonly departed: readonly PlatformRepository[] }> {
  const { compilation } = program;
  const { project } = compilation;
  return withHistories(program, options, async (repositories, histories) => {
    const point = findRollbackPoint({ project, ...request }, histories);
    if ('code' in point) throw new KcdkError([point]);
    const diagnostics: Diagnostic[] = [];
    const fileSets: FileSet[] = [];
    const records = new Map<string, readonly LedgerRecord[]>();
    for (const repository of repositories) {
      const state = await stateAt(repository, point.get(repository.name), project, diagnostics);
      fileSets.push({ repository: repository.name, files: state.files, holds: state.holds ?? [] });
      records.set(repository.name, state.records);
    }
    if (diagnostics.length > 0) throw new KcdkError(diagnostics);
    const past = {
      fileSets: fileSets.map((one) => ({
        ...one,
        holds: [...(one.holds ?? []), ...askedFor(one.repository, compilation.fileSets, fileSets)],
      })),
      records,
      lifecycle: { moves: [], forgotten: [] },
      templates: [],
      unwrittenFolders: [],
      diagnostics: [],
    };
    const departed = await undeclared(program, fileSets, records);
    return { program: { ...program, compilation: { ...compilation, ...past } }, departed };
  });
}

/** @throws {KcdkError} `PLAN_REMOTE_UNTRUSTED` */
async function undeclared(
  { config, compilation }: CompiledProgram,
  fileSets: readonly FileSet[],
  records: ReadonlyMap<string, readonly LedgerRecord[]>,
): Promise<readonly PlatformRepository[]> {
  const declared = compilation.model?.repositories ?? [];
  const known = new Set(declared.map(({ url }) => repositoryIdentity(url)));
  const locations = declared.map((one) => resolveRepositoryLocation(config, one));
  const found: PlatformRepository[] = [];
  for (const { repository, files } of fileSets) {
    for (const record of records.get(repository) ?? []) {
      if (record.kind !== 'organization') continue;
      const path = recordPath(record.namespace, record.kind, record.name);
      const text = (files as ReadonlyMap<string, WantedFile>).get(path)?.content;
      if (text === undefined) continue;
      const { parseYaml } = await import('./plan/diff/parse-yaml.ts');
      for (const recorded of recordedRepositories(parseYaml(text)?.[0])) {
        const identity = repositoryIdentity(recorded.url);
        if (known.has(identity)) continue;
        resolveRecordedLocation(config, recorded, locations);
        known.add(identity);
        found.push({ ...recorded, origin: { address: record.address, position: () => undefined } });
      }
    }
  }
  return found;
}

async function withHistories<T>(
  program: CompiledProgram,
  options: OpenOptions,
  work: (repositories: readonly Repository[], histories: ReadonlyMap<string, readonly HistoryCommit[]>) => Promise<T>,
): Promise<T> {
  const repositories = openRepositories(program, options);
  try {
    const histories = await Promise.all(
      repositories.map(async (repository) => [repository.name, await repository.history()] as const),
    );
    return await work(repositories, new Map(histories));
  } finally {
    await Promise.all(repositories.map((repository) => repository.close()));
  }
}

interface State {
  readonly files: ReadonlyMap<RepoPath, WantedFile>;
  readonly records: readonly LedgerRecord[];
  readonly holds?: readonly Hold[] | undefined;
}

const NOTHING: State = { files: new Map(), records: [] };

async function stateAt(
  repository: Repository,
  commit: ObjectId | undefined,
  project: string,
  diagnostics: Diagnostic[],
): Promise<State> {
  if (commit === undefined) return NOTHING;
  const snapshot = await repository.snapshotAt(commit);
  const blob = snapshot.files.get(ledgerPath(project))?.blob;
  if (blob === undefined) return NOTHING;
  const text = textOf(await repository.read(snapshot, [blob]), blob);
  const context = { repository: repository.name, project, objectFormat: snapshot.objectFormat };
  const { ledger, diagnostics: problems } = parseLedger(text ?? '', context);
  diagnostics.push(...problems);
  if (ledger === undefined) return NOTHING;
  const contents = await repository.read(
    snapshot,
    [...ledger.files.values()].map((file) => file.blob),
  );
  return {
    files: filesOf(repository.name, ledger, contents, diagnostics),
    records: ledger.records,
    holds: ledger.holds,
  };
}

/** Nobody gets around an approval by going back, nor around the health of an Application that was there then. */
function askedFor(name: string, now: readonly FileSet[], then: readonly FileSet[]): readonly Hold[] {
  const holds = now.find(({ repository }) => repository === name)?.holds ?? [];
  return holds.filter(({ gate }) => {
    if (gate?.kind !== 'application-healthy') return gate?.kind === 'approval';
    const { repository, path } = gate.manifest;
    const files = then.find((one) => one.repository === repository)?.files as ReadonlyMap<string, unknown> | undefined;
    return files?.has(path) === true;
  });
}

function filesOf(
  repository: string,
  ledger: Ledger,
  contents: ReadonlyMap<ObjectId, Uint8Array>,
  diagnostics: Diagnostic[],
): ReadonlyMap<RepoPath, WantedFile> {
  const files = new Map<RepoPath, WantedFile>();
  for (const [path, { blob, address, protect, scaffold, ignored }] of [...ledger.files].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const content = textOf(contents, blob);
    if (content === undefined) {
      const summary = `\`${path}\` was no text at that time`;
      diagnostics.push(error('ROLLBACK_NOT_TEXT', { summary, repository, path, address }));
      continue;
    }
    const lifecycle = { protect: protect === true, ignoreChanges: ignored ?? [] };
    const origin = { address, position: () => undefined, lifecycle };
    files.set(path, { path, content, origin, ...(scaffold && { scaffold }) });
  }
  return files;
}

/** Undefined for bytes that are no UTF-8: written again they would be others. */
function textOf(contents: ReadonlyMap<ObjectId, Uint8Array>, blob: ObjectId): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(contents.get(blob));
  } catch {
    return undefined;
  }
}
