import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CompilerError, typeCheck } from '../tools/type-check.ts';
import { LENIENT, PREAMBLE, TYPE_CASES } from './programs.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const FIRST_LINE = PREAMBLE.split('\n').length;

let errorsIn: (name: string) => readonly CompilerError[];

beforeAll(() => {
  const sources = new Map<string, string>();
  for (const [index, { wrong, right }] of TYPE_CASES.entries()) {
    sources.set(file(`wrong-${index}`), `${PREAMBLE}\n${wrong}\n`);
    sources.set(file(`right-${index}`), `${PREAMBLE}\n${right}\n`);
  }
  for (const [index, { right }] of LENIENT.entries()) sources.set(file(`lenient-${index}`), `${PREAMBLE}\n${right}\n`);
  const errorsOf = typeCheck(sources);
  errorsIn = (name) => errorsOf(file(name));
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
