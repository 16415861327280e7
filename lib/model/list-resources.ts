import type { SourcePosition } from '../diagnostics/diagnostic.ts';
import { GLOBAL_NAMESPACE, type NameAndNamespace, type RecordKind } from './identity.ts';
import type { Json } from './json.ts';
import type { Declared, Environment, PlatformModel, WorkloadCluster } from './platform-model.ts';

/** One resource as `kcdk list` shows it; field names are those of its JSON. */
export interface ListedResource {
  readonly kind: RecordKind;
  readonly namespace: string;
  readonly name: string;
  /** `Global`, or the name of the organization. */
  readonly scope: string;
  readonly address: string;
  readonly source: SourcePosition | undefined;
  /** Fields of the kind itself. */
  readonly fields: Readonly<Record<string, Json>>;
}

/** Every resource of the platform, by kind, then namespace, then name. */
export function listResources(model: PlatformModel): readonly ListedResource[] {
  const { platform } = model;
  const listed: ListedResource[] = [
    resource('platform', GLOBAL_NAMESPACE, platform, {
      domain: platform.domain,
      repository: platform.repository.name,
      control_plane: platform.controlPlane,
    }),
  ];
  for (const organization of model.organizations) {
    listed.push(
      resource('organization', organization.name, organization, {
        display_name: organization.displayName ?? null,
        git: organization.git.auth,
        platform_repository: organization.platform.name,
        application_repository: organization.application.name,
      }),
    );
  }
  const served = clustersByEnvironment(model);
  for (const environment of model.environments) {
    const clusters = served.get(environment) ?? [];
    listed.push(
      resource('environment', environment.namespace, environment, {
        slug: environment.slug,
        clusters: clusters.map(({ name, organization }) => ({ name, namespace: organization.name })),
      }),
    );
  }
  for (const cluster of model.managementClusters) {
    listed.push(resource('cluster', cluster.organization.name, cluster, { type: 'management' }));
  }
  for (const cluster of model.workloadClusters) {
    listed.push(
      resource('cluster', cluster.organization.name, cluster, {
        type: 'physical',
        management: cluster.management.name,
        env: cluster.environments.map(({ name, namespace }: NameAndNamespace) => ({ name, namespace })),
      }),
    );
  }
  return listed;
}

// --- internal ---

function clustersByEnvironment(model: PlatformModel): ReadonlyMap<Environment, readonly WorkloadCluster[]> {
  const served = new Map<Environment, WorkloadCluster[]>();
  for (const cluster of model.workloadClusters) {
    for (const environment of cluster.environments) {
      const clusters = served.get(environment);
      if (clusters === undefined) served.set(environment, [cluster]);
      else clusters.push(cluster);
    }
  }
  return served;
}

function resource(
  kind: RecordKind,
  namespace: string,
  declared: Declared<{ readonly name: string }>,
  fields: Readonly<Record<string, Json>>,
): ListedResource {
  return {
    kind,
    namespace,
    name: declared.name,
    scope: namespace === GLOBAL_NAMESPACE ? 'Global' : namespace,
    address: declared.origin.address,
    source: declared.origin.position(),
    fields,
  };
}
