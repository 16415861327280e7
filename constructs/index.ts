// biome-ignore-all lint/performance/noBarrelFile: this is the package entry

export type { AwsPublishing } from '../lib/model/declarations/application.ts';
export type { CatalogItemType } from '../lib/model/declarations/catalog.ts';
export type { CloudAccountSpec, CloudProvider } from '../lib/model/declarations/cloud-account.ts';
export type { InputValue, InputValues } from '../lib/model/declarations/cluster.ts';
export type {
  ExternalSecretsApiVersion,
  GitAuth,
  GitProvider,
  Role,
  RoleMapping,
} from '../lib/model/declarations/organization.ts';
export { GLOBAL_NAMESPACE, type NameAndNamespace } from '../lib/model/identity.ts';
export type { Json, JsonObject } from '../lib/model/json.ts';
export type {
  PrometheusComponent,
  PrometheusDuration,
  RemoteWrite,
  SecretKeySelector,
} from '../lib/model/kube-prometheus-stack.ts';
export type { Referable, ReferenceTo } from '../lib/model/reference.ts';
export type { RepositoryProps } from '../lib/model/repository-location.ts';
export { Scope } from '../lib/model/scope.ts';
export { SecretRef, type StoreSecretRef, type VaultSecretRef } from '../lib/model/secret-ref.ts';
export type {
  BuiltInTemplateSource,
  FolderTemplateSource,
  GitTemplateSource,
  TemplateBinding,
  TemplateReference,
  TemplateSource,
} from '../lib/model/template.ts';
export { App, type AppProps } from './app.ts';
export { AppRegistration, type AppRegistrationProps, type AppStage } from './app-registration.ts';
export { CatalogDeployment, type CatalogDeploymentProps } from './catalog-deployment.ts';
export {
  CatalogItem,
  type CatalogItemProps,
  type ProgramItemProps,
  type TerraformStackLike,
} from './catalog-item.ts';
export type { Cdk8sResolutionContext, Cdk8sResolver } from './cdk8s-resolvers.ts';
export { CloudAccount, type CloudAccountProps } from './cloud-account.ts';
export type { ClusterProps } from './cluster-props.ts';
export { Comment } from './comment.ts';
export { Environment, type EnvironmentItem, type EnvironmentProps } from './environment.ts';
export { Folder, type FolderProps } from './folder.ts';
export {
  GitConnection,
  type GitHubAppConnectionProps,
  type GitLabGroupConnectionProps,
  type PatConnectionProps,
} from './git-connection.ts';
export { KubePrometheusStack, type KubePrometheusStackProps } from './kube-prometheus-stack.ts';
export { type AfterHealthyOptions, type IgnoredField, Lifecycle } from './lifecycle.ts';
export { ManagementCluster, type ManagementClusterProps } from './management-cluster.ts';
export { Organization, type OrganizationProps } from './organization.ts';
export { OrganizationBound, type OrganizationBoundProps } from './organization-bound.ts';
export { type ControlPlaneProps, Platform, type PlatformProps } from './platform.ts';
export { type ChosenProps, type PlacedProps, ScopedConstruct, type ScopedProps } from './scoped.ts';
export { Team, type TeamProps } from './team.ts';
export type { TemplateValues } from './template-values.ts';
export {
  ClusterTemplate,
  type GitSourceProps,
  HelmTemplate,
  PipelineTemplate,
  type SourceProps,
  type TemplateProps,
  Templates,
} from './templates.ts';
export { VirtualCluster, type VirtualClusterProps } from './virtual-cluster.ts';
export { WorkloadCluster, type WorkloadClusterProps } from './workload-cluster.ts';
