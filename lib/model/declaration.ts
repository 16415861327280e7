import type { ApplicationDeclaration } from './declarations/application.ts';
import type { CatalogDeploymentDeclaration, CatalogItemDeclaration } from './declarations/catalog.ts';
import type { CloudAccountDeclaration } from './declarations/cloud-account.ts';
import type { ManagementClusterDeclaration, WorkloadClusterDeclaration } from './declarations/cluster.ts';
import type { EnvironmentDeclaration } from './declarations/environment.ts';
import type { OrganizationDeclaration, PlatformDeclaration, TeamDeclaration } from './declarations/organization.ts';
import type { TemplateDeclaration } from './declarations/template.ts';
import type { KubePrometheusStackSpec } from './kube-prometheus-stack.ts';

export interface KubePrometheusStackDeclaration {
  readonly kind: 'kube-prometheus-stack';
  readonly spec: KubePrometheusStackSpec;
}

/** Puts the cdk8s charts below it into a folder of a repository. */
export interface FolderDeclaration {
  readonly kind: 'folder';
  readonly repository: 'platform' | 'application' | undefined;
  /** Relative to the folder or cluster it stands in, else to the root of the repository. */
  readonly path: string;
}

/** What may have a record in each of several namespaces. */
export type ScopableDeclaration =
  | EnvironmentDeclaration
  | CatalogItemDeclaration
  | TemplateDeclaration<'cluster-template'>
  | TemplateDeclaration<'pipeline-template'>
  | TemplateDeclaration<'helm-template'>;

/** What a construct says about the platform: plain data, compiled by `lib/synth`. */
export type Declaration =
  | PlatformDeclaration
  | OrganizationDeclaration
  | TeamDeclaration
  | CloudAccountDeclaration
  | ScopableDeclaration
  | ManagementClusterDeclaration
  | WorkloadClusterDeclaration
  | CatalogDeploymentDeclaration
  | ApplicationDeclaration
  | KubePrometheusStackDeclaration
  | FolderDeclaration;
