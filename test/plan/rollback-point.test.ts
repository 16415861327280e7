import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appliesOf, trailersOf } from '../../lib/plan/applies.ts';
import { findRollbackPoint } from '../../lib/plan/rollback-point.ts';
import type { HistoryCommit } from '../../lib/repository/repository.ts';

const digest = (number: number) => `sha256:${String(number).repeat(64)}`;
const id = (name: string) => Buffer.from(name.padEnd(20, '.')).toString('hex');

/** A commit by name; `plan` makes it one of ours. */
function made(name: string, time: number, plan?: number, project = 'acme'): HistoryCommit {
  const trailers = plan === undefined ? '' : `\n\nKonstruct-Project: ${project}\nKonstruct-Plan: ${digest(plan)}\n`;
  return { commit: id(name), parent: undefined, time, message: `${project}: ${name}${trailers}` };
}

function history(...oldestFirst: readonly HistoryCommit[]): readonly HistoryCommit[] {
  return oldestFirst.map((one, index) => ({ ...one, parent: oldestFirst[index - 1]?.commit })).toReversed();
}

const HISTORIES = new Map([
  ['a', history(made('a0', 1), made('a1', 10, 1), made('ax', 15), made('a2', 20, 2), made('a3', 30, 3))],
  ['b', history(made('b0', 1), made('b1', 11, 1), made('b3', 31, 3))],
  ['c', history(made('c0', 1), made('c-other', 12, 9, 'other'))],
]);

function point(reference: string, before = false) {
  const found = findRollbackPoint({ project: 'acme', reference, before }, HISTORIES);
  return 'code' in found ? found.code : Object.fromEntries(found);
}

describe('the state to go back to', () => {
  it.each([
    ['a plan', digest(2), false, { a: id('a2'), b: id('b1'), c: undefined }],
    ['before a plan', digest(2), true, { a: id('ax'), b: id('b1'), c: undefined }],
    ['a plan over two repositories', digest(1).slice(7, 17), false, { a: id('a1'), b: id('b1'), c: undefined }],
    ['before the first plan', digest(1), true, { a: id('a0'), b: id('b0'), c: undefined }],
    ['one of its commits', id('b3').slice(0, 10), false, { a: id('a3'), b: id('b3'), c: undefined }],
    ['a commit of somebody else', id('ax'), false, { a: id('ax'), b: id('b1'), c: undefined }],
    ['what nobody knows', 'abcdef0123', false, 'ROLLBACK_REFERENCE_UNKNOWN'],
    ['a plan of another project', digest(9), false, 'ROLLBACK_REFERENCE_UNKNOWN'],
    ['too few digits', 'abc', false, 'ROLLBACK_REFERENCE_INVALID'],
    ['no digits', 'yesterday', false, 'ROLLBACK_REFERENCE_INVALID'],
    ['what fits several', id('a').slice(0, 2).padEnd(7, '3'), false, 'ROLLBACK_REFERENCE_UNKNOWN'],
  ])('of %s', (_, reference, before, expected) => {
    expect(point(reference, before)).toEqual(expected);
  });

  it('is none where the digits fit several', () => {
    const two = new Map([['a', history(made('aaaaaaaa1', 1), made('aaaaaaaa2', 2))]]);
    const found = findRollbackPoint({ project: 'acme', reference: id('aaaaaaaa').slice(0, 14), before: false }, two);
    expect('code' in found && found.code).toBe('ROLLBACK_REFERENCE_AMBIGUOUS');
  });
});

describe('applies', () => {
  it('join what one plan wrote, newest first', () => {
    const applies = appliesOf('acme', HISTORIES);
    expect(applies.map(({ plan, commits }) => [plan, [...commits.keys()]])).toEqual([
      [digest(3), ['a', 'b']],
      [digest(2), ['a']],
      [digest(1), ['a', 'b']],
    ]);
  });

  it('come in the order of the branches, whatever the clocks of machines say', () => {
    const histories = new Map([
      ['a', history(made('a1', 10, 1))],
      ['b', history(made('b1', 10, 1), made('b2', 10, 2), made('b3', 9, 3))],
      ['c', history(made('c1', 10, 1), made('c3', 9, 3), made('c4', 20, 4))],
    ]);
    const plans = appliesOf('acme', histories).map(({ plan }) => plan);
    expect(plans).toEqual([digest(4), digest(3), digest(2), digest(1)]);
    // what came later in the same second is not what stood there
    const found = findRollbackPoint({ project: 'acme', reference: digest(2), before: false }, histories);
    expect('code' in found ? found.code : Object.fromEntries(found)).toEqual({ a: id('a1'), b: id('b2'), c: id('c1') });
  });

  it('come by their time where branches contradict each other', () => {
    const histories = new Map([
      ['a', history(made('a1', 10, 1), made('a2', 12, 2))],
      ['b', history(made('b2', 11, 2), made('b1', 13, 1))],
    ]);
    expect(appliesOf('acme', histories).map(({ plan }) => plan)).toEqual([digest(1), digest(2)]);
  });

  it('say what they did over all repositories', () => {
    const trailers = `\n\nKonstruct-Project: acme\nKonstruct-Plan: ${digest(4)}\n`;
    const one = (subject: string): readonly HistoryCommit[] => [
      { commit: id(subject), parent: undefined, time: 1, message: `acme: ${subject}${trailers}` },
    ];
    const subjectsOf = (...subjects: readonly string[]) =>
      appliesOf('acme', new Map(subjects.map((subject, index) => [`${index}`, one(subject)]))).map(
        (apply) => apply.subject,
      );
    expect(subjectsOf('add 12, change 1', 'add 7', 'destroy 2')).toEqual(['destroy 2, add 19, change 1']);
    expect(subjectsOf('refresh the ledger', 'add 7')).toEqual(['add 7; refresh the ledger']);
  });

  it('are told by trailers alone: nothing in the text above them counts', () => {
    const forged = `x\n\nKonstruct-Project: acme\n\nand more\n`;
    expect(trailersOf(forged).project).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => void trailersOf(text)));
  });
});
