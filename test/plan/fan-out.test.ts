import { describe, expect, test } from 'vitest';
import { renderPlan } from '../../cli/view/plan-view.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { app, chart, planFrom, type Tree } from './impact/platform.ts';

const ENVIRONMENTS = ['dev', 'staging', 'prod', 'qa'];

function tree(version: string, odd = version): Tree {
  const files: Record<string, Tree[string]> = {};
  for (const environment of ENVIRONMENTS) {
    for (const cluster of ['lon1', 'fra2']) {
      const release = environment === 'qa' && cluster === 'fra2' ? odd : version;
      const values = { host: `web.${environment}.${cluster}.example.com` };
      files[`apps:registry/environments/${environment}/${cluster}/web.yaml`] = app('web', '', {
        namespace: `${cluster}-environment`,
        cluster,
        to: environment,
        source: chart('web', release, values),
      });
    }
  }
  return files;
}

const groups = ({ fan_out: fanOut = [] }: PlanDocument) =>
  fanOut.map(({ changes, ...counts }) => ({ size: changes.length, ...counts }));

describe('a change in many places', () => {
  test('is one group, though each place has its own names', async () => {
    const { plan } = await planFrom({}, tree('1.0.0'));
    expect(groups(plan)).toEqual([{ size: 8, environments: 4, clusters: 2, repositories: 1 }]);
    const changed = await planFrom(tree('1.0.0'), tree('2.0.0'));
    expect(groups(changed.plan)).toEqual([{ size: 8, environments: 4, clusters: 2, repositories: 1 }]);
    expect(plan.fan_out?.[0]?.changes).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('leaves out what differs in anything else', async () => {
    const { plan } = await planFrom(tree('1.0.0'), tree('2.0.0', '3.0.0'));
    expect(groups(plan)).toEqual([{ size: 7, environments: 4, clusters: 2, repositories: 1 }]);
  });

  test('is none in two places', async () => {
    const two = Object.fromEntries(Object.entries(tree('1.0.0')).slice(0, 2));
    expect(groups((await planFrom({}, two)).plan)).toEqual([]);
  });

  test('is shown once, with the places; what differs by itself', async () => {
    const { plan } = await planFrom(tree('1.0.0'), tree('2.0.0', '3.0.0'));
    const brief = renderPlan(plan, { color: false, diff: false });
    expect(brief.match(/~ Application/g)).toHaveLength(2);
    expect(brief).toContain('the same change 7 times: in 4 environments, 2 clusters');
    expect(brief).toContain('Plan: 0 to add, 8 to change, 0 to destroy.');
    const whole = renderPlan(plan, { color: false, diff: true });
    for (const change of plan.resource_changes) expect(whole).toContain(change.path);
    expect(whole.match(/spec.source.targetRevision/g)).toHaveLength(2);
  });

  test('never hides what is destroyed', async () => {
    const { plan } = await planFrom(tree('1.0.0'), {});
    const text = renderPlan(plan, { color: false, diff: false });
    for (const change of plan.resource_changes) expect(text).toContain(change.path);
  });
});
