import { ApiObject, App as Cdk8sApp, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  CatalogDeployment,
  CatalogItem,
  ClusterTemplate,
  Environment,
  ManagementCluster,
  WorkloadCluster,
} from '../../constructs/index.ts';
import { compile } from '../../lib/compile.ts';
import { askTemplates } from '../../lib/synth/ask-templates.ts';
import type { ChartRequest, TemplateLibrary } from '../../lib/templates/library/template-library.ts';
import { libraryOf } from '../tools/library.ts';
import { smallPlatform } from '../tools/program.ts';

const APPLICATION = (path: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: "{{ .Release.Name }}-x", namespace: argocd }
spec:
  project: default
  source: { repoURL: "{{ .Values.teamGitopsRepoUrl }}", path: "${path}", targetRevision: HEAD }
  destination: { name: in-cluster, namespace: argocd }
`;

const TEMPLATES = {
  './cluster': {
    'Chart.yaml': 'apiVersion: v2\nname: cluster\nversion: 1.0.0\n',
    'values.yaml': 'clusterType: physical\n',
    // The template decides where deployments go.
    'templates/45-environment.yaml': APPLICATION('elsewhere/{{ .Values.workloadClusterName }}/{{ .Values.envName }}'),
    'templates/zone.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: zone }\n',
  },
  './item': {
    'Chart.yaml': 'apiVersion: v2\nname: item\nversion: 1.0.0\n',
    'values.yaml': '# @input.type: number\nreplicas: 1\nregistryPath: ""\nteamGitopsRepoUrl: ""\n',
    'templates/application.yaml': APPLICATION('{{ .Values.registryPath }}/{{ .Values.replicas }}'),
  },
};

describe('askTemplates', () => {
  it('asks for exactly what a compilation will ask for of deployments, and renders none of them', async () => {
    let programs = 0;
    const { app, platform, retail } = smallPlatform();
    const dev = new Environment(retail, 'dev');
    const staging = new Environment(platform, 'staging');
    const template = new ClusterTemplate(platform, 'cluster', { source: { folder: './cluster' } });
    new ManagementCluster(retail, 'mgmt');
    const templated = new WorkloadCluster(retail, 'lon1', { environments: [dev, staging], template });
    const plain = new WorkloadCluster(retail, 'lon2', { environments: [dev] });
    const item = new CatalogItem(platform, 'item', { source: { folder: './item' } });
    const program = CatalogItem.fromChart(platform, 'program', () => {
      programs += 1;
      const chart = new Chart(new Cdk8sApp(), 'chart');
      new ApiObject(chart, 'settings', { apiVersion: 'v1', kind: 'ConfigMap' });
      return chart;
    });
    new CatalogDeployment(retail, 'a', {
      item,
      cluster: templated,
      environments: [dev, staging],
      values: { replicas: 2 },
    });
    new CatalogDeployment(retail, 'b', { item, cluster: plain, environments: [dev] });
    new CatalogDeployment(retail, 'c', { item: program, cluster: plain, environments: [dev] });
    const library = await libraryOf(TEMPLATES);
    const { model } = compile(app, { library });
    expect(model).toBeDefined();
    if (model === undefined) return;
    const compiled = counting(library);
    compile(app, { library: compiled.library });
    const run = programs;
    expect(run).toBeGreaterThan(0);

    const asking = counting(library);
    const asked = askTemplates(model, asking.library);
    expect(programs).toBe(run);
    expect(asked.map(({ request }) => request)).toEqual(compiled.of('./item'));
    expect(asked.map(({ request }) => request.values['registryPath'])).toEqual([
      'elsewhere/lon1/dev',
      'elsewhere/lon1/staging-global',
      'registry/environments/dev/lon2',
    ]);
    expect(asking.of('./item')).toEqual([]);
  });
});

// --- internal ---

/** Notes what charts are rendered for. */
function counting(library: TemplateLibrary): {
  readonly library: TemplateLibrary;
  readonly of: (folder: string) => readonly ChartRequest[];
} {
  const made = new Map<string, ChartRequest[]>();
  return {
    of: (folder) => made.get(folder) ?? [],
    library: {
      get: (source) => {
        const template = library.get(source);
        if (template === undefined || !('folder' in source)) return template;
        const requests = made.get(source.folder) ?? [];
        made.set(source.folder, requests);
        return {
          ...template,
          renderChart: (request) => {
            requests.push(request);
            return template.renderChart(request);
          },
        };
      },
    },
  };
}
