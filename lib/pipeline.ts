import type { Cache } from './cache/cache.ts';
import { inspectSchemas, tellUnknownKinds } from './check-schemas.ts';
import type { LedgerMemory } from './compare-repository.ts';
import { type Compilation, compileResolved } from './compile.ts';
import type { Config } from './config/config.ts';
import { type Diagnostic, errorsOf } from './diagnostics/diagnostic.ts';
import { KcdkError } from './diagnostics/error.ts';
import { sortedDiagnostics } from './diagnostics/order.ts';
import type { AskedHeads, EarlyAsking } from './early-asking.ts';
import { locateRepositories } from './locate-repositories.ts';
import type { FileSet } from './model/file-set.ts';
import { placeOf } from './model/origin.ts';
import { buildPlan } from './plan/build-plan.ts';
import type { CompareOptions } from './plan/comparison.ts';
import { missingFolders } from './plan/missing-folders.ts';
import type { PlanDocument, PlanPermissions } from './plan/plan.ts';
import type { PlanBundle } from './plan/plan-bundle.ts';
import type { PlannedRepository } from './plan/plan-repository.ts';
import type { TargetSelection } from './plan/targets.ts';
import { withPermissions } from './plan/with-permissions.ts';
import { type CompileProgramOptions, type ReadProgram, readProgram } from './read-program.ts';
import { readRepositories } from './read-repositories.ts';
import type { GitOptions } from './repository/git/git-options.ts';
import { openGitRepository } from './repository/git/open-git-repository.ts';
import type { Repository, RepositoryLocation, Snapshot } from './repository/repository.ts';
import type { ShardNumber } from './shard/partition.ts';
import { type CompileScope, narrowModel } from './synth/scope.ts';
import type { TemplateLibrary } from './templates/library/template-library.ts';
import { tellOnce } from './validate/tell-once.ts';

/** A program that was run and compiled, with the configuration it was found by. */
export interface CompiledProgram {
  readonly config: Config;
  readonly compilation: Compilation;
  /** The templates that it uses, as they were read. @default - none */
  readonly library?: TemplateLibrary | undefined;
  /** What a part of a platform says of itself. @default - it is the whole */
  readonly shard?: CompiledShard | undefined;
}

/** What is known of a compiled part beside its files. */
export interface CompiledShard extends ShardNumber {
  readonly scope: CompileScope;
  /** Tells programs apart: over the sources, and all that is declared. */
  readonly program: string;
  /** Kinds without a schema; all parts together tell them in one warning. */
  readonly unknownKinds: readonly string[];
}

/**
 * The first half of the chain: load the configuration and what is declared in files, run the program, load the templates
 * that it uses, compile it all.
 *
 * @throws {KcdkError} codes of the configuration and of the program; findings of the compilation are in its result
 */
export async function compileProgram(options: CompileProgramOptions): Promise<CompiledProgram> {
  return compileRead(await readProgram(options), options);
}

/** Compiles a program that was read. Pure but for rendering on other cores and for what is kept. */
export async function compileRead(
  { config, program, resolved, scope, templates, schemas: loaded, diagnostics: read }: ReadProgram,
  { cache, shard: number }: CompileProgramOptions,
): Promise<CompiledProgram> {
  const library = await templates?.open();
  const used = resolved.model && narrowModel(resolved.model, scope);
  if (used !== undefined) await library?.renderAhead?.(used);
  const compilation = compileResolved(resolved, { project: config.project, library, scope });
  library?.save?.();
  // Without the user's schemas nobody knows which kinds have none.
  const checked =
    loaded.diagnostics.length > 0
      ? { diagnostics: loaded.diagnostics, unknown: [] }
      : await inspectSchemas(compilation.fileSets, { schemas: loaded.schemas, root: config.root, cache });
  const untold = scope === undefined ? await tellUnknownKinds(checked.unknown) : [];
  const diagnostics = [
    ...program.diagnostics,
    ...read,
    ...compilation.diagnostics,
    ...(scope === undefined ? tellOnce(checked.diagnostics) : checked.diagnostics),
    ...untold,
  ];
  const shard = number &&
    scope && {
      ...number,
      scope,
      program: (await import('./shard/program-digest.ts')).programDigest(resolved, [program.digest()]),
      unknownKinds: checked.unknown,
    };
  return { config, compilation: { ...compilation, diagnostics }, library, shard };
}

export interface PlanProgramOptions {
  readonly kcdkVersion: string;
  readonly compare: CompareOptions;
  /** Addresses whose protected files may be destroyed; one covers everything below it. @default - none */
  readonly allowDelete?: readonly string[] | undefined;
  /** Addresses whose resources may be replaced by others; one covers everything below it. @default - none */
  readonly allowReplace?: readonly string[] | undefined;
  /** Limits the plan to a part of the program. @default - all of it */
  readonly targets?: TargetSelection | undefined;
  /** How many repositories are read at once. @default 10 */
  readonly parallelism?: number | undefined;
  /** Asks the repositories since before the program was compiled; closed by whoever made it. @default - nobody does */
  readonly early?: EarlyAsking | undefined;
  /** Where the branches stand, for a plan that may follow from the last one. @default - as they were asked early */
  readonly heads?: AskedHeads | undefined;
  readonly git: GitOptions;
  /** Keeps ledgers that were read, so that they are not fetched again. @default - nothing is kept */
  readonly cache?: Cache | undefined;
  /** Ledgers that this process has read already. @default - each is read anew */
  readonly ledgers?: LedgerMemory | undefined;
  /** Judges the plan by what this user or group may do. @default - the actor of the configuration, if it names one */
  readonly actor?: string | undefined;
  /** Opens a repository. @default - git */
  readonly open?: ((location: RepositoryLocation) => Repository) | undefined;
}

/** A plan with the open repositories it was made from. */
export interface ProgramPlan {
  readonly config: Config;
  readonly bundle: PlanBundle;
  /** By name; those that could not be read are missing, and the plan is then incomplete. */
  readonly repositories: ReadonlyMap<string, Repository>;
  readonly snapshots: ReadonlyMap<string, Snapshot>;
  /** Where they are, by name. */
  readonly locations: ReadonlyMap<string, RepositoryLocation>;
  /** The repositories as they were compared. */
  readonly planned: readonly PlannedRepository[];
  /** Judges a plan, this or a saved one, by what is known now. */
  judge(plan: PlanDocument, actor: string): Promise<PlanPermissions>;
  /** Says where the program declares the repository that a finding is about, if the finding has no place yet. */
  readonly locate: (diagnostic: Diagnostic) => Diagnostic;
  /** Closes every repository. */
  close(): Promise<void>;
}

/**
 * The second half of the chain: read the repositories and plan the change.
 *
 * A repository that cannot be read makes the plan incomplete, with a diagnostic; the others are planned all the same.
 *
 * @throws {KcdkError} all error findings of the compilation: what does not compile is not planned
 */
export async function planProgram(program: CompiledProgram, options: PlanProgramOptions): Promise<ProgramPlan> {
  const { config, compilation } = program;
  const errors = errorsOf(compilation.diagnostics);
  if (errors.length > 0) throw new KcdkError(compilation.diagnostics.toSorted(errorsFirst));
  const diagnostics: Diagnostic[] = [...compilation.diagnostics];
  const open = options.open ?? ((location) => openGitRepository(location, options.git));
  const declared = compilation.model?.repositories ?? [];
  const locations = locateRepositories(declared, config, diagnostics);
  const { targets } = options;
  const targeting = targets === undefined ? undefined : await import('./plan/targets.ts');
  const isTarget = targets && targeting?.targetFilter(targets);
  const read = await readRepositories(locations, config, { ...options, open, compilation, isTarget, diagnostics });
  const close = async () => {
    await Promise.all(read.repositories.map(({ repository }) => repository?.close()));
  };
  try {
    const planned = read.repositories.flatMap(({ planned: one }) => (one === undefined ? [] : [one]));
    if (targets && targeting) {
      diagnostics.push(...targeting.unknownTargets(targets, addressesOf(compilation.fileSets, planned)));
    }
    const bundle = await buildPlan({
      kcdkVersion: options.kcdkVersion,
      project: compilation.project,
      repositories: planned,
      targets,
      templates: compilation.templates,
      diagnostics: sortedDiagnostics([...diagnostics, ...missingFolders(compilation.unwrittenFolders, planned)]),
      complete: read.complete && locations.length === declared.length,
      allowDelete: options.allowDelete,
      allowReplace: replaceable(compilation, options.allowReplace),
    });
    const actor = options.actor ?? config.permissions?.actor;
    const judge = async (plan: PlanDocument, name: string) => {
      const { judgeProgramPlan } = await import('./permissions/judge-program-plan.ts');
      return judgeProgramPlan(plan, { actor: name, settings: config.permissions, compilation, repositories: planned });
    };
    return {
      config,
      bundle: actor === undefined ? bundle : withPermissions(bundle, await judge(bundle.plan, actor)),
      judge,
      repositories: new Map(
        read.repositories.flatMap(({ repository }) => (repository ? [[repository.name, repository]] : [])),
      ),
      snapshots: new Map(planned.map(({ snapshot }) => [snapshot.repository, snapshot])),
      locations: new Map(read.repositories.map(({ location }) => [location.name, location])),
      planned,
      locate: (diagnostic) => {
        const origin = declared.find(({ name }) => name === diagnostic.repository)?.origin;
        return origin === undefined ? diagnostic : { ...placeOf(origin), ...diagnostic };
      },
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/**
 * Opens the repositories that a program declares, without reading them.
 *
 * A program with errors will do as long as it has a platform. The caller closes them.
 *
 * @throws {KcdkError} all error findings of a program without a platform, and of repositories that are one in the world
 */
export function openRepositories(
  { config, compilation }: CompiledProgram,
  options: Pick<PlanProgramOptions, 'git' | 'open'>,
): readonly Repository[] {
  const diagnostics: Diagnostic[] = [];
  if (compilation.model === undefined) throw new KcdkError(errorsOf(compilation.diagnostics));
  const locations = locateRepositories(compilation.model.repositories, config, diagnostics);
  if (diagnostics.length > 0) throw new KcdkError(diagnostics);
  const open = options.open ?? ((location) => openGitRepository(location, options.git));
  return locations.map(({ location }) => open(location));
}

/** Everything that owns or owned a file. */
export function addressesOf(fileSets: readonly FileSet[], planned: readonly PlannedRepository[]): ReadonlySet<string> {
  const addresses = new Set<string>();
  for (const { files } of fileSets) for (const { origin } of files.values()) addresses.add(origin.address);
  for (const { ledger } of planned) for (const { address } of ledger?.files.values() ?? []) addresses.add(address);
  return addresses;
}

/** Addresses of what may be replaced: what was allowed, and what the program says has moved. */
export function replaceable({ lifecycle }: Compilation, allowed: readonly string[] = []): readonly string[] {
  return [...allowed, ...lifecycle.moves.flatMap(({ from, to }) => [from, to])];
}

/** For `sort`: what stops a run comes before what does not. */
export function errorsFirst(a: Diagnostic, b: Diagnostic): number {
  return Number(a.severity === 'warning') - Number(b.severity === 'warning');
}
