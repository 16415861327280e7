import type { IConstruct } from 'constructs';
import { compileProgram, type ProgramOptions } from './compile-program.ts';

/**
 * Compiles a construct tree to the text of every file, by `<repository>/<path>` in sorted order.
 *
 * For tests of programs: pass the `App` instead of calling `app.synth()`.
 *
 * @throws {KcdkError} all error findings of the compilation
 */
export function synthToFiles(root: IConstruct, options: ProgramOptions = {}): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { repository, files: set } of compileProgram(root, options).fileSets) {
    for (const { path, content } of set.values()) files[`${repository}/${path}`] = content;
  }
  return files;
}
