import { describe, expect, it } from 'vitest';
import {
  App,
  CatalogDeployment,
  CatalogItem,
  ClusterTemplate,
  Environment,
  ManagementCluster,
  Platform,
  SecretRef,
  Templates,
  WorkloadCluster,
  type WorkloadClusterProps,
} from '../../../constructs/index.ts';
import { compile } from '../../../lib/compile.ts';
import type { templateSourceKey } from '../../../lib/model/template.ts';
import { readBuiltInTemplate } from '../../../lib/repository/template/read-built-in-template.ts';
import { openTemplate } from '../../../lib/templates/library/open-template.ts';
import { libraryOf } from '../../tools/library.ts';
import { documentsOf, filesOf, organization } from '../../tools/program.ts';
import { AGENT } from '../deployments/agent-item.ts';

const APPLICATION = (name: string, path: string, repository: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd, annotations: { argocd.argoproj.io/sync-wave: "45" } }
spec:
  project: default
  source: { repoURL: "${repository}", path: ${path}, targetRevision: HEAD }
  destination: { name: in-cluster, namespace: argocd }
`;

/** A chart whose environments lie elsewhere, and a token tree, of the same cluster. */
const CHART: Readonly<Record<string, string>> = {
  'Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 1.0.0\n',
  'values.yaml': `clusterType: physical
# @input.type: string
# @input.required: true
zone: ""
# @input.type: secret
# @input.required: false
# @input.secretKey: token
# @input.secretEnv: PULL_TOKEN
# @input.secretBackend: vault
# @input.secretPath: registry/pull
pullToken: <PULL_TOKEN>
applicationSourceRepos: []
`,
  'templates/45-environment.yaml': APPLICATION(
    '{{ .Values.workloadClusterName }}-{{ .Values.envName }}',
    'registry/environments/{{ .Values.workloadClusterName }}/{{ .Values.envName }}',
    '{{ .Values.teamGitopsRepoUrl }}',
  ),
  'templates/registry-workload-cluster.yaml': APPLICATION(
    'registry-{{ .Values.workloadClusterName }}',
    'registry/clusters/{{ .Values.workloadClusterName }}',
    '{{ .Values.gitopsRepoUrl }}',
  ).replace('"45"', '"100"'),
  'templates/settings/zone.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: zone, namespace: kube-system }
data:
  zone: {{ .Values.zone }}
  nodes: {{ .Values.workloadNodeCount | required "workloadNodeCount is not given" | quote }}
  repositories: {{ join "," .Values.applicationSourceRepos | quote }}
`,
};

const TOKENS: Readonly<Record<string, string>> = {
  'kubefirst.yaml': 'clusterType: physical\ninputs:\n  - { name: zone, token: <ZONE>, prompt: Zone }\n',
  '45-environment.yaml': APPLICATION(
    '<WORKLOAD_CLUSTER_NAME>-<ENV_NAME>',
    'registry/environments/<ENV_NAME>/<WORKLOAD_CLUSTER_NAME>',
    '<TEAM_GITOPS_REPO_URL>',
  ),
  'settings/zone.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: zone, namespace: kube-system }\ndata: { zone: <ZONE>, nodes: "<WORKLOAD_NODE_COUNT>" }\n',
};

const PLATFORM = 'acme-platform/retail';
const APPS = 'acme-retail/retail';

describe('a cluster from a chart', () => {
  it('gets its tree, one Application an environment, and its registration; the compiler steps back there', async () => {
    const compilation = await compiled(CHART, { inputs: { zone: 'a' }, nodeCount: 3 });
    expect(compilation.diagnostics).toEqual([]);
    const paths = Object.keys(filesOf(compilation)).filter(
      (path) => path.includes('lon1') && !path.includes('konstruct/'),
    );
    expect(paths).toEqual([
      `${PLATFORM}:registry/clusters/lon1/45-env-dev.yaml`,
      `${PLATFORM}:registry/clusters/lon1/45-env-staging-global.yaml`,
      `${PLATFORM}:registry/clusters/lon1/appproject-environment.yaml`,
      `${PLATFORM}:registry/clusters/lon1/appproject-platform.yaml`,
      `${PLATFORM}:registry/clusters/lon1/appproject.yaml`,
      `${PLATFORM}:registry/clusters/lon1/settings/zone.yaml`,
      `${PLATFORM}:registry/clusters/mgmt/components/clusters/registry-lon1.yaml`,
      `${APPS}:registry/environments/lon1/dev/.gitkeep`,
      `${APPS}:registry/environments/lon1/staging-global/.gitkeep`,
    ]);
    const text = filesOf(compilation)[`${PLATFORM}:registry/clusters/mgmt/components/clusters/registry-lon1.yaml`];
    expect(text).not.toContain('Managed by kcdk');
  });

  it('has deployments where its template says that environments lie, and is told what they fetch', async () => {
    const compilation = await compiled(CHART, { inputs: { zone: 'a' }, nodeCount: 3 }, true);
    expect(compilation.diagnostics).toEqual([]);
    expect(Object.keys(filesOf(compilation))).toContain(`${APPS}:registry/environments/lon1/dev/dd.yaml`);
    const [map] = documentsOf(compilation, `${PLATFORM}:registry/clusters/lon1/settings/zone.yaml`);
    expect(map?.['data']).toMatchObject({ repositories: 'https://charts.example.com' });
  });

  it.each<[string, WorkloadClusterProps, string]>([
    ['a value of the platform that nothing gives', { inputs: { zone: 'a' } }, 'PLATFORM_VALUE_MISSING'],
    ['a required input that is missing', { nodeCount: 3 }, 'INPUT_MISSING'],
    ['an unknown input', { nodeCount: 3, inputs: { zone: 'a', zones: 'b' } }, 'INPUT_UNKNOWN'],
    ['a secret as text', { nodeCount: 3, inputs: { zone: 'a', pullToken: 'abc' } }, 'INPUT_SECRET_LITERAL'],
    [
      'a secret from elsewhere than the template reads',
      { nodeCount: 3, inputs: { zone: 'a', pullToken: SecretRef.vault('other') } },
      'SECRET_LOCATION_DIFFERS',
    ],
  ])('refuses %s, once, at the cluster', async (_, props, code) => {
    const { diagnostics } = await compiled(CHART, props);
    expect(diagnostics).toMatchObject([{ code, address: 'acme/retail/lon1' }]);
  });

  it('says where a missing value of the platform is given', async () => {
    const { diagnostics } = await compiled(CHART, { inputs: { zone: 'a' } });
    expect(diagnostics[0]?.fix).toBe('Give `nodeCount` to cluster `lon1`.');
  });

  it('refuses a template of another type', async () => {
    const values = (CHART['values.yaml'] ?? '').replace('physical', 'management');
    const { diagnostics } = await compiled(
      { ...CHART, 'values.yaml': values },
      { inputs: { zone: 'a' }, nodeCount: 3 },
    );
    expect(diagnostics).toMatchObject([{ code: 'TEMPLATE_KIND_DIFFERS', address: 'acme/retail/lon1' }]);
  });

  it('refuses a template that yields one path twice', async () => {
    const files = { ...CHART, 'templates/45-env-dev.yaml': CHART['templates/settings/zone.yaml'] ?? '' };
    const { diagnostics } = await compiled(files, { inputs: { zone: 'a' }, nodeCount: 3 });
    expect(diagnostics.map(({ code }) => code)).toContain('PATH_CLASH');
  });
});

describe('a cluster from token files', () => {
  it('is written with its tokens replaced', async () => {
    const compilation = await compiled(TOKENS, { inputs: { zone: 'a' }, nodeCount: 3 });
    expect(compilation.diagnostics).toEqual([]);
    const files = filesOf(compilation);
    expect(files[`${PLATFORM}:registry/clusters/lon1/settings/zone.yaml`]).toContain('data: { zone: a, nodes: "3" }');
    expect(files[`${PLATFORM}:registry/clusters/lon1/45-env-dev.yaml`]).toContain('name: lon1-dev');
    expect(files[`${PLATFORM}:registry/clusters/lon1/kubefirst.yaml`]).toBeUndefined();
  });

  it('refuses a token of the platform that nothing gives', async () => {
    const { diagnostics } = await compiled(TOKENS, { inputs: { zone: 'a' } });
    expect(diagnostics).toMatchObject([
      { code: 'PLATFORM_VALUE_MISSING', address: 'acme/retail/lon1', fix: 'Give `nodeCount` to cluster `lon1`.' },
    ]);
  });
});

describe('the control plane', () => {
  it('has its own tree from a template', async () => {
    const source = Templates.builtIn('cluster-templates/control-plane');
    const app = new App();
    new Platform(app, 'acme', {
      domain: 'acme.dev',
      repository: { url: 'https://github.com/acme-platform/platform' },
      controlPlaneSettings: { template: source, region: 'LON1' },
    });
    const loaded = await openTemplate(source, await readBuiltInTemplate(source.builtIn), 'digest');
    const library = {
      get: (other: Parameters<typeof templateSourceKey>[0]) => ('builtIn' in other ? loaded : undefined),
    };
    const compilation = compile(app, { library });
    expect(compilation.diagnostics).toEqual([]);
    expect(Object.keys(filesOf(compilation))).toContain(
      'acme-platform/platform:registry/clusters/acme-control-plane/registry.yaml',
    );
  });
});

// --- internal ---

async function compiled(files: Readonly<Record<string, string>>, props: WorkloadClusterProps, deploys = false) {
  const app = new App();
  const platform = new Platform(app, 'acme', {
    domain: 'acme.dev',
    repository: { url: 'https://git.example.com/acme/platform' },
  });
  const retail = organization(platform, 'retail');
  const staging = new Environment(platform, 'staging');
  const dev = new Environment(retail, 'dev');
  new ManagementCluster(retail, 'mgmt');
  const template = new ClusterTemplate(platform, 'tiny', { source: { folder: './tiny' } });
  const cluster = new WorkloadCluster(retail, 'lon1', { template, environments: [dev, staging], ...props });
  if (deploys) {
    const item = new CatalogItem(platform, 'agent', { source: { folder: './agent' } });
    const apiKey = SecretRef.store('konstruct/shared/agent', 'api-key');
    new CatalogDeployment(retail, 'dd', { item, cluster, environments: [dev], values: { site: 'eu', apiKey } });
  }
  return compile(app, { library: await libraryOf({ './tiny': files, './agent': AGENT }) });
}
