import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { isJsonObject } from '../../model/json.ts';
import { type IndexedManifest, placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';

/**
 * What is written must be served by the operators that the platform runs, as `targets` says.
 *
 * @see https://external-secrets.io/latest/introduction/stability-support/
 * @see https://docs.crossplane.io/latest/guides/upgrade-to-crossplane-v2/
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/upgrading/2.14-3.0/
 */
export function checkTargetVersions({ index, targets }: RuleContext): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const served = `external-secrets.io/${targets.externalSecrets}`;
  for (const entry of index.of('external-secrets.io', ...BOTH_VERSIONS)) {
    if (entry.manifest.apiVersion === served) continue;
    const fix = `Write \`${served}\`, or set \`targets.externalSecrets\` to what the clusters run.`;
    found.push(notServed(entry, `External Secrets Operator with ${targets.externalSecrets}`, fix));
  }
  if (targets.crossplane >= 2) {
    for (const entry of index.of('pkg.crossplane.io', 'ControllerConfig')) {
      found.push(
        notServed(entry, 'Crossplane 2', 'Use a `DeploymentRuntimeConfig`, or set `targets.crossplane` to 1.'),
      );
    }
  }
  if (targets.argocd >= 3) {
    for (const entry of index.of('', 'ConfigMap')) {
      const { data } = entry.manifest;
      const gone =
        isJsonObject(data) && entry.manifest.metadata.name === 'argocd-cm' ? REMOVED.filter((key) => key in data) : [];
      if (gone.length === 0) continue;
      const fix = `Give each of \`${gone.join('`, `')}\` as a Secret with the label \`argocd.argoproj.io/secret-type\`.`;
      found.push(notServed(entry, 'Argo CD 3', fix, ['data', gone[0] ?? '']));
    }
  }
  return found;
}

// --- internal ---

/** Kinds that changed from v1beta1 to v1. */
const BOTH_VERSIONS = ['ExternalSecret', 'SecretStore', 'ClusterSecretStore', 'ClusterExternalSecret'] as const;

/** Settings of `argocd-cm` that Argo CD 3 no longer reads. */
const REMOVED = ['repositories', 'repository.credentials', 'helm.repositories'] as const;

function notServed(
  entry: IndexedManifest,
  operator: string,
  fix: string,
  field: FieldPath = ['apiVersion'],
): Diagnostic {
  const { apiVersion, kind, metadata } = entry.manifest;
  const summary = `${operator} does not take ${kind} \`${metadata.name}\` as it is written (${apiVersion})`;
  return error('TARGET_NOT_SERVED', { summary, fix, ...placeOfManifest(entry, field) });
}
