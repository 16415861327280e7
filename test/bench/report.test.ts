import { describe, expect, it } from 'vitest';

// plain JavaScript that is no part of the build
const { toJson, toText } = await import(new URL('../../bench/report.js', import.meta.url).href);

type Figures = { readonly cpu?: number; readonly wall?: number; readonly memory?: number };

function row(name: string, kind: string, figures: Figures, more: object = {}) {
  return { name, case: kind, size: '50000', objects: 1, rounds: 5, cpu: 1, wall: 1, memory: 1e6, ...figures, ...more };
}

function report(...rows: readonly object[]) {
  const result = { rows: [row('node -e 0', 'any', {}), ...rows], renders: [], rounds: 5, missing: [], peers: {} };
  return { json: toJson(result), text: toText(result, toJson(result)) };
}

describe('the report', () => {
  it('compares a peer with the row of ours that it names, in every case or in its own', () => {
    const { json } = report(
      row('kcdk plan', 'unchanged', { cpu: 2 }),
      row('kcdk plan', 'cold', { cpu: 8 }),
      row('kcdk apply', 'saved-plan', { cpu: 5 }),
      row('peer', 'any', { cpu: 4, wall: 3, memory: 2e6 }, { against: 'kcdk plan' }),
      row('floor', 'any', { cpu: 1 }, { against: 'kcdk apply' }),
      row('the program', 'cold', { cpu: 2 }, { partOf: 'kcdk plan' }),
    );
    expect(json.ratios).toEqual([
      { peer: 'peer', size: '50000', case: 'unchanged', cpu: 2, wall: 3, memory: 2 },
      { peer: 'peer', size: '50000', case: 'cold', cpu: 0.5, wall: 3, memory: 2 },
      { peer: 'floor', size: '50000', case: 'saved-plan', cpu: 0.2, wall: 1, memory: 1 },
    ]);
    expect(json.parts).toEqual([{ part: 'the program', size: '50000', case: 'cold', cpu: 0.25, wall: 1 }]);
  });

  it('judges what was measured, and nothing else', () => {
    const { json, text } = report(
      row('kcdk plan', 'one-changed', { cpu: 4.5, memory: 390e6 }),
      row('kcdk plan', 'moved', { cpu: 5.5, memory: 410e6 }),
    );
    const judged = json.budgets.map(({ name, ok }: { name: string; ok: boolean }) => [name, ok]);
    expect(judged).toEqual([
      ['CPU of kcdk plan, 50000, one-changed over node -e 0, at most', false],
      ['CPU of kcdk plan, 50000, moved over node -e 0, at most', true],
      ['MB of kcdk plan, 50000, one-changed, at most', true],
      ['MB of kcdk plan, 50000, moved, at most', false],
    ]);
    expect(text).toContain('MISS CPU of kcdk plan, 50000, one-changed over node -e 0, at most: 4.5 of 4');
  });

  it('takes off what is a line of its own, and shows the ratio with it', () => {
    const size = { size: 'examples/enterprise' };
    const { json } = report(
      row('node -e 0', 'any', {}, size),
      row('kcdk plan', 'one-changed', { cpu: 4 }, size),
      row('git ls-remote', 'any', { cpu: 2 }, { ...size, partOf: 'kcdk plan' }),
      row('cdk8s synth', 'any', { cpu: 21 }, { ...size, against: 'kcdk plan' }),
      row('kcdk plan --watch', 'one-changed', { cpu: 0.21 }, size),
    );
    expect(json.budgets).toEqual([
      {
        name: 'CPU of cdk8s synth over kcdk plan, examples/enterprise, one-changed without git ls-remote, at least',
        limit: 10,
        measured: 10.5,
        ok: true,
      },
      {
        name: 'milliseconds of CPU of kcdk plan --watch, examples/enterprise, one-changed, at most',
        limit: 200,
        measured: 210,
        ok: false,
      },
    ]);
    expect(json.ratios).toMatchObject([{ peer: 'cdk8s synth', case: 'one-changed', cpu: 5.25 }]);
  });

  it('does not take what was not measured for a budget that is met', () => {
    const { json } = report(row('kcdk plan', 'cold', { memory: Number.NaN }));
    expect(json.budgets).toMatchObject([{ name: 'MB of kcdk plan, 50000, cold, at most', ok: false }]);
  });
});
