import type { NameAndNamespace } from './identity.ts';
import type { KubePrometheusStackSpec } from './kube-prometheus-stack.ts';
import type { RepositoryProps } from './repository-location.ts';
import type { VaultSecretRef } from './secret-ref.ts';

/** The platform itself: the domain its services live under and the repository of what is Global. */
export interface PlatformDeclaration {
  readonly kind: 'platform';
  readonly name: string;
  readonly domain: string;
  readonly repository: RepositoryProps;
  /** Name of the control plane cluster, whose Argo CD runs `registry/clusters/<name>` of the platform's repository. */
  readonly controlPlane: string;
  readonly externalSecretsApiVersion: ExternalSecretsApiVersion;
}

/** ESO serves `v1` from 0.17 on; 0.14 and older only `v1beta1`. */
export type ExternalSecretsApiVersion = 'external-secrets.io/v1' | 'external-secrets.io/v1beta1';

export interface OrganizationDeclaration {
  readonly kind: 'organization';
  readonly name: string;
  readonly displayName: string | undefined;
  readonly git: GitAccountSpec;
  readonly platformRepository: RepositoryProps;
  readonly applicationRepository: RepositoryProps;
}

/** How Argo CD and the platform enter the organization's repositories. */
export interface GitAccountSpec {
  readonly auth: 'pat' | 'github-app';
  readonly provider: 'github' | 'gitlab';
  /** GitHub organization, or full path of a GitLab group. */
  readonly organization: string;
  /** Vault entry for the application repository. */
  readonly credentials: VaultSecretRef;
  /** Vault entry for the platform repository. */
  readonly platformCredentials: VaultSecretRef;
}

export interface EnvironmentDeclaration {
  readonly kind: 'environment';
  readonly name: string;
  /** `default` for Global. */
  readonly namespace: string;
  /** Names the folder, the file and the Application; unique over what an organization can see. */
  readonly slug: string;
  readonly description: string | undefined;
  readonly color: string | undefined;
}

export interface ManagementClusterDeclaration {
  readonly kind: 'management-cluster';
  readonly name: string;
  /** Name of the organization it stands in; undefined when it stands in none, which is an error. */
  readonly organization: string | undefined;
}

export interface WorkloadClusterDeclaration {
  readonly kind: 'workload-cluster';
  readonly name: string;
  readonly organization: string | undefined;
  /** Name of the management cluster; undefined when the program leaves it to the organization's only one. */
  readonly management: { readonly name: string; readonly organization: string | undefined } | undefined;
  readonly environments: readonly NameAndNamespace[];
}

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

/** What a construct says about the platform: plain data, compiled by `lib/synth`. */
export type Declaration =
  | PlatformDeclaration
  | OrganizationDeclaration
  | EnvironmentDeclaration
  | ManagementClusterDeclaration
  | WorkloadClusterDeclaration
  | KubePrometheusStackDeclaration
  | FolderDeclaration;
