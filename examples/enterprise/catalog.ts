import {
  CatalogItem,
  ClusterTemplate,
  Environment,
  HelmTemplate,
  PipelineTemplate,
  type Platform,
  Scope,
  Templates,
} from 'konstruct-cdk';

/** What runs on every cluster of every organization. */
export const BASE_ITEMS = [
  'cert-manager',
  'external-dns',
  'external-secrets',
  'envoy-gateway',
  'metrics-server',
  'reloader',
] as const;

/** What is Global: every organization sees it, those that join later too. */
export function globalCatalog(platform: Platform) {
  const template = (cloud: string, type: string) =>
    new ClusterTemplate(platform, `${cloud}-${type}`, {
      source: Templates.builtIn(`cluster-templates/${cloud}/${type}`),
    });
  const item = (name: string) => new CatalogItem(platform, name, { source: Templates.builtIn(`catalog/${name}`) });
  return {
    environments: {
      staging: new Environment(platform, 'staging', { description: 'Acceptance before every release' }),
      production: new Environment(platform, 'production', { description: 'What customers see', color: '#dc2626' }),
      // One record in each of the two organizations that have auditors in the house.
      audit: new Environment(platform, 'audit', { scope: Scope.organizations(['payments', 'finance']) }),
    },
    templates: {
      management: {
        civo: template('civo', 'management'),
        aws: template('aws', 'management'),
        // Those on Google were there before.
        google: undefined,
      },
      workload: {
        civo: template('civo', 'workload'),
        aws: template('aws', 'workload'),
        google: template('google', 'workload'),
      },
      virtual: { civo: undefined, aws: template('aws', 'workload-vcluster'), google: undefined },
    },
    base: BASE_ITEMS.map(item),
    bucket: new CatalogItem(platform, 'bucket', { type: 'Infrastructure', source: Templates.builtIn('catalog/s3') }),
    pipelines: new PipelineTemplate(platform, 'gh-actions', {
      source: Templates.builtIn('pipeline-templates/github-ghcr'),
    }),
    gitlabPipelines: new PipelineTemplate(platform, 'gitlab-ci', {
      source: Templates.builtIn('pipeline-templates/gitlab'),
    }),
    chart: new HelmTemplate(platform, 'web-service', { source: Templates.builtIn('helm-templates/web-service') }),
  };
}

export type GlobalCatalog = ReturnType<typeof globalCatalog>;
