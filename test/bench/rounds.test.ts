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

  it('takes the first round for the figure where any other would take too long', () => {
    const entries = [entry('a', 'sleep 0.5'), entry('b', '')];
    const { rows } = measureInTurn(entries, { size: '1', rounds: 2, limit: 60, within: 0.001, temporary });
    expect(runs()).toEqual(['a', 'b']);
    expect(rows).toMatchObject([
      { name: 'a', rounds: 1 },
      { name: 'b', rounds: 1 },
    ]);
    expect(rows[0].wall).toBeGreaterThan(0.4);
  });

  it('begins no round that would take a command beyond its time', () => {
    const { rows } = measureInTurn([entry('a', 'sleep 4')], { size: '1', rounds: 3, limit: 60, within: 10, temporary });
    // the first and one more take eight seconds at least
    expect(runs().length).toBeLessThanOrEqual(2);
    expect(rows).toMatchObject([{ name: 'a', rounds: 1 }]);
  });

  it('ends a command after the limit, with what it started, and names it', () => {
    const begun = Date.now();
    const options = { size: '1', rounds: 1, limit: 1, temporary };
    const { rows, missing } = measureInTurn([entry('endless', 'sleep 100; true')], options);
    // the sleep holds a pipe that is read to its end
    expect(Date.now() - begun).toBeLessThan(50_000);
    expect(rows).toEqual([]);
    expect(missing).toEqual([{ name: 'endless', why: expect.stringContaining('1 s') }]);
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
