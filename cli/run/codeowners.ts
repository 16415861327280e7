import { join, resolve } from 'node:path';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import type { FileSet } from '../../lib/model/file-set.ts';
import type { Origin } from '../../lib/model/origin.ts';
import { isRepoPath } from '../../lib/model/repo-path.ts';
import { type CodeownersFile, codeowners } from '../../lib/permissions/codeowners/codeowners.ts';
import { DEFAULT_PERMISSIONS } from '../../lib/permissions/settings.ts';
import { compileProgram } from '../../lib/pipeline.ts';
import { writeOutput } from '../../lib/repository/write-output.ts';
import type { CodeownersFlags } from '../commands/commands.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { exitCodeOf, openSession } from './session.ts';

export interface CodeownersOptions extends GlobalOptions, CodeownersFlags {}

/** Prints the CODEOWNERS of every repository, or writes them to a folder of their own below the output folder. */
export async function runCodeowners(options: CodeownersOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const { config, compilation } = await compileProgram(session.compileOptions);
  session.report(compilation.diagnostics);
  const { model } = compilation;
  if (model === undefined || errorsOf(compilation.diagnostics).length > 0) return exitCodeOf(compilation.diagnostics);
  const { files, diagnostics } = codeowners({ ...compilation, model }, config.permissions ?? DEFAULT_PERMISSIONS);
  session.report(diagnostics);
  if (options.write === true) {
    const folder = options.output === undefined ? join(config.output, FOLDER) : resolve(session.cwd, options.output);
    const written = await writeOutput(folder, compilation.project, fileSets(files, model.platform.origin));
    session.say(`${files.length} files in ${folder}: ${written.changed} written, ${written.unchanged} unchanged.`);
  }
  if (options.json === true) io.stdout.write(`${JSON.stringify(files, undefined, 2)}\n`);
  else if (options.write !== true) {
    io.stdout.write(files.map(({ repository, path, text }) => `# ${repository}: ${path}\n${text}`).join('\n'));
  }
  return exitCodeOf(diagnostics);
}

// --- internal ---

/** Apart from what `synth` writes, which would otherwise remove it. */
const FOLDER = 'codeowners';

function fileSets(files: readonly CodeownersFile[], origin: Origin): readonly FileSet[] {
  return files.map(({ repository, path, text: content }) => {
    if (!isRepoPath(path)) throw kcdkError('IMPOSSIBLE', { detail: `no path: ${path}` });
    return { repository, files: new Map([[path, { path, content, origin }]]) };
  });
}
