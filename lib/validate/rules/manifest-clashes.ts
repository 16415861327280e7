import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { type CheckedArtifact, type IndexedManifest, placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';
import { isClusterScoped } from '../schemas/cluster-scoped.ts';
import { clashPlaces, FirstClaims } from './first-claims.ts';

/**
 * One Argo CD must not be given the same object by two files: each sync would undo the other. For Applications it also
 * means that their names are unique in each namespace of an Argo CD.
 */
export function checkManifestClashes({ index, syncs }: RuleContext): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const claims = new FirstClaims<CheckedArtifact>();
  const reported = new Set<string>();
  for (const entry of index.all) {
    const { artifact, manifest } = entry;
    for (const [cluster, namespace] of placesOf(entry, syncs)) {
      const key = `${cluster} ${objectKey(entry, namespace)}`;
      const first = claims.claim(key, artifact);
      // Files that two owners claim whole are reported once, as a clash of paths.
      if (first === undefined || (first !== artifact && first.path === artifact.path) || reported.has(key)) continue;
      reported.add(key);
      const { kind, metadata } = manifest;
      const summary = `${kind} \`${metadata.name}\` stands in \`${first.path}\` and in \`${artifact.path}\``;
      const { related } = clashPlaces(artifact, first);
      found.push(error('MANIFEST_CLASH', { summary, ...placeOfManifest(entry, ['metadata', 'name'], related) }));
    }
  }
  return found;
}

// --- internal ---

/** Clusters with the namespace that the object has there by default. */
function placesOf(
  entry: IndexedManifest,
  syncs: RuleContext['syncs'],
): Iterable<readonly [string, string | undefined]> {
  const landings = syncs.landingsOf(entry.manifest);
  if (landings.length > 0) return new Map(landings.map(({ cluster, namespace }) => [cluster, namespace]));
  return syncs.realmsOf(entry).map((realm) => [realm, undefined]);
}

/** What makes two manifests the same object: the version of an API group does not. */
function objectKey(entry: IndexedManifest, namespace: string | undefined): string {
  const { group, manifest } = entry;
  const within = isClusterScoped(entry) ? '' : (manifest.metadata.namespace ?? namespace ?? '');
  return `${group}/${manifest.kind}/${within}/${manifest.metadata.name}`;
}
