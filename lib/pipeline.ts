import type { Cache } from './cache/cache.ts';
import { inspectSchemas, tellUnknownKinds } from './check-schemas.ts';
import type { LedgerMemory } from './compare-repository.ts';
import { type Compilation, compileResolved } from './compile.ts';
import type { Config } from './config/config.ts';
import { loadConfig } from './config/load-config.ts';
import { type LoadedDeclarations, loadDeclarations } from './config/load-declarations.ts';
import type { LoadedSchemas } from './config/load-schemas.ts';
import { locateTemplate } from './config/locate-template.ts';
import { type Diagnostic, errorsOf } from './diagnostics/diagnostic.ts';
import { KcdkError } from './diagnostics/error.ts';
import { sortedDiagnostics } from './diagnostics/order.ts';
import type { EarlyAsking } from './early-asking.ts';
import type { FileSet } from './model/file-set.ts';
import { placeOf } from './model/origin.ts';
import type { PlatformModel } from './model/platform-model.ts';
import { buildPlan, type PlanBundle, type PlannedRepository } from './plan/build-plan.ts';
import type { CompareOptions } from './plan/comparison.ts';
import { missingFolders } from './plan/missing-folders.ts';
import type { PlanDocument, PlanPermissions } from './plan/plan.ts';
import type { TargetSelection } from './plan/targets.ts';
import { withPermissions } from './plan/with-permissions.ts';
import { type EvaluatedProgram, evaluate } from './program/evaluate.ts';
import { locateRepositories, readRepositories } from './read-repositories.ts';
import type { GitOptions } from './repository/git/git-options.ts';
import { openGitRepository } from './repository/git/open-git-repository.ts';
import type { Repository, RepositoryLocation, Snapshot } from './repository/repository.ts';
import type { FoundTemplates } from './repository/template/find-templates.ts';
import type { OpenedTemplates } from './repository/template/resolve-template.ts';
import type { ShardNumber } from './shard/partition.ts';
import { type CompileScope, narrowModel } from './synth/scope.ts';
import { type ResolvedProgram, resolveProgram } from './synth/synth.ts';
import { templateUses } from './synth/template-uses.ts';
import { EMPTY_LIBRARY, type TemplateLibrary } from './templates/library/template-library.ts';
import { tellOnce } from './validate/tell-once.ts';

export interface CompileProgramOptions {
  /** Absolute folder in which the search for `cdk8s.yaml` starts. */
  readonly cwd: string;
  /** The configuration file itself. */
  readonly configFile?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Keeps what does not have to be computed again. @default - nothing is kept */
  readonly cache?: Cache | undefined;
  /** Keeps the files of templates by their digest. @default - each use reads the repository */
  readonly templateCache?: Cache | undefined;
  /** Threads that may render beside this one, where that saves time. @default - one for each other core, at most 3 */
  readonly threads?: number | undefined;
  /** Keeps templates open for the next compilation. @default - each opens its own */
  readonly openedTemplates?: OpenedTemplates | undefined;
  /** Told of the configuration, before anything else is done. */
  readonly configured?: ((config: Config) => void) | undefined;
  /** False leaves out what is made from templates, and reads none: for questions about the model. @default true */
  readonly templates?: boolean | undefined;
  /** Makes the files of one of several parts only. @default - the whole platform */
  readonly shard?: ShardNumber | undefined;
  readonly signal?: AbortSignal | undefined;
}

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

/** A program that was run, with all that its files will be made from. */
export interface ReadProgram {
  readonly config: Config;
  readonly program: EvaluatedProgram;
  readonly resolved: ResolvedProgram;
  /** The part of it that is to be compiled. @default - all */
  readonly scope: CompileScope | undefined;
  /** The files of the templates that it uses. @default - none are read */
  readonly templates: FoundTemplates | undefined;
  readonly schemas: LoadedSchemas;
  /** What was found while files of declarations were read. */
  readonly diagnostics: readonly Diagnostic[];
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

/**
 * Reads all that a compilation takes, and runs the program.
 *
 * @throws {KcdkError} codes of the configuration and of the program
 */
export async function readProgram(options: CompileProgramOptions): Promise<ReadProgram> {
  const { cwd, configFile: file, env, cache, signal } = options;
  const config = await loadConfig({ cwd, file, env, cache });
  options.configured?.(config);
  const { declarations, diagnostics: read } = await readDeclarations(config, cache);
  const program = await evaluate(config, { cache, signal }).catch((reason) => {
    throw KcdkError.is(reason) && read.length > 0 ? new KcdkError([...reason.diagnostics, ...read], reason) : reason;
  });
  const resolved = resolveProgram(program.root, program.locate, declarations);
  const { shard: number } = options;
  const sharding = number && (await import('./shard/partition.ts'));
  const scope = number && resolved.model && sharding?.partition(resolved.model, number);
  const used = resolved.model && narrowModel(resolved.model, scope);
  const templates = options.templates === false ? undefined : await readTemplates(used, config, options);
  return { config, program, resolved, scope, templates, schemas: await readSchemas(config, cache), diagnostics: read };
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

// --- internal ---

async function readDeclarations(
  { root, declarations: folder }: Config,
  cache: Cache | undefined,
): Promise<LoadedDeclarations> {
  return folder === undefined ? { declarations: [], diagnostics: [] } : loadDeclarations({ root, folder, cache });
}

/** The renderer is loaded with the first template: most programs start without one. */
async function readTemplates(
  model: PlatformModel | undefined,
  config: Config,
  { env, cache, templateCache, openedTemplates: opened, threads, signal }: CompileProgramOptions,
): Promise<FoundTemplates> {
  const uses = model === undefined ? [] : templateUses(model);
  if (uses.length === 0) return { digests: [], open: async () => EMPTY_LIBRARY };
  const { findTemplates } = await import('./repository/template/find-templates.ts');
  const { root } = config;
  return findTemplates(uses, {
    root,
    cache: templateCache,
    renders: cache,
    opened,
    threads,
    git: { env, cwd: root, cache, signal },
    locate: (source) => locateTemplate(source, root, config, model?.repositories),
  });
}

/** Nothing is loaded for those who configure none. */
async function readSchemas({ schemas, root }: Config, cache: Cache | undefined): Promise<LoadedSchemas> {
  if (schemas === undefined || schemas.length === 0) return { schemas: undefined, diagnostics: [] };
  const { loadSchemas } = await import('./config/load-schemas.ts');
  return loadSchemas(schemas, { root, cache });
}
