import type { RepositoryProps } from '../repository-location.ts';
import type { VaultSecretRef } from '../secret-ref.ts';
import type { Targets } from '../targets.ts';
import type { TemplateSource } from '../template.ts';
import type { InputValues } from './cluster.ts';

/** What is known of the control plane beyond its name. */
export interface ControlPlaneSettings {
  /** What its tree is made from; undefined when somebody else sees to it. */
  readonly template: TemplateSource | undefined;
  readonly region: string | undefined;
  /** AWS account, twelve digits. */
  readonly accountId: string | undefined;
  /** Bucket that keeps the state of the Terraform that the control plane runs. */
  readonly stateStoreBucket: string | undefined;
  readonly inputs: InputValues;
}

/** The platform itself: the domain its services live under and the repository of what is Global. */
export interface PlatformDeclaration {
  readonly kind: 'platform';
  readonly name: string;
  readonly domain: string;
  readonly repository: RepositoryProps;
  /** Name of the control plane cluster, whose Argo CD runs `registry/clusters/<name>` of the platform's repository. */
  readonly controlPlane: string;
  readonly controlPlaneSettings: ControlPlaneSettings | undefined;
  /** Always that of `targets.externalSecrets`. */
  readonly externalSecretsApiVersion: ExternalSecretsApiVersion;
  readonly targets: Targets;
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

/** The ways into an organization's repositories. */
export const GIT_AUTHS = ['pat', 'github-app', 'gitlab-group-token'] as const;

export type GitAuth = (typeof GIT_AUTHS)[number];

export const GIT_PROVIDERS = ['github', 'gitlab'] as const;

export type GitProvider = (typeof GIT_PROVIDERS)[number];

/** How Argo CD and the platform enter the organization's repositories. */
export interface GitAccountSpec {
  readonly auth: GitAuth;
  readonly provider: GitProvider;
  /** GitHub organization, or full path of a GitLab group. */
  readonly organization: string;
  /** Vault entry for the application repository. */
  readonly credentials: VaultSecretRef;
  /** Vault entry for the platform repository. */
  readonly platformCredentials: VaultSecretRef;
}

/**
 * What people may be, from the most to the least powerful.
 *
 * @see Konstruct documentation, "Roles and permissions"
 */
export const ROLES = ['Platform Admin', 'Team Admin', 'Developer'] as const;

export type Role = (typeof ROLES)[number];

/** What a group of the single sign-on may do. */
export interface RoleMapping {
  readonly ssoGroup: string;
  readonly role: Role;
}

export interface TeamDeclaration {
  readonly kind: 'team';
  readonly name: string;
  /** The organization's; `default` for a team of the platform itself. */
  readonly namespace: string;
  readonly roleMappings: readonly RoleMapping[];
}
