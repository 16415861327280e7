import type { Manifest } from '../model/json.ts';
import { type Artifact, documentsOf } from './artifact.ts';

/**
 * Lets the compiler's own files step back where a template yields the same file, or the same objects for the same Argo CD:
 * the template decides.
 */
export function stepBack(
  rendered: readonly Artifact[],
  add: (artifact: Artifact) => void,
): (artifact: Artifact) => void {
  const paths = new Set(rendered.map(({ repository, path }) => `${repository}:${path}`));
  const objects = new Set(
    rendered.flatMap(({ realm, content }) => (realm === undefined ? [] : documentsOf(content).map(keyIn(realm)))),
  );
  return (artifact) => {
    const { repository, path, realm, content } = artifact;
    if (paths.has(`${repository}:${path}`)) return;
    const own = documentsOf(content);
    if (realm !== undefined && own.length > 0 && own.map(keyIn(realm)).every((key) => objects.has(key))) return;
    add(artifact);
  };
}

// --- internal ---

function keyIn(realm: string): (manifest: Manifest) => string {
  return ({ kind, metadata }) => `${realm} ${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}
