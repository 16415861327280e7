import type { KubePrometheusStackDeclaration } from './declaration.ts';
import type { ApplicationDeclaration } from './declarations/application.ts';
import type { CatalogDeploymentDeclaration, CatalogItemDeclaration } from './declarations/catalog.ts';
import type { CloudAccountDeclaration } from './declarations/cloud-account.ts';
import type {
  ClusterSettings,
  ManagementClusterDeclaration,
  WorkloadClusterDeclaration,
} from './declarations/cluster.ts';
import type { EnvironmentDeclaration, ProvisionDeclaration } from './declarations/environment.ts';
import type {
  GitAuth,
  GitProvider,
  OrganizationDeclaration,
  PlatformDeclaration,
  TeamDeclaration,
} from './declarations/organization.ts';
import type { TemplateDeclaration, TemplateKind } from './declarations/template.ts';
import { GLOBAL_NAMESPACE, type NameAndNamespace, type RecordId, type RecordKind } from './identity.ts';
import type { Origin } from './origin.ts';
import type { PlatformRepository } from './repository-location.ts';
import type { VaultSecretRef } from './secret-ref.ts';

/** A declaration with the construct that made it. */
export type Declared<D> = D & {
  readonly origin: Origin;
  /** Comment lines for the head of its files. */
  readonly comment: readonly string[];
  /** Set where a mistake was found already: what is wrong with its values is a consequence, and not told again. */
  readonly faulty?: true;
};

/** A declaration at one place: each of its records is one of these. `default` is Global. */
export type Located<D> = Declared<Omit<D, 'namespace' | 'namespaces' | 'organization'>> & {
  readonly namespace: string;
};

export type Platform = Located<Omit<PlatformDeclaration, 'repository'>> & {
  /** The platform's own repository. */
  readonly repository: PlatformRepository;
};

export type Organization = Located<OrganizationDeclaration> & {
  readonly platform: PlatformRepository;
  readonly application: PlatformRepository;
};

/** A git connection of an organization, as the platform keeps it: one for each of its repositories. */
export type GitAccount = Declared<{
  readonly kind: 'git-account';
  readonly name: 'application' | 'platform';
  readonly namespace: string;
  readonly provider: GitProvider;
  readonly auth: GitAuth;
  /** GitHub organization, or full path of a GitLab group. */
  readonly organization: string;
  readonly repository: PlatformRepository;
  readonly credentials: VaultSecretRef;
}>;

export type Team = Located<TeamDeclaration>;

export type CloudAccount = Located<CloudAccountDeclaration>;

export type Template<Kind extends TemplateKind = TemplateKind> = Located<TemplateDeclaration<Kind>>;

export type Environment = Located<Omit<EnvironmentDeclaration, 'clusters' | 'catalog'>> & {
  /** Clusters that the environment itself says it is attached to. */
  readonly clusters: readonly NameAndNamespace[];
  /** What every cluster gets that it is attached to; an item that cannot be resolved is left out. */
  readonly catalog: readonly Provision[];
};

/** A catalog item that an environment brings along. */
export type Provision = Omit<ProvisionDeclaration, 'item'> & { readonly item: CatalogItem };

export type CatalogItem = Located<CatalogItemDeclaration>;

/** What a cluster was told, its references resolved. */
export type ResolvedSettings = Omit<ClusterSettings, 'template' | 'cloudAccount'> & {
  readonly template: Template<'cluster-template'> | undefined;
  readonly cloudAccount: CloudAccount | undefined;
};

export type ManagementCluster = Located<Omit<ManagementClusterDeclaration, keyof ClusterSettings>> &
  ResolvedSettings & {
    readonly organization: Organization;
    readonly monitoring: Declared<KubePrometheusStackDeclaration> | undefined;
  };

export type WorkloadCluster = Located<
  Omit<WorkloadClusterDeclaration, keyof ClusterSettings | 'management' | 'environments' | 'host'>
> &
  ResolvedSettings & {
    readonly organization: Organization;
    readonly management: ManagementCluster;
    /** The cluster that a virtual one runs on. */
    readonly host: NameAndNamespace | undefined;
    /** Whatever it or the environments say, sorted by slug. */
    readonly environments: readonly Environment[];
    readonly monitoring: Declared<KubePrometheusStackDeclaration> | undefined;
  };

export type CatalogDeployment = Located<
  Omit<CatalogDeploymentDeclaration, 'item' | 'cluster' | 'environments' | 'teams'>
> & {
  readonly item: CatalogItem;
  readonly cluster: WorkloadCluster;
  /** In the order of the declaration. */
  readonly environments: readonly Environment[];
  readonly teams: readonly Team[] | undefined;
  /** The environment that brings it along; undefined for one that is declared by itself. */
  readonly provisionedBy: Environment | undefined;
};

export type Application = Located<
  Omit<ApplicationDeclaration, 'team' | 'pipelineTemplate' | 'helmTemplate' | 'stages' | 'repository'>
> & {
  /** Undefined where its organization is not declared, which is an error. */
  readonly organization: Organization | undefined;
  readonly repository: PlatformRepository;
  readonly team: Team | undefined;
  readonly pipelineTemplate: Template<'pipeline-template'>;
  readonly helmTemplate: Template<'helm-template'>;
  /** In the order in which a release passes them. */
  readonly stages: readonly Environment[];
};

/** The platform as data: every reference resolved, nothing in it that an organization cannot see. Sorted by identity. */
export interface PlatformModel {
  readonly platform: Platform;
  readonly organizations: readonly Organization[];
  readonly teams: readonly Team[];
  readonly gitAccounts: readonly GitAccount[];
  readonly cloudAccounts: readonly CloudAccount[];
  readonly clusterTemplates: readonly Template<'cluster-template'>[];
  readonly pipelineTemplates: readonly Template<'pipeline-template'>[];
  readonly helmTemplates: readonly Template<'helm-template'>[];
  readonly environments: readonly Environment[];
  readonly catalogItems: readonly CatalogItem[];
  readonly managementClusters: readonly ManagementCluster[];
  readonly workloadClusters: readonly WorkloadCluster[];
  readonly catalogDeployments: readonly CatalogDeployment[];
  readonly applications: readonly Application[];
  /**
   * Every repository once, in the order in which they are written: the platform's own, platform, application, those of
   * applications that are scaffolded.
   */
  readonly repositories: readonly PlatformRepository[];
}

/** Any resource of a platform. */
export type Resource =
  | Platform
  | Organization
  | Team
  | GitAccount
  | CloudAccount
  | Template<'cluster-template'>
  | Template<'pipeline-template'>
  | Template<'helm-template'>
  | Environment
  | CatalogItem
  | ManagementCluster
  | WorkloadCluster
  | CatalogDeployment
  | Application;

/** Every resource, by kind as in `RECORD_KINDS`, then as in the model. */
export function resourcesOf(model: PlatformModel): readonly Resource[] {
  return [
    model.platform,
    ...model.organizations,
    ...model.teams,
    ...model.gitAccounts,
    ...model.cloudAccounts,
    ...model.clusterTemplates,
    ...model.pipelineTemplates,
    ...model.helmTemplates,
    ...model.environments,
    ...model.catalogItems,
    ...model.managementClusters,
    ...model.workloadClusters,
    ...model.catalogDeployments,
    ...model.applications,
  ];
}

/** Management and workload clusters are of one kind for the platform. */
export function recordKindOf(kind: Resource['kind']): RecordKind {
  return kind === 'management-cluster' || kind === 'workload-cluster' ? 'cluster' : kind;
}

/** What makes the resource the same resource. */
export function recordIdOf({ kind, namespace, name }: Resource): RecordId {
  return { kind: recordKindOf(kind), namespace, name };
}

/** The repository that a namespace keeps its records in; undefined for an organization that is not declared. */
export function recordRepository(model: PlatformModel, namespace: string): PlatformRepository | undefined {
  if (namespace === GLOBAL_NAMESPACE) return model.platform.repository;
  return model.organizations.find(({ name }) => name === namespace)?.platform;
}
