import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  AppRegistration,
  CatalogItem,
  ClusterTemplate,
  Environment,
  HelmTemplate,
  ManagementCluster,
  PipelineTemplate,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { type Compilation, compile } from '../../../lib/compile.ts';
import { templateSourceKey } from '../../../lib/model/template.ts';
import { readBuiltInTemplate } from '../../../lib/repository/template/read-built-in-template.ts';
import { openTemplate } from '../../../lib/templates/library/open-template.ts';
import { readDeclarations } from '../../../lib/testing.ts';
import { scriptOf } from '../../own-templates/pipeline-templates.ts';
import { libraryOf } from '../../tools/library.ts';
import { documentsOf, filesOf, smallPlatform } from '../../tools/program.ts';

/** A template of a cluster, whose environments lie in a folder. */
const clusterTemplate = (folder: string): Readonly<Record<string, string>> => ({
  'Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 1.0.0\n',
  'values.yaml': 'clusterType: physical\napplicationSourceRepos: []\n',
  'templates/45-environment.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: '{{ .Values.workloadClusterName }}-{{ .Values.envName }}', namespace: argocd }
spec:
  project: '{{ .Values.workloadClusterName }}-environment'
  source: { repoURL: '{{ .Values.teamGitopsRepoUrl }}', path: '${folder}', targetRevision: HEAD }
  destination: { name: in-cluster, namespace: '{{ .Values.workloadClusterName }}-environment' }
`,
  'templates/sources.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: sources, namespace: kube-system }
data: { repositories: '{{ join "," .Values.applicationSourceRepos }}' }
`,
});

const USUAL = 'registry/environments/{{ .Values.envName }}/{{ .Values.workloadClusterName }}';
const APPS = 'acme-retail/retail';

describe('an application on clusters from templates', () => {
  it('has its Application in the folder that the template syncs, and its registry told to the template', async () => {
    const compilation = await compiled({ folder: USUAL });
    expect(compilation.diagnostics).toEqual([]);
    expect(applicationsOf(compilation)).toEqual([
      'registry/environments/staging-global/lon1/shop.yaml',
      'registry/environments/staging/lon1/shop.yaml',
    ]);
    const [sources] = documentsOf(compilation, 'acme-platform/retail:registry/clusters/lon1/sources.yaml');
    expect(sources?.['data']).toEqual({ repositories: 'ghcr.io/acme-retail/charts' });
  });

  it('is told apart by names and namespaces of environments that are called alike', async () => {
    const compilation = await compiled({ folder: USUAL });
    const manifests = applicationsOf(compilation).map((path) => documentsOf(compilation, `${APPS}:${path}`)[0]);
    expect(manifests).toMatchObject([
      {
        metadata: { name: 'lon1-staging-global-shop', namespace: 'lon1-environment' },
        spec: { destination: { name: 'lon1', namespace: 'staging-global' } },
      },
      {
        metadata: { name: 'lon1-staging-shop', namespace: 'lon1-environment' },
        spec: { destination: { name: 'lon1', namespace: 'staging' } },
      },
    ]);
  });

  it('is moved by the update workflow in the stage that was chosen, and in no other', async () => {
    const compilation = await compiled({ folder: USUAL });
    const deploy = parse(filesOf(compilation)['acme-retail/shop:.github/workflows/deploy.yaml'] ?? '');
    const options: readonly string[] = deploy.on.workflow_dispatch.inputs.environment.options;
    expect(options).toEqual(['staging', 'staging-global']);
    const script = scriptOf(
      filesOf(compilation)[`${APPS}:.github/workflows/update-environment.yaml`] ?? '',
      'Move the application',
    );
    for (const [at, environment] of options.entries()) {
      const moved = runIn(compilation, script, environment, `1.${at}.0`);
      expect(moved).toEqual([`registry/environments/${environment}/lon1/shop.yaml`]);
    }
  });

  it.each([
    ['another folder', 'registry/environments/{{ .Values.workloadClusterName }}/{{ .Values.envName }}', 2],
    ['a folder without one for the cluster', 'registry/environments/{{ .Values.envName }}', 2],
  ])('warns where pipelines cannot promote it: %s', async (_, folder, count) => {
    const { diagnostics } = await compiled({ folder });
    const warnings = diagnostics.filter(({ code }) => code === 'STAGE_OUT_OF_REACH');
    expect(warnings.map(({ address, severity }) => [address, severity])).toEqual(
      Array.from({ length: count }, () => ['acme/retail/shop', 'warning']),
    );
  });

  it('is refused two stages in one folder', async () => {
    const { diagnostics } = await compiled({ folder: 'registry/environments/{{ .Values.workloadClusterName }}' });
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toContain('PATH_CLASH');
  });
});

describe('a bare name of an environment that is Global and of the organization', () => {
  const METADATA = 'apiVersion: konstruct-cdk.dev/v1\n';

  it.each<[string, string, string]>([
    [
      'a stage',
      `${METADATA}kind: Application
metadata: { name: shop, namespace: retail }
spec:
  repoUrl: https://git.example.com/acme-retail/shop
  pipeline_template_name: pipelines
  pipeline_template_namespace: default
  helm_template_name: web
  helm_template_namespace: default
  releaseStages: [staging]
`,
      'Application `shop`',
    ],
    [
      'a deployment',
      `${METADATA}kind: CatalogDeployment
metadata: { name: dd, namespace: retail }
spec:
  catalog_application_name: agent
  catalog_application_namespace: default
  cluster_name: lon1
  environments: [staging]
`,
      'Deployment `dd`',
    ],
  ])('is refused for %s, with both', (_, record, who) => {
    const app = program({ folder: USUAL, registered: false });
    const { diagnostics } = compile(app, { declarations: readDeclarations({ 'record.yaml': record }) });
    const [found, ...others] = diagnostics.filter(({ code }) => code === 'REFERENCE_AMBIGUOUS');
    expect(others).toEqual([]);
    expect(found?.summary).toContain(who);
    expect(found?.fix).toMatch(/`retail` or `default`/);
    expect(found?.related?.map(({ address }) => address).toSorted()).toEqual(['acme/retail/staging', 'acme/staging']);
  });
});

// --- internal ---

interface Options {
  /** That the template of the cluster syncs. */
  readonly folder: string;
  readonly registered?: boolean;
}

function program({ registered = true }: Options) {
  const { app, platform, retail } = smallPlatform();
  const [global, own] = [new Environment(platform, 'staging'), new Environment(retail, 'staging')];
  new ManagementCluster(retail, 'mgmt');
  const template = new ClusterTemplate(platform, 'tiny', { source: { folder: './tiny' } });
  new WorkloadCluster(retail, 'lon1', { template, environments: [global, own] });
  new CatalogItem(platform, 'agent', { source: { folder: './agent' } });
  const pipelineTemplate = new PipelineTemplate(platform, 'pipelines', {
    source: { builtIn: 'pipeline-templates/github-ghcr' },
  });
  const helmTemplate = new HelmTemplate(platform, 'web', { source: { builtIn: 'helm-templates/web-service' } });
  if (registered) {
    new AppRegistration(retail, 'shop', {
      repository: { url: 'https://git.example.com/acme-retail/shop' },
      pipelineTemplate,
      helmTemplate,
      stages: [own, global],
    });
  }
  return app;
}

async function compiled(options: Options): Promise<Compilation> {
  const builtIns = ['pipeline-templates/github-ghcr', 'helm-templates/web-service', 'application-repository'];
  const loaded = await Promise.all(
    builtIns.map(async (builtIn) => openTemplate({ builtIn }, await readBuiltInTemplate(builtIn), builtIn)),
  );
  const own = await libraryOf({ './tiny': clusterTemplate(options.folder) });
  const byKey = new Map(loaded.map((template) => [templateSourceKey(template.source), template]));
  return compile(program(options), {
    library: { get: (source) => byKey.get(templateSourceKey(source)) ?? own.get(source) },
  });
}

function applicationsOf(compilation: Compilation): readonly string[] {
  return Object.keys(filesOf(compilation)).flatMap((key) =>
    key.startsWith(`${APPS}:`) && key.endsWith('/shop.yaml') ? [key.slice(APPS.length + 1)] : [],
  );
}

/** Which files the workflow changes in the application repository that a program comes to. */
function runIn(compilation: Compilation, script: string, environment: string, version: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'kcdk-promote-'));
  try {
    const before: Record<string, string> = {};
    for (const [key, text] of Object.entries(filesOf(compilation))) {
      if (!key.startsWith(`${APPS}:registry/`)) continue;
      const path = key.slice(APPS.length + 1);
      before[path] = text;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    // Nothing is to be pushed: the first look is all that is asked about.
    const [move = ''] = script.split('for attempt in');
    const env = {
      PATH: process.env['PATH'],
      ...{ ENVIRONMENT: environment, APP_VERSION: version, APP_NAME: 'shop', TRIGGERED_BY: '', SOURCE_RUN_ID: '' },
    };
    const run = spawnSync('bash', ['--noprofile', '--norc', '-c', `${move}\nmove\n`], {
      cwd: folder,
      encoding: 'utf8',
      env,
    });
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' });
    const changed = Object.keys(before).filter((path) => readFileSync(join(folder, path), 'utf8') !== before[path]);
    for (const path of changed)
      expect(readFileSync(join(folder, path), 'utf8')).toContain(`targetRevision: "${version}"`);
    return changed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
