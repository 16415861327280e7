import { resolve } from 'node:path';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { compileProgram } from '../../lib/pipeline.ts';
import { writeOutput } from '../../lib/repository/write-output.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { exitCodeOf, openSession } from './session.ts';

export interface SynthOptions extends GlobalOptions {
  readonly output?: string;
  readonly stdout?: boolean;
  readonly cache: boolean;
}

/** Writes the files of every repository below the output folder, or prints them. With an error nothing is written. */
export async function runSynth(options: SynthOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const { config, compilation } = await compileProgram(session.compileOptions);
  session.report(compilation.diagnostics);
  if (errorsOf(compilation.diagnostics).length > 0) return exitCodeOf(compilation.diagnostics);
  if (options.stdout) {
    for (const { repository, files } of compilation.fileSets) {
      for (const { path, content } of files.values()) {
        if (content !== '') io.stdout.write(`---\n# Source: ${repository}/${path}\n${content}`);
      }
    }
    return 0;
  }
  const folder = options.output === undefined ? config.output : resolve(session.cwd, options.output);
  const written = await writeOutput(folder, compilation.project, compilation.fileSets);
  const removed = written.removed > 0 ? `, ${written.removed} removed` : '';
  const total = compilation.fileSets.reduce((sum, { files }) => sum + files.size, 0);
  session.say(`${total} files in ${folder}: ${written.changed} written, ${written.unchanged} unchanged${removed}.`);
  return 0;
}
