import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderPlan } from '../../../cli/view/plan-view.ts';
import { error, warning } from '../../../lib/diagnostics/diagnostic.ts';
import type { PlanDocument } from '../../../lib/plan/plan.ts';
import { formatSummary } from '../../../lib/report/plan-words.ts';
import { manifest, manifests, type Planned, plan, settled } from '../../plan/world.ts';
import { worlds } from '../../plan/worlds.ts';

const PLAIN = { color: false, diff: false };

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

async function example(): Promise<Planned> {
  const app = (name: string, body = {}) => manifest('Application', name, body);
  const world = await settled({
    'apps/change.yaml': manifests([app('change', { spec: { x: 1, helm: { values: 'a: 1\n' } } })], 'acme/change'),
    'apps/gone.yaml': manifests([app('gone', { spec: { x: 1 } })], 'acme/gone'),
    'apps/move.yaml': manifests([app('move')], 'acme/move'),
    'apps/replace.yaml': manifests([app('before')], 'acme/replace'),
    'notes.txt': { content: 'one\ntwo\n', address: 'acme/notes' },
  });
  const files = { ...world.files, 'apps/adopt.yaml': manifests([app('adopt')]).content };
  const wanted = {
    'apps/adopt.yaml': manifests([app('adopt')], 'acme/adopt'),
    'apps/change.yaml': manifests([app('change', { spec: { x: 2, helm: { values: 'a: 2\n' } } })], 'acme/change'),
    'apps/moved.yaml': manifests([app('move')], 'acme/move'),
    'apps/new.yaml': manifests([app('new', { spec: { list: ['a'], text: 'l1\nl2\n' } })], 'acme/new'),
    'apps/replace.yaml': manifests([app('after')], 'acme/replace'),
    'notes.txt': { content: 'one\n2\n', address: 'acme/notes' },
  };
  return plan({ ...world, files, wanted, options: { ownership: 'adopt' } });
}

describe('renderPlan', () => {
  test('shows one line a resource, destroys first and again last', async () => {
    expect(renderPlan({ ...(await example()).plan, impact: [] }, PLAIN)).toBe(`Destroys 2 resources:
    - Application argocd/gone  platform: apps/gone.yaml
  -/+ Application argocd/before  platform: apps/replace.yaml

platform (main)
  apps/adopt.yaml
      ⊕ Application argocd/adopt (adopt)  acme/adopt  main.ts:3:1
  apps/change.yaml
      ~ Application argocd/change (2 fields)  acme/change  main.ts:3:1
  apps/gone.yaml
      - Application argocd/gone  acme/gone
  apps/moved.yaml
      → Application argocd/move (move, from apps/move.yaml)  acme/move  main.ts:3:1
  apps/new.yaml
      + Application argocd/new  acme/new  main.ts:3:1
  apps/replace.yaml
    -/+ Application argocd/after (replaces Application argocd/before, 1 field)  acme/replace  main.ts:3:1
  notes.txt
      ~ File notes.txt (1 field)  acme/notes  main.ts:3:1

Again, what this plan destroys:
    - Application argocd/gone  platform: apps/gone.yaml
  -/+ Application argocd/before  platform: apps/replace.yaml

Plan: 2 to add, 2 to change, 2 to destroy, 1 to move, 1 to adopt.
`);
  });

  test('shows fields with diff', async () => {
    const text = renderPlan((await example()).plan, { color: false, diff: true });
    for (const line of [
      '        ~ spec.x: 1 → 2',
      '        ~ spec.helm.values.a: 1 → 2',
      '        - spec.x: 1',
      '        + spec.list[0]: "a"',
      '        +     l1',
      '        ~ metadata.name: "before" → "after"',
      '        ~ (whole file):',
      '            -two',
      '            +2',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  test('puts values that do not fit beside each other below each other', async () => {
    const world = await settled({ 'a.yaml': manifests([manifest('A', 'a', { v: 'x'.repeat(60) })]) });
    const { plan: document } = await plan({
      ...world,
      wanted: { 'a.yaml': manifests([manifest('A', 'a', { v: 'z'.repeat(60) })]) },
    });
    const lines = renderPlan(document, { color: false, diff: true, width: 80 }).split('\n');
    expect(lines).toContain(`        -   "${'x'.repeat(60)}"`);
    expect(lines).toContain(`        +   "${'z'.repeat(60)}"`);
  });

  test.each<[string, Partial<PlanDocument>, RegExp]>([
    ['nothing to do', {}, /^No changes\. \S.*\.$/],
    ['drift that is kept', { diagnostics: [warning('DRIFT_KEPT')] }, /^No changes\. .*by hand.*\.$/],
    ['an incomplete plan', { complete: false }, /^Plan: 0 to add, 0 to change, 0 to destroy\.$/],
    ['errors', { diagnostics: [error('NOT_OWNED')] }, /^Plan: 0 to add, 0 to change, 0 to destroy\.$/],
    [
      'a commit of a ledger alone',
      { phases: [{ id: 'apply', commits: ['platform'] }] },
      /^Plan: 0 to add, 0 to change, 0 to destroy\.$/,
    ],
  ])('ends as it should for %s', async (_, change, expected) => {
    const { plan: document } = await plan({ files: {}, wanted: {} });
    const text = renderPlan({ ...document, ...change }, PLAIN);
    expect(lastLine(text)).toMatch(expected);
    expect(text.includes('incomplete')).toBe(change.complete === false);
  });

  test('says that only a ledger is committed', async () => {
    const world = await settled({ a: 'x' });
    const { plan: document } = await plan({ ...world, protectedAddresses: ['acme/app'] });
    expect(renderPlan(document, PLAIN)).toContain('  .konstruct/acme.json: only the ledger');
  });

  test('marks files that were changed by hand', async () => {
    const world = await settled({ a: 'x' });
    const { plan: document } = await plan({ ...world, files: { ...world.files, a: 'y' } });
    const text = renderPlan(document, PLAIN);
    expect(text).toMatch(/^ {2}a \(changed by hand/m);
    expect(text).toContain('cannot be applied: it has 1 error');
  });

  test('ends with the summary and is the same without colour codes, whatever the plan', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.boolean(), async (make, diff) => {
        const { plan: document } = await plan(await make());
        const plain = renderPlan(document, { color: false, diff });
        const last = document.phases.length > 0 ? formatSummary(document.summary) : lastLine(plain);
        expect(lastLine(plain)).toBe(last);
        expect(lastLine(plain).startsWith('No changes.')).toBe(document.phases.length === 0);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes are what is taken out
        expect(renderPlan(document, { color: true, diff }).replace(/\u001b\[\d+m/g, '')).toBe(plain);
      }),
      { numRuns: 150 },
    );
  });

  test('never lets a control character through, whatever a repository holds', async () => {
    const hostile = '\u001b]0;owned\u0007\u009b31m\u202e\u2028\r\u200b';
    const world = await settled({
      'a.yaml': manifests(
        [manifest(`K${hostile}`, `n${hostile}`, { a: hostile, [hostile]: `x\n${hostile}\ny\n` })],
        `at${hostile}`,
      ),
    });
    const wanted = {
      'a.yaml': manifests([manifest(`K${hostile}`, `n${hostile}`, { a: 'b', [hostile]: 'x\ny\n' })], 'at'),
      [`n${hostile}`]: hostile,
      'b.yaml': manifests([manifest('A', 'b', { [hostile]: [hostile, `${hostile}\n1`] })]),
    };
    const { plan: document } = await plan({ ...world, wanted });
    const renamed = { ...document, repositories: document.repositories.map((one) => ({ ...one, branch: hostile })) };
    const text = renderPlan(renamed, { color: false, diff: true });
    expect(text.match(/[^\P{C}\n]|[\u2028\u2029]/gu)).toBeNull();
    expect(text).toContain('\\u{1b}');
  });
});

describe('formatSummary', () => {
  test.each([
    [{ add: 1, change: 2, destroy: 3, move: 0, adopt: 0 }, 'Plan: 1 to add, 2 to change, 3 to destroy.'],
    [{ add: 0, change: 0, destroy: 0, move: 4, adopt: 0 }, 'Plan: 0 to add, 0 to change, 0 to destroy, 4 to move.'],
    [{ add: 0, change: 0, destroy: 0, move: 0, adopt: 5 }, 'Plan: 0 to add, 0 to change, 0 to destroy, 5 to adopt.'],
  ])('%j', (summary, expected) => {
    expect(formatSummary(summary)).toBe(expected);
  });
});
