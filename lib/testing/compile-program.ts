import type { IConstruct } from 'constructs';
import { type Compilation, compile } from '../compile.ts';
import { errorsOf } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';

/**
 * Compiles the tree of a program.
 *
 * @throws {KcdkError} all error findings of the compilation
 */
export function compileProgram(root: IConstruct): Compilation {
  const compilation = compile(root);
  const errors = errorsOf(compilation.diagnostics);
  if (errors.length > 0) throw new KcdkError(errors);
  return compilation;
}
