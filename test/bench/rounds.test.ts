import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// plain JavaScript that is no part of the build
const { measureInTurn } = await import(new URL('../../bench/rounds.js', import.meta.url).href);

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'kcdk-bench-test-'));
});
afterEach(() => rmSync(temporary, { recursive: true }));

/** An entry whose command notes every run, and runs a script of the shell. */
function entry(name: string, script: string, status = 0) {
  const log = join(temporary, 'log');
  const argv = ['bash', '-c', `echo ${name} >>"$0"; ${script}`, log];
  return {
    name,
    case: 'any',
    objects: 0,
    command: () => ({ argv, cwd: temporary, env: { PATH: process.env['PATH'] }, status }),
  };
}

const runs = () => readFileSync(join(temporary, 'log'), 'utf8').trim().split('\n');

describe('measureInTurn', () => {
  it('runs all commands once, then by turns as often as asked for', () => {
    const { rows, missing } = measureInTurn([entry('a', ''), entry('b', '')], {
      size: '1',
      rounds: 2,
      limit: 60,
      temporary,
    });
    expect(runs()).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(rows).toMatchObject([
      { name: 'a', size: '1', rounds: 2 },
      { name: 'b', size: '1', rounds: 2 },
    ]);
    expect(missing).toEqual([]);
  });

  it('counts the CPU of what a command starts', () => {
    const spin = `${process.execPath} -e 'for (const end = Date.now() + 300; Date.now() < end; );'`;
    const { rows } = measureInTurn([entry('a', `(${spin})`)], { size: '1', rounds: 1, limit: 60, temporary });
    expect(rows[0].cpu).toBeGreaterThan(0.05);
    expect(rows[0].wall).toBeGreaterThan(0.3);
  });

  it('gives a slow command fewer rounds, and at least one', () => {
    const entries = [entry('fast', ''), entry('slow', 'sleep 3')];
    const { rows } = measureInTurn(entries, { size: '1', rounds: 1, limit: 60, within: 5, temporary });
    expect(runs()).toEqual(['fast', 'slow', 'fast']);
    expect(rows).toMatchObject([
      { name: 'fast', rounds: 1 },
      { name: 'slow', rounds: 1 },
    ]);
    expect(rows[1].wall).toBeGreaterThan(2.9);
  });

  it('ends a command after the limit, with what it started, and names it', () => {
    const entries = [entry('endless', 'sleep 100; true'), entry('fast', '')];
    const begun = Date.now();
    const { rows, missing } = measureInTurn(entries, { size: '1', rounds: 1, limit: 6, temporary });
    // the sleep holds a pipe that is read to its end
    expect(Date.now() - begun).toBeLessThan(40_000);
    expect(rows.map(({ name }: { name: string }) => name)).toEqual(['fast']);
    expect(missing).toEqual([{ name: 'endless', why: expect.stringContaining('6 s') }]);
    expect(runs()).toEqual(['endless', 'fast', 'fast']);
  });

  it.each([
    ['in the first round', 'exit 3'],
    ['later', '[[ $(grep -c bad "$0") -lt 2 ]]'],
  ])('makes no figure of a command that fails %s', (_, script) => {
    const options = { size: '1', rounds: 2, limit: 60, temporary };
    expect(() => measureInTurn([entry('bad', script)], options)).toThrow(/ended with status/);
  });

  it('takes the exit status for success that the command is to end with, and no other', () => {
    const options = { size: '1', rounds: 1, limit: 60, temporary };
    expect(measureInTurn([entry('a', 'exit 2', 2)], options).rows).toHaveLength(1);
    expect(() => measureInTurn([entry('b', '', 2)], options)).toThrow(/ended with status 0, not 2/);
  });
});
