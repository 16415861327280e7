import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { didYouMean } from '../../lib/diagnostics/near-matches.ts';
import { GLOBAL_NAMESPACE, RECORD_KINDS, type RecordKind } from '../../lib/model/identity.ts';
import { listResources } from '../../lib/model/list-resources.ts';
import { compileProgram } from '../../lib/pipeline.ts';
import type { ListFlags } from '../commands/commands.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { listJson, listTable } from '../view/list-view.ts';
import { exitCodeOf, openSession } from './session.ts';

export interface ListOptions extends GlobalOptions, ListFlags {
  readonly kind: string | undefined;
}

/** Lists resources of the platform: all, of one kind, or what one organization sees. */
export async function runList(options: ListOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const kind = options.kind === undefined ? undefined : toKind(options.kind);
  const { compilation } = await compileProgram(session.compileOptions);
  session.report(compilation.diagnostics);
  const { model } = compilation;
  if (model === undefined || errorsOf(compilation.diagnostics).length > 0) return exitCodeOf(compilation.diagnostics);
  if (options.org !== undefined && !model.organizations.some(({ name }) => name === options.org)) {
    const names = model.organizations.map(({ name }) => name);
    const summary = `There is no organization \`${options.org}\``;
    throw kcdkError('ORGANIZATION_UNKNOWN', { summary, fix: didYouMean(options.org, names) });
  }
  const resources = listResources(model).filter(
    (resource) =>
      (kind === undefined || resource.kind === kind) &&
      (options.org === undefined || [options.org, GLOBAL_NAMESPACE].includes(resource.namespace)),
  );
  io.stdout.write(options.json === true ? listJson(resources) : listTable(resources));
  return 0;
}

// --- internal ---

/** Plurals are what people type. */
function toKind(word: string): RecordKind {
  const kind = RECORD_KINDS.find((each) => each === word || `${each}s` === word);
  if (kind !== undefined) return kind;
  throw kcdkError('KIND_UNKNOWN', { summary: `There is no kind \`${word}\``, fix: didYouMean(word, RECORD_KINDS) });
}
