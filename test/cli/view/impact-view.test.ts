import { describe, expect, test } from 'vitest';
import { renderPlan } from '../../../cli/view/plan-view.ts';
import { app, object, planFrom, type Tree } from '../../plan/impact/platform.ts';

const before: Tree = {
  'platform:root/root.yaml': app('root', 'platform:root'),
  'platform:root/env.yaml': app('env', 'apps:env', { to: 'env', cluster: 'lon1' }),
  ...Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [`apps:env/${name}.yaml`, object('v1', 'ConfigMap', name)]),
  ),
};
const { 'platform:root/env.yaml': _gone, ...after } = before;
const PLAIN = { color: false, diff: false };

describe('the impact in the view of a plan', () => {
  test('comes first and again last where it destroys, and is cut short', async () => {
    const lines = renderPlan((await planFrom(before, after)).plan, PLAIN).split('\n');
    expect(lines[0]).toBe('Deletes on clusters:');
    const told = lines.filter((line) => line.includes('APPLICATION_CASCADE'));
    expect(told).toHaveLength(2);
    expect(lines.indexOf('Again, what this plan deletes on clusters:')).toBeGreaterThan(3);
    expect(lines.find((line) => line.includes('reaches'))).toMatch(/ConfigMap env\/e on lon1 and 2 more$/);
  });

  test('is whole with diff, with the way and what to do', async () => {
    const text = renderPlan((await planFrom(before, after)).plan, { color: false, diff: true });
    expect(text.match(/reaches ConfigMap/g)).toHaveLength(7);
    expect(text).toContain('through argocd/env');
    expect(text).toContain('if not meant: ');
  });

  test('says nothing where nothing is found', async () => {
    const { plan } = await planFrom(before, { ...before, 'platform:root/note.txt': 'x' });
    expect(plan.impact).toEqual([]);
    expect(renderPlan(plan, PLAIN)).not.toContain('clusters:');
  });

  test('lets nothing of a manifest draw on the terminal', async () => {
    const evil = app('env', 'apps:env', { to: 'env', cluster: '\u001b[2Jlon1' });
    const { plan } = await planFrom({ ...before, 'platform:root/env.yaml': evil }, after);
    expect(renderPlan(plan, { color: false, diff: true })).not.toContain('\u001b');
  });
});
