import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { Manifest } from '../../model/json.ts';
import { type Artifact, documentsOf } from '../../synth/artifact.ts';
import { clashPlaces, FirstClaims } from './first-claims.ts';

/** One Argo CD must not be given the same object by two files: each sync would undo the other. */
export function checkManifestClashes(artifacts: readonly Artifact[]): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const claims = new FirstClaims<Artifact>();
  const reported = new Set<string>();
  for (const artifact of artifacts) {
    if (artifact.realm === undefined) continue;
    for (const manifest of documentsOf(artifact.content)) {
      const key = `${artifact.realm} ${objectKey(manifest)}`;
      const first = claims.claim(key, artifact);
      // Files that two owners claim whole are reported once, as a clash of paths.
      if (first === undefined || (first !== artifact && first.path === artifact.path) || reported.has(key)) continue;
      reported.add(key);
      const { kind, metadata } = manifest;
      const summary = `${kind} \`${metadata.name}\` stands in \`${first.path}\` and in \`${artifact.path}\``;
      const places = { repository: artifact.repository, path: artifact.path, ...clashPlaces(artifact, first) };
      found.push(error('MANIFEST_CLASH', { summary, ...places }));
    }
  }
  return found;
}

// --- internal ---

/** What makes two manifests the same object: the version of an API group does not. */
function objectKey({ apiVersion, kind, metadata }: Manifest): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return `${group}/${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}
