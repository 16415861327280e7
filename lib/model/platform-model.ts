import type {
  EnvironmentDeclaration,
  KubePrometheusStackDeclaration,
  ManagementClusterDeclaration,
  OrganizationDeclaration,
  PlatformDeclaration,
  WorkloadClusterDeclaration,
} from './declaration.ts';
import type { Origin } from './origin.ts';
import type { PlatformRepository } from './repository-location.ts';

/** A declaration with the construct that made it. */
export type Declared<D> = D & {
  readonly origin: Origin;
  /** Comment lines for the head of its files. */
  readonly comment: readonly string[];
};

export interface Organization extends Declared<OrganizationDeclaration> {
  readonly platform: PlatformRepository;
  readonly application: PlatformRepository;
}

export interface Environment extends Declared<EnvironmentDeclaration> {}

export interface ManagementCluster extends Declared<Omit<ManagementClusterDeclaration, 'organization'>> {
  readonly organization: Organization;
  readonly monitoring: Declared<KubePrometheusStackDeclaration> | undefined;
}

export interface WorkloadCluster
  extends Declared<Omit<WorkloadClusterDeclaration, 'organization' | 'management' | 'environments'>> {
  readonly organization: Organization;
  readonly management: ManagementCluster;
  readonly environments: readonly Environment[];
  readonly monitoring: Declared<KubePrometheusStackDeclaration> | undefined;
}

export interface Platform extends Declared<Omit<PlatformDeclaration, 'repository'>> {
  /** The platform's own repository. */
  readonly repository: PlatformRepository;
}

/** The platform as data: every reference resolved, nothing in it that an organization cannot see. Sorted by identity. */
export interface PlatformModel {
  readonly platform: Platform;
  readonly organizations: readonly Organization[];
  readonly environments: readonly Environment[];
  readonly managementClusters: readonly ManagementCluster[];
  readonly workloadClusters: readonly WorkloadCluster[];
  /** Every repository once, in the order in which they are written: the platform's own, platform, application. */
  readonly repositories: readonly PlatformRepository[];
}
