import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { JsonObject } from '../../lib/model/json.ts';
import { readContract } from '../../lib/templates/contract/read-contract.ts';
import { compileChart } from '../../lib/templates/helm/compile-chart.ts';
import { printManifests, renderChart } from '../../lib/templates/helm/render-chart.ts';
import { findTokens } from '../../lib/templates/tokens/find-tokens.ts';
import { renderTokenTemplate } from '../../lib/templates/tokens/render-token-template.ts';
import { hasCrds, loadCrdValidators } from '../tools/crd-schemas.ts';
import { findTool } from '../tools/find-tool.ts';
import { expectGolden } from '../tools/golden.ts';
import { textsOf } from './pipeline-templates.ts';
import { filesOf, readOwn } from './render-own.ts';

const CHART = 'helm-templates/web-service';
const RELEASE = { name: 'shop', namespace: 'dev' };
const CASES: Readonly<Record<string, JsonObject>> = {
  minimal: {},
  full: {
    image: { repository: 'ghcr.io/acme-retail/shop-web', tag: '1234567', pullPolicy: 'Always' },
    imagePullSecrets: [{ name: 'registry' }],
    autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 6, targetMemoryUtilizationPercentage: 70 },
    podDisruptionBudget: { maxUnavailable: '25%' },
    topologySpreadConstraints: [{ maxSkew: 2, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule' }],
    service: { port: 8000, annotations: { 'acme.dev/owner': 'retail' } },
    ingress: {
      enabled: true,
      annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt-prod' },
      hosts: [{ host: 'shop.acme.dev', paths: [{ path: '/' }, { path: '/exact', pathType: 'Exact' }] }],
      tls: [{ secretName: 'shop-tls', hosts: ['shop.acme.dev'] }],
    },
    httpRoute: { enabled: true, parentRefs: [{ name: 'public', namespace: 'gateways' }], hostnames: ['shop.acme.dev'] },
    env: [{ name: 'LOG_LEVEL', value: 'debug' }],
    envFrom: [{ configMapRef: { name: 'shop' } }],
    secrets: { enabled: true, path: '/lon1-dev/shop' },
    startupProbe: null,
    serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::222222222222:role/shop' } },
    automountServiceAccountToken: true,
    temporaryFolder: '',
    volumes: [{ name: 'cache', emptyDir: {} }],
    volumeMounts: [{ name: 'cache', mountPath: '/cache' }],
    podAnnotations: { 'prometheus.io/scrape': 'true' },
    podLabels: { team: 'retail' },
    nodeSelector: { pool: 'web' },
    tolerations: [{ key: 'web', operator: 'Exists' }],
    affinity: { nodeAffinity: {} },
    priorityClassName: 'high',
  },
  bare: {
    fullnameOverride: 'given',
    podDisruptionBudget: { enabled: false },
    topologySpread: { enabled: false },
    serviceAccount: { create: false },
  },
};

async function chartFor(repository: string): Promise<ReadonlyMap<string, string>> {
  const values = new Map([['<REPO_NAME>', repository]]);
  const { files, diagnostics } = renderTokenTemplate(await readOwn(CHART), { values });
  expect(diagnostics).toEqual([]);
  return textsOf(files);
}

async function render(files: ReadonlyMap<string, string>, values: JsonObject) {
  return renderChart(await compileChart(files), { values, release: RELEASE });
}

describe('the chart of a web service', () => {
  it('asks for the name of the repository alone', async () => {
    const files = await readOwn(CHART);
    const tokens = new Set([...textsOf(files).values()].flatMap((text) => findTokens(text).map(({ token }) => token)));
    expect([...tokens]).toEqual(['<REPO_NAME>']);
    expect(readContract(files).diagnostics).toEqual([]);
    expect(files.get('Chart.yaml')).toContain('\nname: <REPO_NAME>\n');
  });

  it.each(Object.entries(CASES))('renders what is committed: %s', async (name, values) => {
    const rendered = await render(await chartFor('shop-web'), values);
    expect(rendered.diagnostics).toEqual([]);
    expectGolden(join(import.meta.dirname, 'expected', CHART, name), filesOf(rendered));
  });

  it.skipIf(!hasCrds).each(Object.entries(CASES))('has resources that fit their schemas: %s', async (_, values) => {
    const validators = loadCrdValidators();
    const { manifests } = await render(await chartFor('shop-web'), values);
    for (const { text } of manifests) {
      const [document] = parseAllDocuments(text, { strict: true });
      expect(document?.errors).toEqual([]);
      const object = document?.toJS() as { apiVersion: string; kind: string };
      const validate = validators.get(`${object.apiVersion}/${object.kind}`);
      validate?.(object);
      expect(validate?.errors ?? []).toEqual([]);
    }
  });

  it.each(['Shop_Web.v2', 'a'.repeat(80), 'x'])(
    'makes names of objects of a repository called %s',
    async (repository) => {
      const { manifests, diagnostics } = await render(await chartFor(repository), {});
      expect(diagnostics).toEqual([]);
      for (const { text } of manifests) {
        const name = /^metadata:\n {2}name: (\S+)$/m.exec(text)?.[1] ?? '';
        expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      }
    },
  );

  it('refuses an Ingress without a host', async () => {
    const { diagnostics } = await render(await chartFor('shop-web'), { ingress: { enabled: true } });
    expect(diagnostics.map(({ code }) => code)).toEqual(['TEMPLATE_FAILED']);
  });

  it('is where the pipeline writes the image', async () => {
    const values = (await readOwn(CHART)).get('values.yaml');
    expect(values).toMatch(/^image:\n(?: {2}.*\n)* {2}repository: /m);
  });
});

const helm = findTool('helm');

describe.skipIf(helm === undefined)('the chart of a web service and the real Helm', () => {
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kcdk-web-service-'));
    for (const [path, text] of await chartFor('shop-web')) {
      const file = join(folder, 'shop-web', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: readonly string[], values: JsonObject) => {
    writeFileSync(join(folder, 'values.json'), JSON.stringify(values));
    const options = ['--namespace', RELEASE.namespace, '--values', join(folder, 'values.json')];
    return spawnSync(helm ?? '', [...args, ...options], { encoding: 'utf8', env: { ...process.env, HOME: folder } });
  };

  it.each(Object.entries(CASES))('lints without a warning: %s', (_, values) => {
    const { status, stdout } = run(['lint', '--strict', join(folder, 'shop-web')], values);
    expect(stdout).not.toMatch(/\[(?:WARNING|ERROR)\]/);
    expect(status).toBe(0);
  });

  it.each(Object.entries(CASES))('renders the same: %s', async (_, values) => {
    const theirs = run(['template', RELEASE.name, join(folder, 'shop-web')], values);
    expect(theirs.status, theirs.stderr).toBe(0);
    expect(printManifests(await render(await chartFor('shop-web'), values))).toBe(theirs.stdout);
  });
});
