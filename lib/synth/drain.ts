import { ARGOCD_NAMESPACE } from '../manifests/application.ts';
import type { ArgocdDrainedGate } from '../model/gate.ts';
import type { Hold } from '../model/hold.ts';
import type { CatalogDeployment, Environment, ManagementCluster, WorkloadCluster } from '../model/platform-model.ts';
import type { PlatformRepository } from '../model/repository-location.ts';
import { LAYOUT } from './layout.ts';

/** What must be gone from clusters before files may follow, and the file whose removal makes it go. */
export interface Drain {
  readonly gate: ArgocdDrainedGate;
  readonly trigger: { readonly repository: string; readonly path: string };
}

/** The Application of an environment on a cluster, with all that it deployed. */
export function environmentDrain(cluster: WorkloadCluster, environment: Environment): Drain {
  const { name, organization, management } = cluster;
  return {
    gate: {
      kind: 'argocd-drained',
      cluster: management.name,
      application: `${name}-${environment.slug}`,
      namespace: ARGOCD_NAMESPACE,
      children: `${name}-environment`,
      source: { repoURL: organization.application.url, path: LAYOUT.environment(environment.slug, name) },
    },
    trigger: { repository: organization.platform.name, path: LAYOUT.environmentApplication(name, environment.slug) },
  };
}

/** The registration of a workload cluster on its management cluster, with all that its tree runs. */
export function workloadClusterDrain({ name, organization, management }: WorkloadCluster): Drain {
  return registrationDrain(
    name,
    management.name,
    organization.platform,
    LAYOUT.cluster(name),
    LAYOUT.clusterRegistration(management.name, name),
  );
}

/** The registration of a management cluster on the control plane, with all that its tree there runs. */
export function managementClusterDrain(
  { name }: ManagementCluster,
  controlPlane: string,
  repository: PlatformRepository,
): Drain {
  const registration = LAYOUT.konstructClusterRegistration(controlPlane, name);
  return registrationDrain(name, controlPlane, repository, LAYOUT.konstructCluster(name), registration);
}

/** The Application that runs the Terraform of a release. */
export function infrastructureApplication({ name }: Pick<CatalogDeployment, 'name'>) {
  return { name: LAYOUT.infrastructureName(name), namespace: ARGOCD_NAMESPACE };
}

/** The Terraform of a release: gone when its Workspace has destroyed what it made. */
export function infrastructureDrain({ name, cluster }: CatalogDeployment): Drain {
  const { management, organization } = cluster;
  const application = infrastructureApplication({ name });
  return {
    gate: {
      kind: 'argocd-drained',
      cluster: management.name,
      application: application.name,
      namespace: application.namespace,
      children: application.namespace,
      source: { repoURL: organization.platform.url, path: LAYOUT.infrastructure(management.name, name) },
    },
    trigger: {
      repository: organization.platform.name,
      path: LAYOUT.infrastructureApplication(management.name, name),
    },
  };
}

/** Holds a path until each of the drains is done. */
export function holdFor(path: string, drains: readonly Drain[]): readonly Hold[] {
  return drains.map(({ gate, trigger }) => ({ path, when: 'remove', gate, trigger }));
}

// --- internal ---

function registrationDrain(
  name: string,
  cluster: string,
  repository: PlatformRepository,
  tree: string,
  registration: string,
): Drain {
  return {
    gate: {
      kind: 'argocd-drained',
      cluster,
      application: `registry-${name}`,
      namespace: ARGOCD_NAMESPACE,
      children: ARGOCD_NAMESPACE,
      source: { repoURL: repository.url, path: tree },
    },
    trigger: { repository: repository.name, path: registration },
  };
}
