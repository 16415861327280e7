// biome-ignore-all lint/performance/noBarrelFile: this is the package entry

export type { ExternalSecretsApiVersion } from '../lib/model/declaration.ts';
export { GLOBAL_NAMESPACE, type NameAndNamespace } from '../lib/model/identity.ts';
export type { Json, JsonObject } from '../lib/model/json.ts';
export type {
  PrometheusComponent,
  PrometheusDuration,
  RemoteWrite,
  SecretKeySelector,
} from '../lib/model/kube-prometheus-stack.ts';
export type { RepositoryProps } from '../lib/model/repository-location.ts';
export { SecretRef, type StoreSecretRef, type VaultSecretRef } from '../lib/model/secret-ref.ts';
export type {
  FolderTemplateSource,
  GitTemplateSource,
  TemplateBinding,
  TemplateReference,
  TemplateSource,
} from '../lib/model/template.ts';
export { App, type AppProps } from './app.ts';
export type { Cdk8sResolutionContext, Cdk8sResolver } from './cdk8s-resolvers.ts';
export { Comment } from './comment.ts';
export { Environment, type EnvironmentProps } from './environment.ts';
export { Folder, type FolderProps } from './folder.ts';
export { GitConnection, type GitHubAppConnectionProps, type PatConnectionProps } from './git-connection.ts';
export { KubePrometheusStack, type KubePrometheusStackProps } from './kube-prometheus-stack.ts';
export { ManagementCluster, type ManagementClusterProps } from './management-cluster.ts';
export { Organization, type OrganizationProps } from './organization.ts';
export { Platform, type PlatformProps } from './platform.ts';
export { WorkloadCluster, type WorkloadClusterProps } from './workload-cluster.ts';
