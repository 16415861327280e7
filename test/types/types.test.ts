import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { LENIENT, PREAMBLE, TYPE_CASES } from './programs.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const FIRST_LINE = PREAMBLE.split('\n').length;

let errorsIn: (name: string) => readonly { readonly line: number; readonly text: string }[];

beforeAll(() => {
  const sources = new Map<string, string>();
  for (const [index, { wrong, right }] of TYPE_CASES.entries()) {
    sources.set(file(`wrong-${index}`), `${PREAMBLE}\n${wrong}\n`);
    sources.set(file(`right-${index}`), `${PREAMBLE}\n${right}\n`);
  }
  for (const [index, { right }] of LENIENT.entries()) sources.set(file(`lenient-${index}`), `${PREAMBLE}\n${right}\n`);
  errorsIn = check(sources);
}, 120_000);

describe('a program', () => {
  it.each(TYPE_CASES.map((each, index) => ({ ...each, index })))('does not compile when $reason', ({ index }) => {
    const errors = errorsIn(`wrong-${index}`);
    expect(errors).not.toEqual([]);
    // the mistake itself, nothing of what all programs share
    for (const { line } of errors) expect(line).toBeGreaterThanOrEqual(FIRST_LINE);
    expect(errorsIn(`right-${index}`)).toEqual([]);
  });

  it.each(LENIENT.map((each, index) => ({ ...each, index })))('compiles: $reason', ({ index }) => {
    expect(errorsIn(`lenient-${index}`)).toEqual([]);
  });
});

// --- internal ---

function file(name: string): string {
  return join(HERE, `${name}.ts`);
}

/** Checks programs that are in memory only, all at once. */
function check(sources: ReadonlyMap<string, string>): typeof errorsIn {
  const config = ts.readConfigFile(join(HERE, '../../tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, join(HERE, '../..'));
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) => {
    const text = sources.get(name);
    return text === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, text, ts.ScriptTarget.ESNext);
  };
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  const program = ts.createProgram([...sources.keys()], { ...options, noEmit: true }, host);
  return (name) => {
    const source = program.getSourceFile(file(name));
    if (source === undefined) throw new Error(`no program ${name}`);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ start = 0, messageText }) => ({
      line: source.getLineAndCharacterOfPosition(start).line,
      text: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }));
  };
}
