import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { didYouMean } from '../../lib/diagnostics/near-matches.ts';
import { RECORD_KINDS, type RecordKind } from '../../lib/model/identity.ts';
import type { PlatformModel } from '../../lib/model/platform-model.ts';
import { compileProgram } from '../../lib/pipeline.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { exitCodeOf, openSession } from './session.ts';

export interface QueryOptions extends GlobalOptions {
  readonly cache: boolean;
}

/** Compiles the program and prints an answer about its platform; a program with errors has none. */
export async function answer(
  options: QueryOptions,
  io: CliIo,
  text: (model: PlatformModel) => string,
): Promise<ExitCode> {
  const session = openSession(options, io);
  const { compilation } = await compileProgram({ ...session.compileOptions, templates: false });
  session.report(compilation.diagnostics);
  const { model, diagnostics } = compilation;
  if (model === undefined || errorsOf(diagnostics).length > 0) return exitCodeOf(diagnostics);
  io.stdout.write(text(model));
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

const ALIASES: Readonly<Record<string, RecordKind>> = {
  org: 'organization',
  env: 'environment',
  app: 'application',
  deployment: 'catalog-deployment',
  item: 'catalog-application',
  'catalog-item': 'catalog-application',
  'git-connection': 'git-account',
};
