import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { Declaration } from '../../model/declaration.ts';
import { labelWithScope, type RecordId, recordKey, scopeLabel } from '../../model/identity.ts';
import { type Declared, recordKindOf } from '../../model/platform-model.ts';
import { repositoryIdentity } from '../../model/repository-location.ts';
import { ofKind, type Placed } from '../../synth/collect.ts';
import type { Synthesis } from '../../synth/synth.ts';
import { titleOf } from '../../synth/title-of.ts';
import { clashPlaces, FirstClaims } from './first-claims.ts';

/** One declaration a resource, and one cluster a folder. */
export function checkIdentities({ declarations, model }: Synthesis): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const claims = new FirstClaims<Declared<Declaration>>();
  for (const { declaration } of declarations) {
    for (const id of identitiesOf(declaration)) {
      const first = claims.claim(recordKey(id), declaration);
      if (first === undefined) continue;
      const summary =
        id.kind === 'catalog-deployment'
          ? `A deployment with this release name already exists in ${scopeLabel(id.namespace)}`
          : `${titleOf(declaration.kind)} \`${labelWithScope(id)}\` is declared twice`;
      found.push(
        error(id.kind === 'catalog-deployment' ? 'RELEASE_NAME_TAKEN' : 'RESOURCE_CLASH', {
          summary,
          ...clashPlaces(declaration, first),
        }),
      );
    }
  }
  if (model !== undefined) found.push(...clusterFolders(declarations, model.platform));
  return found;
}

// --- internal ---

/** The records that a declaration makes. */
function identitiesOf(declaration: Declared<Declaration>): readonly RecordId[] {
  switch (declaration.kind) {
    case 'organization':
      return [{ kind: 'organization', namespace: declaration.name, name: declaration.name }];
    case 'platform':
    case 'folder':
    case 'kube-prometheus-stack':
      return [];
    default: {
      const { name } = declaration;
      const kind = recordKindOf(declaration.kind);
      return namespacesOf(declaration).map((namespace) => ({ kind, namespace, name }));
    }
  }
}

function namespacesOf(declaration: Exclude<Declaration, { kind: NamelessKind }>): readonly string[] {
  if ('namespaces' in declaration) return [...new Set(declaration.namespaces)];
  const namespace = 'organization' in declaration ? declaration.organization : declaration.namespace;
  return namespace === undefined ? [] : [namespace];
}

type NamelessKind = 'platform' | 'organization' | 'folder' | 'kube-prometheus-stack';

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
