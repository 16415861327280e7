import { describe, expect, test } from 'vitest';
import type { ResourceChange } from '../../lib/plan/plan.ts';
import { filterRows, NO_FILTER, parseQuery } from '../../page/filter.ts';
import { indexPlan } from '../../page/index-plan.ts';
import { sideRows } from '../../page/side-by-side.ts';
import { manyChanges } from './many-changes.ts';

const index = indexPlan(manyChanges(600));
const found = (query: string) => filterRows(index.rows, { ...NO_FILTER, query }).length;

describe('indexPlan', () => {
  test('finds organization, cluster, environment, file and findings of a change', () => {
    expect(index.rows[4]).toMatchObject({
      organization: 'retail',
      cluster: 'fra1-retail',
      environment: 'dev',
      findings: [{ code: 'APPLICATION_CASCADE' }],
      file: { path: 'registry/environments/dev/fra1-retail/app-4.yaml' },
    });
    expect([...index.causes.values()]).toEqual([4]);
  });

  test('takes Global records for no organization, and those of others for theirs', () => {
    const at = (path: string, address: string): ResourceChange => ({
      ...(index.plan.resource_changes[0] as ResourceChange),
      path,
      address,
      repository: 'acme/platform',
    });
    const { rows } = indexPlan({
      ...index.plan,
      resource_changes: [
        at('registry/konstruct/default/environment/staging.yaml', 'acme/staging'),
        at('registry/konstruct/retail/cluster/lon1.yaml', 'acme/retail/lon1'),
        at('registry/clusters/control-plane/x.yaml', 'acme/control-plane/x'),
      ],
    });
    expect(rows.map(({ organization, cluster, environment }) => [organization, cluster, environment])).toEqual([
      [undefined, undefined, 'staging'],
      ['retail', 'lon1', undefined],
      [undefined, 'control-plane', undefined],
    ]);
  });
});

describe('filterRows', () => {
  test.each([
    ['', 600],
    ['app-599', 1],
    ['APP-599 acme-identity', 1],
    ['app-599 acme-retail', 0],
    ['org:retail', 150],
    ['org:retail action:delete', 50],
    ['cluster:lon1-retail env:dev', 17],
    ['repo:"acme-retail/gitops" env:dev', 51],
    ['helm.values.replicas', 300],
    ['1.3.6', 42],
    ['cascade', 1],
    ['unknown:app', 0],
  ])('%s', (query, number) => {
    expect(found(query)).toBe(number);
  });

  test('combines place, actions and what is wanted', () => {
    const rows = filterRows(index.rows, {
      ...NO_FILTER,
      actions: new Set(['delete']),
      place: { organization: 'retail', environment: 'dev' },
    });
    expect(new Set(rows.map(({ change, environment }) => `${change.action} ${environment}`))).toEqual(
      new Set(['delete dev']),
    );
    expect(filterRows(index.rows, { ...NO_FILTER, only: 'destroyed' }).length).toBe(100);
    expect(filterRows(index.rows, { ...NO_FILTER, only: 'impact' }).length).toBe(1);
    expect(filterRows(index.rows, { ...NO_FILTER, place: { organization: null } }).length).toBe(0);
  });

  test('reads what people write in any state', () => {
    expect(parseQuery('  env:"a b  x" "c d" foo:bar "open').map(({ field, text }) => [field, text])).toEqual([
      ['env', 'a b  x'],
      [undefined, 'c d'],
      [undefined, 'foo:bar'],
      [undefined, 'open'],
    ]);
    expect(parseQuery('kind:')).toEqual([{ field: undefined, text: 'kind:' }]);
  });
});

describe('sideRows', () => {
  test('puts removed lines beside the added ones that take their place', () => {
    const change = index.plan.resource_changes[1] as ResourceChange;
    expect(sideRows(change).map(({ kind, before, after }) => [kind, before, after])).toEqual([
      ['head', 'spec.source.targetRevision', undefined],
      ['changed', '"1.2.3"', '"1.3.1"'],
      ['changed', undefined, 'spec.source.helm.values.replicas: 3'],
      ['head', 'spec.source.helm.values.script', undefined],
      ['head', '@@ -1,3 +1,3 @@', undefined],
      ['same', 'set -eu', 'set -eu'],
      ['changed', 'echo old', 'echo new'],
      ['same', 'exit 0', 'exit 0'],
    ]);
  });
});
