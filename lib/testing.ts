// biome-ignore-all lint/performance/noBarrelFile: this is a package entry
import type { IConstruct } from 'constructs';
import { compile } from './compile.ts';
import { errorsOf } from './diagnostics/diagnostic.ts';
import { KcdkError } from './diagnostics/error.ts';

export {
  createMemoryRemote,
  type MemoryCommit,
  type MemoryFault,
  type MemoryRemote,
  type MemoryRemoteOptions,
  type MemoryWrite,
} from './repository/memory-repository.ts';

/**
 * Compiles a construct tree to the text of every file, by `<repository>/<path>` in sorted order.
 *
 * For tests of programs: pass the `App` instead of calling `app.synth()`.
 *
 * @throws {KcdkError} all error findings of the compilation
 */
export function synthToFiles(root: IConstruct): Readonly<Record<string, string>> {
  const { fileSets, diagnostics } = compile(root);
  if (errorsOf(diagnostics).length > 0) throw new KcdkError(errorsOf(diagnostics));
  const files: Record<string, string> = {};
  for (const { repository, files: set } of fileSets) {
    for (const { path, content } of set.values()) files[`${repository}/${path}`] = content;
  }
  return files;
}
