import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { PLATFORM_VALUES } from '../../lib/templates/contract/platform-values.ts';
import { readContract } from '../../lib/templates/contract/read-contract.ts';
import { resolveInputs } from '../../lib/templates/contract/resolve-inputs.ts';
import { hasCrds, loadCrdValidators } from '../tools/crd-schemas.ts';
import { expectGolden } from '../tools/golden.ts';
import { CLUSTER_CHARTS } from './cluster-charts.ts';
import { filesOf, objectsOf, readOwn, renderOwn } from './render-own.ts';

const CHARTS = [...new Set(CLUSTER_CHARTS.map(({ chart }) => chart))];
const validators = hasCrds ? loadCrdValidators() : new Map<string, never>();
const SUPPLIED = new Set(PLATFORM_VALUES.map(({ name }) => name));

const TYPES: Readonly<Record<string, string>> = {
  'aws/management': 'management',
  'aws/workload': 'physical',
  'aws/workload-vcluster': 'virtual',
  'civo/management': 'management',
  'civo/workload': 'physical',
  'control-plane': 'control-plane',
  'google/workload': 'physical',
};

describe.each(CHARTS)('%s', (chart) => {
  const cases = CLUSTER_CHARTS.filter((each) => each.chart === chart);

  it('asks for its inputs without a finding, and for none that the platform supplies', async () => {
    const { contract, diagnostics } = readContract(await readOwn(chart));
    expect(diagnostics).toEqual([]);
    expect(contract.clusterType).toBe(TYPES[chart.replace('cluster-templates/', '')]);
    const asked = [...contract.inputs, ...contract.plain].map(({ path }) => path.join('.'));
    // An address may be given for one cluster, and is the platform's where it is not.
    expect(asked.filter((name) => SUPPLIED.has(name) && name !== 'email')).toEqual([]);
  });

  it('reads no value but those of its contract and of the platform', async () => {
    const files = await readOwn(chart);
    const { contract } = readContract(files);
    const known = new Set([...contract.inputs, ...contract.plain].map(({ path }) => path[0]));
    const text = [...files].filter(([path]) => path.startsWith('templates/')).map(([, content]) => String(content));
    const read = new Set([...text.join('').matchAll(/\$?\.Values\.(\w+)/g)].map(([, name]) => name));
    expect([...read].filter((name) => !known.has(name) && !SUPPLIED.has(name ?? ''))).toEqual([]);
  });

  it.each(cases)('accepts what it is given: $name', async ({ values }) => {
    const { contract } = readContract(await readOwn(chart));
    const asked = new Set([...contract.inputs, ...contract.plain].map(({ path }) => path[0]));
    const given = Object.fromEntries(Object.entries(values).filter(([name]) => asked.has(name) || !SUPPLIED.has(name)));
    expect(resolveInputs(contract, given).diagnostics).toEqual([]);
  });

  it.each(cases)('renders what is committed: $name', async (each) => {
    const rendered = await renderOwn(each);
    expect(rendered.diagnostics).toEqual([]);
    const files = filesOf(rendered);
    const text = Object.values(files).join('');
    expect(text).not.toMatch(/<[A-Z][A-Z0-9_-]*>|<no value>|<nil>|%!|map\[/);
    expect(text).not.toMatch(/[ \t]$/m);
    expectGolden(join(import.meta.dirname, 'expected', chart, each.name), files);
  });

  it('tells every value that the platform did not supply at once', async () => {
    const { diagnostics } = await renderOwn({ chart, values: {} });
    const details = errorsOf(diagnostics).map(({ detail }) => detail ?? '');
    const missing = details.find((detail) => detail.includes('the platform supplies no')) ?? '';
    const minimal = cases.find(({ name }) => name === 'minimal')?.values ?? {};
    expect(Object.keys(minimal).filter((name) => SUPPLIED.has(name) && !missing.includes(name))).toEqual([]);
  });

  it.skipIf(!hasCrds).each(cases)('validates against the CRDs: $name', async (each) => {
    const unchecked = new Set<string>();
    for (const { file, ...object } of objectsOf(filesOf(await renderOwn(each)))) {
      const validate = validators.get(`${object.apiVersion}/${object.kind}`);
      if (validate === undefined) unchecked.add(object.kind);
      else expect(validate(object) || validate.errors, `${file} ${object.kind} ${object.metadata.name}`).toBe(true);
    }
    // Kinds of Kubernetes itself, and of CRDs that are not there to check against.
    const known = 'ClusterRole ClusterRoleBinding ConfigMap ECRAuthorizationToken Ingress Job Kustomization';
    expect(
      [...unchecked].filter((kind) => !`${known} Namespace RunnerDeployment Service`.split(' ').includes(kind)),
    ).toEqual([]);
  });
});
