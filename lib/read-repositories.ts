import { type CompareRepositoryOptions, compareRepository } from './compare-repository.ts';
import type { Compilation } from './compile.ts';
import type { Config } from './config/config.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { KcdkError } from './diagnostics/error.ts';
import type { EarlyAsking } from './early-asking.ts';
import { DEFAULT_PARALLELISM, type LocatedRepository } from './locate-repositories.ts';
import { mapLimited } from './map-limited.ts';
import { placeOf } from './model/origin.ts';
import { identityOf } from './plan/guards/record-moves.ts';
import type { PlannedRepository } from './plan/plan-repository.ts';
import type { Repository, RepositoryLocation } from './repository/repository.ts';

export interface ReadRepositoriesOptions extends CompareRepositoryOptions {
  readonly open: (location: RepositoryLocation) => Repository;
  readonly compilation: Compilation;
  /** How many are read at once. @default `DEFAULT_PARALLELISM` */
  readonly parallelism?: number | undefined;
  /** Asks them already; is told which ones the program has. @default - nobody does */
  readonly early?: EarlyAsking | undefined;
  /** Addresses of what may be deleted although something would be lost. @default - none */
  readonly allowDelete?: readonly string[] | undefined;
  /** Repositories of the program that are read elsewhere. @default - none */
  readonly others?: readonly LocatedRepository[] | undefined;
  /** Takes the findings about them. */
  readonly diagnostics: Diagnostic[];
}

/** A repository with what was found in it. */
export interface ReadRepository {
  readonly location: RepositoryLocation;
  /** Undefined where it could not even be opened. */
  readonly repository: Repository | undefined;
  /** Undefined where it could not be read; the findings say why. */
  readonly planned: PlannedRepository | undefined;
}

export interface ReadRepositories {
  /** In the order in which they are written: those of organizations that go first, since their record goes last. */
  readonly repositories: readonly ReadRepository[];
  /** False when one that is needed could not be read. */
  readonly complete: boolean;
}

/** Reads and compares the repositories of a program, and those of organizations that it no longer declares. */
export async function readRepositories(
  located: readonly LocatedRepository[],
  config: Config,
  options: ReadRepositoriesOptions,
): Promise<ReadRepositories> {
  await options.early?.settle(located, config);
  const own = await mapLimited(located, limitOf(options), (one) => readDeclared(one, options));
  const departed = await readDeparted(own, located, config, options);
  return {
    repositories: [...departed.repositories, ...own],
    complete: departed.complete && own.every(({ planned }) => planned !== undefined),
  };
}

// --- internal ---

function limitOf({ parallelism = DEFAULT_PARALLELISM }: ReadRepositoriesOptions): number {
  return parallelism;
}

async function readDeclared(
  { declared, location }: LocatedRepository,
  options: ReadRepositoriesOptions,
): Promise<ReadRepository> {
  const { repository, planned, reasons } = await read(location, options);
  for (const reason of reasons) {
    options.diagnostics.push({ repository: declared.name, ...placeOf(declared.origin), ...reason });
  }
  return { location, repository, planned: planned && { ...planned, manifestUrl: declared.url } };
}

/** What looks for them is loaded only when an organization goes. */
async function readDeparted(
  own: readonly ReadRepository[],
  located: readonly LocatedRepository[],
  config: Config,
  options: ReadRepositoriesOptions,
): Promise<ReadRepositories> {
  const { compilation, diagnostics, allowDelete = [], others = [] } = options;
  const wanted = [...compilation.records.values()].flat();
  const planned = own.flatMap((one) => one.planned ?? []);
  const kept = new Set(wanted.filter(({ kind }) => kind === 'organization').map(identityOf));
  const known = planned.flatMap(({ ledger }) => ledger?.records.filter(({ kind }) => kind === 'organization') ?? []);
  if (known.every((record) => kept.has(identityOf(record)))) return { repositories: [], complete: true };
  const { findDepartedRepositories, notLookedAt } = await import('./departed-repositories.ts');
  const repositories = new Map(own.flatMap(({ repository }) => (repository ? [[repository.name, repository]] : [])));
  const declared = [...located, ...others].map(({ location }) => location);
  const urls = others.map((other) => other.declared.url);
  const input = { config, planned, repositories, declared, urls, wanted, allowDelete };
  const departed = await findDepartedRepositories(input, diagnostics);
  let complete = true;
  const found = await mapLimited(departed, limitOf(options), async ({ location, manifestUrl, departed: owners }) => {
    const one = await read(location, options);
    if (one.planned !== undefined) return { ...one, planned: { ...one.planned, manifestUrl, departed: owners } };
    const findings = notLookedAt(location.name, owners, one.reasons, allowDelete);
    diagnostics.push(...findings);
    if (findings.some(({ severity }) => severity === 'error')) complete = false;
    return one;
  });
  return { repositories: found, complete };
}

async function read(
  location: RepositoryLocation,
  { open, compilation, diagnostics, ...options }: ReadRepositoriesOptions,
): Promise<ReadRepository & { readonly reasons: readonly Diagnostic[] }> {
  let repository: Repository | undefined;
  try {
    repository = open(location);
    const planned = await compareRepository(repository, location, compilation, options, diagnostics);
    return { location, repository, planned, reasons: [] };
  } catch (cause) {
    if (!KcdkError.is(cause)) throw cause;
    return { location, repository, planned: undefined, reasons: cause.diagnostics };
  }
}
