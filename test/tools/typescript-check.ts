import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import ts from 'typescript';

/** An error of the compiler, by the file it is in. */
export interface TypeProblem {
  readonly file: string;
  readonly code: number;
  /** From 1. */
  readonly line: number;
}

/**
 * Compiles modules as a strict user of the package would, and returns every error.
 *
 * @param modules  text by file name; all lie in one folder
 */
export function typeProblems(modules: Readonly<Record<string, string>>): readonly TypeProblem[] {
  const folder = mkdtempSync(join(tmpdir(), 'kcdk-types-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, name), text);
    const program = ts.createProgram({
      rootNames: Object.keys(modules).map((name) => join(folder, name)),
      options: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.NodeNext,
        strict: true,
        noEmit: true,
        types: [],
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        noUnusedLocals: true,
        verbatimModuleSyntax: true,
        isolatedModules: true,
        erasableSyntaxOnly: true,
        allowImportingTsExtensions: true,
        skipLibCheck: true,
        paths: { 'konstruct-cdk': [resolve(import.meta.dirname, '../../constructs/index.ts')] },
      },
    });
    return ts.getPreEmitDiagnostics(program).flatMap(({ file, start = 0, code }) =>
      file?.fileName.startsWith(folder) === false
        ? []
        : [
            {
              file: basename(file?.fileName ?? ''),
              code,
              line: (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1,
            },
          ],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Number of errors of syntax alone. */
export function syntaxErrors(text: string): number {
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  });
  return diagnostics.length;
}
