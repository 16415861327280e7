import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readContract } from '../../lib/templates/contract/read-contract.ts';
import { expectGolden } from '../tools/golden.ts';
import { CLUSTER_CHARTS } from './cluster-charts.ts';
import { filesOf, readOwn, renderOwn } from './render-own.ts';

const CHARTS = [...new Set(CLUSTER_CHARTS.map(({ chart }) => chart))];

describe.each(CHARTS)('%s', (chart) => {
  it('asks for its inputs without a finding', async () => {
    const { contract, diagnostics } = readContract(await readOwn(chart));
    expect(diagnostics).toEqual([]);
    expect(contract.clusterType).toBeDefined();
  });

  it.each(CLUSTER_CHARTS.filter((each) => each.chart === chart))('renders what is committed: $name', async (each) => {
    const rendered = await renderOwn(each);
    expect(rendered.diagnostics).toEqual([]);
    expectGolden(join(import.meta.dirname, 'expected', chart, each.name), filesOf(rendered));
  });
});
