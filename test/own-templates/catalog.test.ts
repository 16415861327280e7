import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputName, mustBeGiven } from '../../lib/templates/contract/contract.ts';
import { readContract } from '../../lib/templates/contract/read-contract.ts';
import { resolveInputs } from '../../lib/templates/contract/resolve-inputs.ts';
import type { RenderedChart } from '../../lib/templates/helm/render-chart.ts';
import { readModuleInputs } from '../../lib/templates/terraform/module-inputs.ts';
import { findTokens } from '../../lib/templates/tokens/find-tokens.ts';
import { hasCrds, loadCrdValidators } from '../tools/crd-schemas.ts';
import { expectGolden } from '../tools/golden.ts';
import { CATALOG_CHARTS } from './catalog-charts.ts';
import { asTexts, documentsOf, pathsOf, without } from './catalog-documents.ts';
import type { ChartCase } from './charts.ts';
import { filesOf, readOwn, renderOwn, TEMPLATES } from './render-own.ts';

const ITEMS = readdirSync(join(TEMPLATES, 'catalog'));
const validators = hasCrds ? loadCrdValidators() : new Map<string, never>();
const CHARTS = [...new Set(CATALOG_CHARTS.map(({ chart }) => chart))];

describe.each(ITEMS)('the catalog item %s', (item) => {
  it('asks for its inputs without a finding, and says what each is', async () => {
    const { contract, diagnostics } = readContract(await readOwn(`catalog/${item}`));
    const terraform = readModuleInputs(await readOwn(`catalog/${item}`));
    expect([...diagnostics, ...terraform.diagnostics]).toEqual([]);
    expect(contract.inputs.length).toBeGreaterThan(0);
    expect(terraform.variables.filter(({ description }) => description === undefined)).toEqual([]);
    const silent = contract.inputs.filter(({ description, token }) => description === undefined && token === undefined);
    expect(silent.map(inputName)).toEqual([]);
  });
});

describe.each(CHARTS)('%s', (chart) => {
  const cases = CATALOG_CHARTS.filter((each) => each.chart === chart);
  const [minimal] = cases as [ChartCase];

  it.each(cases)('renders what is committed: $name', async (each) => {
    const rendered = await renderOwn(each);
    expect(rendered.diagnostics).toEqual([]);
    expectGolden(join(import.meta.dirname, 'expected', chart, each.name), filesOf(rendered));
  });

  it.each(cases)('renders the same when all values arrive as texts: $name', async (each) => {
    const rendered = await renderOwn({ ...each, values: asTexts(each.values) });
    expect(rendered.diagnostics).toEqual([]);
    expect(filesOf(rendered)).toEqual(filesOf(await renderOwn(each)));
  });

  it.skipIf(!hasCrds).each(cases)('renders what the API server takes: $name', async (each) => {
    for (const { file, document } of await documentsOf(each)) {
      const validate = validators.get(`${document.apiVersion}/${document.kind}`);
      expect(validate, `${file}: no schema for ${document.kind}`).toBeDefined();
      validate?.(document);
      expect(validate?.errors ?? [], file).toEqual([]);
    }
  });

  it.each(cases)('leaves nothing to replace: $name', async (each) => {
    for (const [file, text] of Object.entries(filesOf(await renderOwn(each)))) {
      expect(findTokens(text), file).toEqual([]);
      expect(text, file).not.toMatch(/<no value>|<nil>|%!/);
    }
  });

  it('is told everything it asks for by one case or another', async () => {
    const { contract } = readContract(await readOwn(chart));
    const told = new Set(cases.flatMap(({ values }) => pathsOf(values)));
    const asked = contract.inputs.filter(({ type }) => type !== 'secret').map(inputName);
    expect(asked.filter((name) => !told.has(name))).toEqual([]);
  });

  it('needs what must be given, and nothing else', async () => {
    const { contract } = readContract(await readOwn(chart));
    const needed = contract.inputs.filter((input) => input.type !== 'secret' && mustBeGiven(input));
    for (const input of needed) {
      const missing = { ...minimal, values: without(minimal.values, input.path) };
      expect(codesOf(await renderOwn(missing))).toEqual(['TEMPLATE_VALUE_REQUIRED']);
    }
    const { diagnostics } = resolveInputs(contract, minimal.values);
    const missing = diagnostics.filter(({ code }) => code === 'INPUT_MISSING');
    expect(diagnostics).toEqual(missing);
    // No case gives secrets, which are none of the values of a chart.
    const secrets = contract.inputs.filter(({ type, required }) => type === 'secret' && required);
    expect(missing.length).toBe(secrets.length);
  });

  it('deploys to where its folder is synced', async () => {
    const applications = (await documentsOf(minimal)).filter(({ document }) => document.kind === 'Application');
    expect(applications.length).toBeGreaterThan(0);
    for (const { document } of applications) {
      expect(document.metadata.namespace).toBe('lon1-dev-environment');
      expect(document.spec.project).toBe('lon1-dev');
      expect(document.spec.destination.name).toBe('lon1-dev');
    }
  });

  it.each(cases)('has an Application sync whatever is no Application: $name', async (each) => {
    const documents = await documentsOf(each);
    for (const { file, document } of documents)
      expect(document.kind === 'Application', file).toBe(file.startsWith('application'));
    const others = documents.filter(({ document }) => document.kind !== 'Application');
    const synced = documents
      .flatMap(({ document }) => document.spec.sources ?? [document.spec.source])
      .filter((source) => source?.path !== undefined);
    const folder = each.values['registryPath'] ?? 'registry/environments/staging-global/lon1-dev/';
    expect(synced.map(({ path }) => path)).toEqual(others.length > 0 ? [`${String(folder)}tool`] : []);
    for (const { file, document } of others) {
      const isOfCluster = /^(?:Cluster|GatewayClass)/.test(document.kind);
      const namespaces = documents.map((one) => one.document.spec.destination?.namespace);
      if (!isOfCluster) expect(namespaces, file).toContain(document.metadata.namespace);
    }
  });

  it('reads each secret where its input says that it is kept', async () => {
    const { contract } = readContract(await readOwn(chart));
    const bindings = contract.inputs.flatMap(({ secret }) => (secret === undefined ? [] : [secret]));
    const secrets = [];
    for (const each of cases.filter(({ values }) => !JSON.stringify(values).includes('"secretPath"'))) {
      const found = (await documentsOf(each)).filter(({ document }) => document.kind === 'ExternalSecret');
      secrets.push(...found.flatMap(({ document }) => document.spec.data ?? []));
    }
    for (const { remoteRef } of secrets)
      expect(bindings).toContainEqual(expect.objectContaining({ key: remoteRef.property, path: remoteRef.key }));
  });

  it('can be deployed twice to a cluster', async () => {
    const names = new Set<string>();
    let count = 0;
    for (const [name, envName] of [
      ['one', 'dev'],
      ['two', 'dev'],
      ['one', 'staging'],
    ] as const) {
      // What exists once on a cluster has a fixed name, and a second one has to be given another.
      const fixed =
        'releaseName' in minimal.values || !hasDerivedName(chart) ? { releaseName: `${envName}-${name}` } : {};
      const values = { ...minimal.values, envName, ...fixed };
      for (const { document } of await documentsOf({ ...minimal, values, release: { name, namespace: 'any' } })) {
        names.add(`${document.kind}/${document.metadata.namespace}/${document.metadata.name}`);
        count++;
      }
    }
    expect(names.size).toBe(count);
  });

  it('refuses a name that is too long instead of cutting it', async () => {
    const values = { ...minimal.values, releaseName: 'a'.repeat(54) };
    expect(codesOf(await renderOwn({ ...minimal, values }))).toEqual(['TEMPLATE_FAILED']);
  });
});

it('shares the file about deployments between all items', async () => {
  const texts = await Promise.all(CHARTS.map(async (chart) => (await readOwn(chart)).get('templates/_deployment.tpl')));
  expect(new Set(texts).size).toBe(1);
});

it('uses what Argo CD takes: repositories without a scheme of OCI, server-side apply but for Redis', async () => {
  for (const each of CATALOG_CHARTS) {
    for (const { file, document } of await documentsOf(each)) {
      if (document.kind !== 'Application') continue;
      const sources = document.spec.sources ?? [document.spec.source];
      for (const { repoURL, targetRevision } of sources) {
        expect(repoURL).not.toContain('oci://');
        expect(typeof targetRevision).toBe('string');
      }
      const isServerSide = document.spec.syncPolicy.syncOptions.includes('ServerSideApply=true');
      expect(isServerSide, each.chart).toBe(file !== 'application-redis.yaml');
    }
  }
});

// --- internal ---

function codesOf({ diagnostics }: RenderedChart): readonly string[] {
  return [...new Set(diagnostics.map(({ code }) => code))];
}

/** Items of which a cluster can hold several without being told their names. */
function hasDerivedName(chart: string): boolean {
  return /external-dns|grafana|prometheus|vault|datadog|oauth2/.test(chart);
}
