import type { Cache } from '../../lib/cache/cache.ts';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { didYouMean } from '../../lib/diagnostics/near-matches.ts';
import { RECORD_KINDS, type RecordKind } from '../../lib/model/identity.ts';
import type { PlatformModel } from '../../lib/model/platform-model.ts';
import { compileProgram } from '../../lib/pipeline.ts';
import type { SecretInputs } from '../../lib/query/hidden-secrets.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { exitCodeOf, openSession, templateCacheOf } from './session.ts';

export interface QueryOptions extends GlobalOptions {
  readonly cache: boolean;
}

/**
 * Compiles the program and prints an answer about its platform; a program with errors has none.
 *
 * @param showsValues  whether the answer holds values of inputs, so that it has to be known which of them are secret
 */
export async function answer(
  options: QueryOptions,
  io: CliIo,
  text: (model: PlatformModel, secrets: SecretInputs) => string,
  showsValues = false,
): Promise<ExitCode> {
  const session = openSession(options, io);
  const { compilation, config } = await compileProgram({ ...session.compileOptions, templates: false });
  session.report(compilation.diagnostics);
  const { model, diagnostics } = compilation;
  if (model === undefined || errorsOf(diagnostics).length > 0) return exitCodeOf(diagnostics);
  const cache = options.cache ? templateCacheOf(io) : undefined;
  const secrets = showsValues ? await secretInputsOf(model, { root: config.root, cache }) : () => new Set<string>();
  io.stdout.write(text(model, secrets));
  return 0;
}

/** A kind as people type it: plurals, and the words of the platform's pages, are understood. */
export function toKind(word: string): RecordKind {
  const singular = word.replace(/s$/, '');
  const kind = ALIASES[singular] ?? RECORD_KINDS.find((each) => each === singular || each === word);
  if (kind !== undefined) return kind;
  throw kcdkError('KIND_UNKNOWN', { summary: `There is no kind \`${word}\``, fix: didYouMean(word, RECORD_KINDS) });
}

/** Data as every command prints it. */
export function json(data: unknown): string {
  return `${JSON.stringify(data, undefined, 2)}\n`;
}

// --- internal ---

/** Which inputs are secret; templates that nothing is given to need not be read for that. */
async function secretInputsOf(
  model: PlatformModel,
  ports: { readonly root: string; readonly cache: Cache | undefined },
): Promise<SecretInputs> {
  const given = [...model.managementClusters, ...model.workloadClusters].map(({ template, inputs }) => ({
    source: template?.source,
    values: [inputs],
  }));
  const items = [...model.catalogDeployments, ...model.environments.flatMap(({ catalog }) => catalog)];
  const ofItems = items.map(({ item, values, infrastructureValues }) => ({
    source: item.source,
    values: [values, infrastructureValues],
  }));
  const sources = [...given, ...ofItems].flatMap(({ source, values }) =>
    source !== undefined && values.some((each) => Object.keys(each).length > 0) ? [source] : [],
  );
  if (sources.length === 0) return () => new Set();
  const { readSecretInputs } = await import('../../lib/repository/template/secret-inputs.ts');
  return readSecretInputs(sources, ports);
}

const ALIASES: Readonly<Record<string, RecordKind>> = {
  org: 'organization',
  env: 'environment',
  app: 'application',
  deployment: 'catalog-deployment',
  item: 'catalog-application',
  'catalog-item': 'catalog-application',
  'git-connection': 'git-account',
};
