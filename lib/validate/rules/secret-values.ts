import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { isJsonObject, type Json, type Manifest } from '../../model/json.ts';
import { type Artifact, documentsOf } from '../../synth/artifact.ts';
import { fieldWrittenAt } from '../written-at.ts';

/**
 * Refuses Kubernetes Secrets that carry their values: base64 is no protection, and what is committed stays in the history.
 *
 * A value may be a reference that is resolved in the cluster, or encrypted. The finding names the keys, never a value.
 */
export function checkSecretValues(artifacts: readonly Artifact[]): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { repository, path, origin, content } of artifacts) {
    for (const manifest of documentsOf(content)) {
      const keys = literalKeys(manifest);
      if (keys.length === 0) continue;
      const summary = `Secret \`${manifest.metadata.name}\` carries values: ${keys.map((key) => `\`${key}\``).join(', ')}`;
      const provenance = content.kind === 'rendered' ? content.provenance : undefined;
      const place = fieldWrittenAt(origin, provenance, manifest, fieldOf(manifest, keys[0] ?? ''));
      found.push(error('SECRET_LITERAL', { summary, repository, path, ...place }));
    }
  }
  return found;
}

// --- internal ---

/**
 * Values that are no secret: nothing, a placeholder of argocd-vault-plugin, and text that SOPS has encrypted.
 *
 * @see https://argocd-vault-plugin.readthedocs.io/en/stable/howitworks/
 * @see https://github.com/getsops/sops#encrypting-using-other-types-of-keys
 */
const REFERENCE = /^(?:|<(?:path:)?[^<>\s]+>|ENC\[AES256_GCM,[^\]]+\])$/;

const ARGOCD_TYPE = 'argocd.argoproj.io/secret-type';

/**
 * What Argo CD reads from its own Secrets about repositories and clusters, and is no credential.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
 */
const ARGOCD_SETTINGS: ReadonlySet<string> = new Set([
  ...['type', 'url', 'name', 'project', 'server', 'namespaces', 'clusterResources', 'shard', 'username', 'insecure'],
  ...['enableLfs', 'enableOCI', 'noProxy', 'githubAppID', 'githubAppInstallationID', 'githubAppEnterpriseBaseUrl'],
]);

function fieldOf({ data }: Manifest, key: string): readonly string[] {
  return [isJsonObject(data) && key in data ? 'data' : 'stringData', key];
}

function literalKeys(manifest: Manifest): readonly string[] {
  if (manifest.kind !== 'Secret' || manifest.apiVersion !== 'v1') return [];
  const labels: Json | undefined = manifest.metadata['labels'];
  const isArgoCd = isJsonObject(labels) && labels[ARGOCD_TYPE] !== undefined;
  const entries = ['data', 'stringData'].flatMap((member) => {
    const values = manifest[member];
    return isJsonObject(values) ? Object.entries(values) : [];
  });
  const literal = entries.filter(([key, value]) => {
    if (isArgoCd && ARGOCD_SETTINGS.has(key)) return false;
    return typeof value !== 'string' || !REFERENCE.test(value);
  });
  return [...new Set(literal.map(([key]) => key))];
}
