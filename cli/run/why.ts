import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import type { FileSet } from '../../lib/model/file-set.ts';
import type { PlatformModel } from '../../lib/model/platform-model.ts';
import { compileProgram } from '../../lib/pipeline.ts';
import { findUnused } from '../../lib/query/unused.ts';
import type { Why } from '../../lib/query/why.ts';
import { EMPTY_LIBRARY, type TemplateLibrary } from '../../lib/templates/library/template-library.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { WhyFlags } from '../commands/why-command.ts';
import type { CliIo } from '../io.ts';
import { renderUnused, renderWhy } from '../view/why-view.ts';
import { json } from './query.ts';
import { exitCodeOf, openSession } from './session.ts';

export interface WhyOptions extends GlobalOptions, WhyFlags {
  readonly place: string | undefined;
}

/** Says where a file of a repository comes from, or what of the program decides nothing. */
export async function runWhy(options: WhyOptions, io: CliIo): Promise<ExitCode> {
  const { place } = options;
  if (options.unused === true) {
    if (place === undefined) return runUnused(options, io);
    const summary = '`--unused` is about all that is declared, not about one file';
    throw kcdkError('WHY_WITHOUT_PLACE', { summary, fix: 'Leave out `--unused`, or the file.' });
  }
  if (place === undefined) throw kcdkError('WHY_WITHOUT_PLACE');
  const session = openSession(options, io);
  const { compilation, library = EMPTY_LIBRARY } = await compileProgram(session.compileOptions);
  // Warnings are no answer to the question; `validate` and `plan` have them.
  if (errorsOf(compilation.diagnostics).length > 0) {
    session.report(compilation.diagnostics);
    return exitCodeOf(compilation.diagnostics);
  }
  const why = await withOrigins(await explain(compilation.fileSets, place), compilation.model, library);
  io.stdout.write(options.json === true ? json(why) : renderWhy(why));
  return 0;
}

// --- internal ---

/** Templates are read, too: only they say which inputs decide something. */
async function runUnused(options: WhyOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const { compilation, library = EMPTY_LIBRARY } = await compileProgram(session.compileOptions);
  session.report(compilation.diagnostics);
  const { model, diagnostics } = compilation;
  if (model === undefined || errorsOf(diagnostics).length > 0) return exitCodeOf(diagnostics);
  const { findUnusedInputs } = await import('../../lib/query/unused-inputs.ts');
  const unused = [...findUnused(model), ...findUnusedInputs(model, library)];
  io.stdout.write(options.json === true ? json(unused) : renderUnused(unused));
  return 0;
}

async function withOrigins(why: Why, model: PlatformModel | undefined, library: TemplateLibrary): Promise<Why> {
  const { inputs = [], address } = why;
  if (model === undefined || inputs.length === 0) return why;
  const { inputOrigins } = await import('../../lib/query/input-origins.ts');
  return { ...why, decided_by: inputOrigins(model, library, address, inputs) };
}

async function explain(fileSets: readonly FileSet[], place: string): Promise<Why> {
  // Commands are joined in one file: what reads YAML must not be loaded with all of them.
  const [{ explainFile, lineCount }, { findFiles, suggestFiles }] = await Promise.all([
    import('../../lib/query/why.ts'),
    import('../../lib/query/find-files.ts'),
  ]);
  const { files, line } = findFiles(fileSets, place);
  const [found, other] = files;
  if (found === undefined) {
    const summary = `The program writes no file \`${place}\``;
    const fix = suggestFiles(fileSets, place);
    throw kcdkError('WHY_FILE_UNKNOWN', { summary, ...(fix !== undefined && { fix }) });
  }
  if (other !== undefined) {
    const summary = `Several repositories have \`${place}\``;
    throw kcdkError('WHY_FILE_UNKNOWN', { summary, fix: `Write it as \`${found.repository}:${place}\`.` });
  }
  const lines = lineCount(found.file);
  if (line !== undefined && line > lines) {
    const summary = `\`${found.file.path}\` has ${lines} lines, not ${line}`;
    throw kcdkError('WHY_FILE_UNKNOWN', { summary, fix: `Give a line from 1 to ${lines}.` });
  }
  return explainFile(found, line);
}
