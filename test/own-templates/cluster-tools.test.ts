import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { printManifests } from '../../lib/templates/helm/render-chart.ts';
import { migrated } from '../migrate/run-migration.ts';
import { findTool } from '../tools/find-tool.ts';
import { CLUSTER_CHARTS } from './cluster-charts.ts';
import { filesOf, objectsOf, RELEASE, renderOwn, TEMPLATES } from './render-own.ts';

const HELM = findTool('helm');
const KUBECTL = findTool('kubectl');
const hasTerraform = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

const named = (chart: string, name: string) => {
  const found = CLUSTER_CHARTS.find((each) => each.chart === `cluster-templates/${chart}` && each.name === name);
  if (found === undefined) throw new Error(`no case ${name} of ${chart}`);
  return found;
};

it.skipIf(HELM === undefined).each(CLUSTER_CHARTS)('Helm renders the same bytes: $chart, $name', async (each) =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'values.json'), JSON.stringify(each.values));
    const args = ['template', RELEASE.name, join(TEMPLATES, each.chart), '--namespace', RELEASE.namespace];
    const helm = execFileSync(HELM ?? '', [...args, '--values', join(folder, 'values.json')], { encoding: 'utf8' });
    expect(printManifests(await renderOwn(each))).toBe(helm);
  }),
);

describe.skipIf(KUBECTL === undefined)('Kustomize builds Argo CD', () => {
  const charts = ['aws/management', 'civo/management', 'control-plane'].map((chart) => named(chart, 'minimal'));

  it.each(charts)('$chart', async (each) =>
    inFolder(async (folder) => {
      const settings = ['argocd-cm', 'argocd-cmd-params-cm', 'argocd-rbac-cm'];
      // The remote base is out of reach; what the patches are laid over has these names.
      const base = settings
        .map((name) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`)
        .join('---\n');
      write(folder, 'base/base.yaml', base);
      write(folder, 'base/kustomization.yaml', 'resources:\n  - base.yaml\n');
      const key = each.chart.endsWith('control-plane') ? { argocd: { manifestsUrl: '../base' } } : {};
      const values = { ...each.values, argocdManifestsUrl: '../base', ...key };
      for (const [path, text] of Object.entries(filesOf(await renderOwn({ ...each, values })))) {
        if (/^(?:components\/)?argocd\//.test(path)) write(folder, path.replace('components/', ''), text);
      }
      const built = execFileSync(KUBECTL ?? '', ['kustomize', join(folder, 'argocd')], { encoding: 'utf8' });
      const objects = parseAllDocuments(built).map((document) => document.toJS());
      const dataOf = (name: string) => objects.find(({ metadata }) => metadata.name === name).data;
      expect(objects.every(({ metadata }) => metadata.namespace === 'argocd')).toBe(true);
      expect(dataOf('argocd-cm').url).toMatch(/^https:\/\/argocd[-.]/);
      expect(dataOf('argocd-cmd-params-cm')['application.namespaces']).toBe('*-environment');
      if (each.chart.endsWith('control-plane')) return;
      // What the Job applies is an Application too.
      const registry = parse(dataOf('argocd-clusters-app')['registry.yaml']);
      expect(registry.spec.source.path).toBe(`registry/clusters/${each.values['workloadClusterName']}`);
    }),
  );
});

const configured = CLUSTER_CHARTS.filter(({ name }) => name === 'minimal' || name === 'full');

it.skipIf(!hasTerraform).each(configured)('Terraform reads the configuration: $chart, $name', async (each) => {
  const configs = objectsOf(filesOf(await renderOwn(each))).filter(({ kind }) => kind === 'ProviderConfig');
  expect(configs.length).toBe(each.chart.endsWith('control-plane') ? 0 : 1);
  for (const { spec } of configs) {
    // Prints what it was given, or fails where that is no HCL.
    const { TF_CLI_CONFIG_FILE: _, ...env } = process.env;
    const run = spawnSync('terraform', ['fmt', '-'], { input: spec.configuration, encoding: 'utf8', env });
    expect(run.stderr).toBe('');
    expect(run.stdout).toBe(spec.configuration);
    expect(spec.configuration).toContain('backend "s3"');
  }
});

describe.each(['aws/management', 'civo/management'])('the migration to the GitHub App, %s', (chart) => {
  it('finds nothing to do in what the template writes', async () => {
    expect(migrated(await filesFor(chart, 'minimal'), { folder: 'tree' }).changes).toEqual([]);
  });

  it('makes of a cluster with a token what the template writes for one with the App', async () => {
    const { changes, after } = migrated(await filesFor(chart, 'pat'), { folder: 'tree' });
    expect(changes.length).toBeGreaterThan(2);
    expect(dataOf(after)).toEqual(dataOf(await filesFor(chart, 'minimal')));
  });
});

// --- internal ---

async function filesFor(chart: string, name: string): Promise<ReadonlyMap<string, string>> {
  const files = filesOf(await renderOwn(named(chart, name)));
  return new Map(Object.entries(files).map(([path, text]) => [`tree/${path}`, text]));
}

function dataOf(files: ReadonlyMap<string, string>): unknown {
  return [...objectsOf(Object.fromEntries(files))].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const key = (object: { file: string; kind: string; metadata?: { name: string } }) =>
  `${object.file} ${object.kind} ${object.metadata?.name}`;

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kcdk-own-'));
  try {
    await run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
