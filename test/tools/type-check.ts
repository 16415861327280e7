import { resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(import.meta.dirname, '../..');

/** An error of the compiler; the line counts from 0. */
export interface CompilerError {
  readonly line: number;
  readonly text: string;
}

/**
 * Checks programs that are in memory only, all at once, with the settings of this project.
 *
 * @param sources text by absolute path; the files need not exist
 * @param paths modules by name, as in `compilerOptions.paths`
 */
export function typeCheck(
  sources: ReadonlyMap<string, string>,
  paths: Readonly<Record<string, string[]>> = {},
): (path: string) => readonly CompilerError[] {
  const config = ts.readConfigFile(resolve(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
  const options = { ...parsed.options, noEmit: true, paths: { ...parsed.options.paths, ...paths } };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) => {
    const text = sources.get(name);
    return text === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, text, ts.ScriptTarget.ESNext);
  };
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  const program = ts.createProgram([...sources.keys()], options, host);
  return (path) => {
    const source = program.getSourceFile(path);
    if (source === undefined) throw new Error(`no program ${path}`);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ start = 0, messageText }) => ({
      line: source.getLineAndCharacterOfPosition(start).line,
      text: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }));
  };
}
