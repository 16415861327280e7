import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { Declaration } from '../../model/declaration.ts';
import { labelWithScope } from '../../model/identity.ts';
import type { Declared } from '../../model/platform-model.ts';
import { repositoryIdentity } from '../../model/repository-location.ts';
import { ofKind, type Placed } from '../../synth/collect.ts';
import type { Synthesis } from '../../synth/synth.ts';
import { clashPlaces, FirstClaims } from './first-claims.ts';

/** One declaration a resource, and one cluster a folder. */
export function checkIdentities({ declarations, model }: Synthesis): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const claims = new FirstClaims<Declared<Declaration>>();
  for (const { declaration } of declarations) {
    const identity = identityOf(declaration);
    if (identity === undefined) continue;
    const first = claims.claim(identity.key, declaration);
    if (first === undefined) continue;
    const summary = `${identity.label} is declared twice`;
    found.push(error('RESOURCE_CLASH', { summary, ...clashPlaces(declaration, first) }));
  }
  if (model !== undefined) found.push(...clusterFolders(declarations, model.platform));
  return found;
}

// --- internal ---

function identityOf(declaration: Declared<Declaration>): { readonly key: string; readonly label: string } | undefined {
  switch (declaration.kind) {
    case 'organization':
      return { key: `organization/${declaration.name}`, label: `Organization \`${declaration.name}\`` };
    case 'environment': {
      const label = `Environment ${labelWithScope(declaration)}`;
      return { key: `environment/${declaration.namespace}/${declaration.name}`, label };
    }
    case 'management-cluster':
    case 'workload-cluster': {
      if (declaration.organization === undefined) return undefined;
      const key = `cluster/${declaration.organization}/${declaration.name}`;
      return { key, label: `Cluster \`${declaration.name}\` of \`${declaration.organization}\`` };
    }
    default:
      return undefined;
  }
}

/**
 * `registry/clusters/<name>` belongs to one cluster of a repository, `registry/konstruct-clusters/<name>` to one
 * management cluster of the platform. Clusters of one organization are compared by identity already.
 */
function clusterFolders(
  declarations: readonly Placed[],
  platform: { readonly controlPlane: string; readonly repository: { readonly url: string } },
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const trees = new FirstClaims<Declared<Declaration> & { readonly organization: string | undefined }>();
  const registrations = new FirstClaims<Declared<Declaration> & { readonly organization: string | undefined }>();
  const repositoryOf = new Map(
    ofKind(declarations, 'organization').map(({ declaration }) => [
      declaration.name,
      repositoryIdentity(declaration.platformRepository.url),
    ]),
  );
  const clusters = [...ofKind(declarations, 'management-cluster'), ...ofKind(declarations, 'workload-cluster')];
  for (const { declaration: cluster } of clusters) {
    const repository = repositoryOf.get(cluster.organization ?? '');
    if (repository === undefined) continue;
    if (cluster.name === platform.controlPlane && repository === repositoryIdentity(platform.repository.url)) {
      const summary = `Cluster \`${cluster.name}\` has the name of the control plane, in whose repository it lives`;
      found.push(
        error('CLUSTER_NAME_CLASH', { summary, address: cluster.origin.address, source: cluster.origin.position() }),
      );
    }
    const first =
      trees.claim(`${repository}#${cluster.name}`, cluster) ??
      (cluster.kind === 'management-cluster' ? registrations.claim(cluster.name, cluster) : undefined);
    if (first === undefined || first.organization === cluster.organization) continue;
    const summary = `Clusters of \`${first.organization}\` and \`${cluster.organization}\` are both named \`${cluster.name}\``;
    found.push(error('CLUSTER_NAME_CLASH', { summary, ...clashPlaces(cluster, first) }));
  }
  return found;
}
