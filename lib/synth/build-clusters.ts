import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/near-matches.ts';
import type {
  Declaration,
  KubePrometheusStackDeclaration,
  ManagementClusterDeclaration,
  WorkloadClusterDeclaration,
} from '../model/declaration.ts';
import { GLOBAL_NAMESPACE, labelWithScope, type NameAndNamespace } from '../model/identity.ts';
import { placeOf } from '../model/origin.ts';
import type {
  Declared,
  Environment,
  ManagementCluster,
  Organization,
  WorkloadCluster,
} from '../model/platform-model.ts';
import { ofKind, type Placed } from './collect.ts';

interface ClusterInputs {
  readonly declarations: readonly Placed[];
  readonly organizations: readonly Organization[];
  readonly environments: readonly Environment[];
  readonly diagnostics: Diagnostic[];
}

/** Resolves the clusters with what they refer to; a cluster without an organization or management is left out. */
export function buildClusters(inputs: ClusterInputs): {
  readonly management: readonly ManagementCluster[];
  readonly workload: readonly WorkloadCluster[];
} {
  const { declarations, diagnostics } = inputs;
  const organizations = new Map(inputs.organizations.map((organization) => [organization.name, organization]));
  const monitoring = monitoringByCluster(declarations, diagnostics);

  const management: ManagementCluster[] = [];
  for (const { declaration } of ofKind(declarations, 'management-cluster')) {
    const organization = organizationOf(declaration, organizations, diagnostics);
    if (organization !== undefined) {
      management.push({ ...declaration, organization, monitoring: monitoring.get(declaration.origin.address) });
    }
  }
  const environments = new Map(inputs.environments.map((environment) => [key(environment), environment]));
  const workload: WorkloadCluster[] = [];
  for (const { declaration } of ofKind(declarations, 'workload-cluster')) {
    const organization = organizationOf(declaration, organizations, diagnostics);
    const attached = attachedEnvironments(declaration, environments, diagnostics);
    if (organization === undefined) continue;
    const manager = managementOf(declaration, organization, management, diagnostics);
    if (manager === undefined) continue;
    workload.push({
      ...declaration,
      organization,
      management: manager,
      environments: attached,
      monitoring: monitoring.get(declaration.origin.address),
    });
  }
  return { management, workload };
}

// --- internal ---

type ClusterDeclaration = Declared<ManagementClusterDeclaration> | Declared<WorkloadClusterDeclaration>;

function key(reference: NameAndNamespace): string {
  return `${reference.namespace}/${reference.name}`;
}

function organizationOf(
  cluster: ClusterDeclaration,
  organizations: ReadonlyMap<string, Organization>,
  diagnostics: Diagnostic[],
): Organization | undefined {
  if (cluster.organization !== undefined) return organizations.get(cluster.organization);
  diagnostics.push(
    error('OUTSIDE_ORGANIZATION', {
      summary: `Cluster \`${cluster.name}\` stands in no organization`,
      ...placeOf(cluster.origin),
    }),
  );
  return undefined;
}

function managementOf(
  cluster: Declared<WorkloadClusterDeclaration>,
  organization: Organization,
  candidates: readonly ManagementCluster[],
  diagnostics: Diagnostic[],
): ManagementCluster | undefined {
  const own = candidates.filter((candidate) => candidate.organization.name === organization.name);
  const wanted = cluster.management;
  if (wanted === undefined) {
    if (own.length === 1) return own[0];
    const why = own.length === 0 ? 'has none' : `has several: ${own.map((each) => `\`${each.name}\``).join(', ')}`;
    diagnostics.push(
      error('CLUSTER_WITHOUT_MANAGEMENT', {
        summary: `Cluster \`${cluster.name}\` names no management cluster, and \`${organization.name}\` ${why}`,
        ...placeOf(cluster.origin),
      }),
    );
    return undefined;
  }
  if (wanted.organization !== organization.name) {
    diagnostics.push(
      error('MANAGEMENT_NOT_VISIBLE', {
        summary:
          `Cluster \`${cluster.name}\` of \`${organization.name}\` cannot be run by ` +
          `\`${wanted.name}\` of \`${wanted.organization ?? 'no organization'}\``,
        ...placeOf(cluster.origin),
      }),
    );
    return undefined;
  }
  return own.find((candidate) => candidate.name === wanted.name);
}

function attachedEnvironments(
  cluster: Declared<WorkloadClusterDeclaration>,
  environments: ReadonlyMap<string, Environment>,
  diagnostics: Diagnostic[],
): readonly Environment[] {
  const attached = new Map<string, Environment>();
  for (const reference of cluster.environments) {
    const label = labelWithScope(reference);
    const report = (
      code: 'ENVIRONMENT_UNKNOWN' | 'ENVIRONMENT_NOT_VISIBLE' | 'ENVIRONMENT_ATTACHED_TWICE',
      why: string,
    ) =>
      error(code, {
        summary: `Cluster \`${cluster.name}\` refers to environment ${label}, ${why}`,
        ...placeOf(cluster.origin),
      });
    const environment = environments.get(key(reference));
    if (environment === undefined) {
      const visible = [...environments.values()].filter((each) => isVisible(each, cluster.organization));
      const fix = didYouMean(label, visible.map(labelWithScope));
      diagnostics.push({ ...report('ENVIRONMENT_UNKNOWN', 'which is not declared'), fix });
    } else if (!isVisible(environment, cluster.organization)) {
      const why = `which \`${cluster.organization ?? 'no organization'}\` cannot see`;
      const related = [{ message: 'declared here', ...placeOf(environment.origin) }];
      diagnostics.push({ ...report('ENVIRONMENT_NOT_VISIBLE', why), related });
    } else if (attached.has(key(reference))) {
      diagnostics.push(report('ENVIRONMENT_ATTACHED_TWICE', 'twice'));
    } else {
      attached.set(key(reference), environment);
    }
  }
  return [...attached.values()].toSorted((a, b) => (a.slug < b.slug ? -1 : 1));
}

function isVisible(environment: Environment, organization: string | undefined): boolean {
  return environment.namespace === GLOBAL_NAMESPACE || environment.namespace === organization;
}

function monitoringByCluster(
  declarations: readonly Placed[],
  diagnostics: Diagnostic[],
): ReadonlyMap<string, Declared<KubePrometheusStackDeclaration>> {
  const byCluster = new Map<string, Declared<KubePrometheusStackDeclaration>>();
  for (const { declaration, around } of ofKind(declarations, 'kube-prometheus-stack')) {
    const cluster = around.find(isCluster);
    if (cluster === undefined) {
      diagnostics.push(error('MONITORING_WITHOUT_CLUSTER', placeOf(declaration.origin)));
      continue;
    }
    const first = byCluster.get(cluster.origin.address);
    if (first !== undefined) {
      diagnostics.push(
        error('MONITORING_TWICE', {
          summary: `Cluster \`${cluster.name}\` has more than one kube-prometheus-stack`,
          ...placeOf(declaration.origin),
          related: [{ message: 'the first one', ...placeOf(first.origin) }],
        }),
      );
      continue;
    }
    byCluster.set(cluster.origin.address, declaration);
  }
  return byCluster;
}

function isCluster(scope: Declared<Declaration>): scope is ClusterDeclaration {
  return scope.kind === 'management-cluster' || scope.kind === 'workload-cluster';
}
