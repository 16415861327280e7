import type { Cache } from './cache/cache.ts';
import type { Config } from './config/config.ts';
import { loadConfig } from './config/load-config.ts';
import { type LoadedDeclarations, loadDeclarations } from './config/load-declarations.ts';
import type { LoadedSchemas } from './config/load-schemas.ts';
import { locateTemplate } from './config/locate-template.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { KcdkError } from './diagnostics/error.ts';
import type { PlatformRepository } from './model/repository-location.ts';
import { type EvaluatedProgram, evaluate } from './program/evaluate.ts';
import type { FoundTemplates } from './repository/template/find-templates.ts';
import type { OpenedTemplates } from './repository/template/resolve-template.ts';
import type { ShardNumber } from './shard/partition.ts';
import {
  type CollectedDeclarations,
  collectDeclarations,
  type ResolvedProgram,
  resolveDeclarations,
} from './synth/resolve-program.ts';
import { type CompileScope, narrowModel } from './synth/scope.ts';
import { type TemplateUse, templateUses } from './synth/template-uses.ts';
import { EMPTY_LIBRARY } from './templates/library/template-library.ts';

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

/** A program that was run, and what it declares. */
export interface CollectedProgram {
  readonly config: Config;
  readonly program: EvaluatedProgram;
  readonly collected: CollectedDeclarations;
  readonly schemas: LoadedSchemas;
  /** What was found while files of declarations were read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A program that was run, with all that its files will be made from. */
export interface ReadProgram extends Omit<CollectedProgram, 'collected'> {
  readonly resolved: ResolvedProgram;
  /** The part of it that is to be compiled. @default - all */
  readonly scope: CompileScope | undefined;
  /** The files of the templates that it uses. @default - none are read */
  readonly templates: FoundTemplates | undefined;
}

/**
 * Reads all that a compilation takes, and runs the program.
 *
 * @throws {KcdkError} codes of the configuration and of the program
 */
export async function readProgram(options: CompileProgramOptions): Promise<ReadProgram> {
  return readCollected(await collectProgram(options), options);
}

/** The first half of {@link readProgram}: runs the program. */
export async function collectProgram(options: CompileProgramOptions): Promise<CollectedProgram> {
  const { cwd, configFile: file, env, cache, signal } = options;
  const config = await loadConfig({ cwd, file, env, cache });
  options.configured?.(config);
  const { declarations, diagnostics: read } = await readDeclarations(config, cache);
  const program = await evaluate(config, { cache, signal }).catch((reason) => {
    throw KcdkError.is(reason) && read.length > 0 ? new KcdkError([...reason.diagnostics, ...read], reason) : reason;
  });
  const collected = collectDeclarations(program.root, program.locate, declarations);
  return { config, program, collected, schemas: await readSchemas(config, cache), diagnostics: read };
}

/** The second half of {@link readProgram}: resolves what is declared, and finds the templates that it uses. */
export async function readCollected(
  { collected, ...read }: CollectedProgram,
  options: CompileProgramOptions,
): Promise<ReadProgram> {
  const resolved = resolveDeclarations(collected);
  const { shard: number } = options;
  const sharding = number && (await import('./shard/partition.ts'));
  const scope = number && resolved.model && sharding?.partition(resolved.model, number);
  const used = resolved.model && narrowModel(resolved.model, scope);
  const uses = used === undefined ? [] : templateUses(used);
  const isAsked = options.templates !== false;
  const templates = isAsked
    ? await readTemplates(uses, { ...read, repositories: used?.repositories }, options)
    : undefined;
  return { ...read, resolved, scope, templates };
}

/** Finds templates as {@link readCollected} does. The renderer is loaded with the first: most programs start without one. */
export async function readTemplates(
  uses: readonly TemplateUse[],
  {
    config,
    repositories,
  }: { readonly config: Config; readonly repositories: readonly PlatformRepository[] | undefined },
  { env, cache, templateCache, openedTemplates: opened, threads, signal }: CompileProgramOptions,
): Promise<FoundTemplates> {
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
    locate: (source) => locateTemplate(source, root, config, repositories),
  });
}

// --- internal ---

async function readDeclarations(
  { root, declarations: folder }: Config,
  cache: Cache | undefined,
): Promise<LoadedDeclarations> {
  return folder === undefined ? { declarations: [], diagnostics: [] } : loadDeclarations({ root, folder, cache });
}

/** Nothing is loaded for those who configure none. */
async function readSchemas({ schemas, root }: Config, cache: Cache | undefined): Promise<LoadedSchemas> {
  if (schemas === undefined || schemas.length === 0) return { schemas: undefined, diagnostics: [] };
  const { loadSchemas } = await import('./config/load-schemas.ts');
  return loadSchemas(schemas, { root, cache });
}
