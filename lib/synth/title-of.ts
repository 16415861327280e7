import type { Declaration } from '../model/declaration.ts';

/** A kind at the start of a sentence. */
export function titleOf(kind: Declaration['kind']): string {
  return TITLES[kind];
}

// --- internal ---

const TITLES: Readonly<Record<Declaration['kind'], string>> = {
  platform: 'Platform',
  organization: 'Organization',
  team: 'Team',
  'cloud-account': 'Cloud account',
  'cluster-template': 'Cluster template',
  'pipeline-template': 'Pipeline template',
  'helm-template': 'Helm template',
  environment: 'Environment',
  'catalog-application': 'Catalog item',
  'management-cluster': 'Management cluster',
  'workload-cluster': 'Cluster',
  'catalog-deployment': 'Deployment',
  application: 'Application',
  'kube-prometheus-stack': 'kube-prometheus-stack',
  folder: 'Folder',
};
