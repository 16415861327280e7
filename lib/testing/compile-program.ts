import type { IConstruct } from 'constructs';
import { type Compilation, compile } from '../compile.ts';
import { errorsOf } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';
import type { Declaration } from '../model/declaration.ts';
import type { Declared } from '../model/platform-model.ts';
import type { TemplateLibrary } from '../templates/library/template-library.ts';

/** What stands beside the tree of a program. */
export interface ProgramOptions {
  /** What YAML files declare, as `readDeclarations` gives it. @default - nothing */
  readonly declarations?: readonly Declared<Declaration>[] | undefined;
  /** Templates, as `loadTemplates` reads them. @default - what is made from a template is left out */
  readonly library?: TemplateLibrary | undefined;
}

/**
 * Compiles the tree of a program.
 *
 * @throws {KcdkError} all error findings of the compilation
 */
export function compileProgram(root: IConstruct, { declarations, library }: ProgramOptions = {}): Compilation {
  const compilation = compile(root, { declarations, library });
  const errors = errorsOf(compilation.diagnostics);
  if (errors.length > 0) throw new KcdkError(errors);
  return compilation;
}
