import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { isJsonObject } from '../../model/json.ts';
import { ARGOCD, list, type Source, sourcesOf, syncOptionsOf } from '../argocd/application-spec.ts';
import { type IndexedManifest, placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';

/**
 * How Applications name their charts: OCI repositories without `oci://`, revisions as text, and server-side apply where
 * the chart's definitions do not fit an annotation.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/oci/
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#server-side-apply
 */
export function checkChartSources({ index, targets }: RuleContext): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const entry of index.of(ARGOCD.group, 'Application')) {
    for (const source of sourcesOf(entry.manifest)) {
      // Since 3.1 Argo CD takes artifacts of OCI registries as folders, and there the scheme tells them from git.
      const isArtifact = targets.argocd >= 3 && source.chart === undefined;
      if (source.repoURL.startsWith('oci://') && !isArtifact) found.push(withScheme(entry, source));
      if (typeof source.raw['targetRevision'] === 'number')
        found.push(numericRevision(entry, source, source.raw['targetRevision']));
      if (looksAtValuesOf(source.chart) && bringsCrds(source) && !appliesOnServer(entry)) {
        found.push(needsServerSide(entry, source));
      }
    }
  }
  return found;
}

/** True for a chart of which the rule looks at the values. */
export function looksAtValuesOf(chart: string | undefined): boolean {
  return chart !== undefined && BIG_CRDS.has(chart);
}

// --- internal ---

/** Charts whose CustomResourceDefinitions are larger than what `kubectl apply` can keep in an annotation. */
const BIG_CRDS: ReadonlySet<string> = new Set([
  ...['kube-prometheus-stack', 'prometheus-operator-crds', 'argo-cd', 'external-secrets', 'kserve-crd'],
]);

function withScheme(entry: IndexedManifest, { repoURL, field }: Source): Diagnostic {
  const summary = `Application \`${entry.manifest.metadata.name}\` names its repository \`${repoURL}\``;
  const fix = `Write \`${repoURL.slice('oci://'.length)}\`.`;
  return error('CHART_URL_HAS_SCHEME', { summary, fix, ...placeOfManifest(entry, [...field, 'repoURL']) });
}

function numericRevision(entry: IndexedManifest, { field }: Source, revision: number): Diagnostic {
  const summary = `Application \`${entry.manifest.metadata.name}\` has the number ${revision} for its revision`;
  return error('REVISION_IS_NUMBER', { summary, ...placeOfManifest(entry, [...field, 'targetRevision']) });
}

function needsServerSide(entry: IndexedManifest, { chart, field }: Source): Diagnostic {
  const summary = `Application \`${entry.manifest.metadata.name}\` applies the definitions of ${chart} on the client`;
  return error('SERVER_SIDE_APPLY_NEEDED', { summary, ...placeOfManifest(entry, [...field, 'chart']) });
}

/** False where the values say that another brings the definitions. */
function bringsCrds({ raw }: Source): boolean {
  const helm = isJsonObject(raw['helm']) ? raw['helm'] : {};
  if (helm['skipCrds'] === true) return false;
  const values = isJsonObject(helm['valuesObject']) ? helm['valuesObject'] : {};
  if (values['installCRDs'] === false || (isJsonObject(values['crds']) && values['crds']['enabled'] === false))
    return false;
  const text = typeof helm['values'] === 'string' ? helm['values'] : '';
  const parameters = list(helm['parameters']).filter(isJsonObject);
  const byParameter = parameters.some(
    ({ name, value }) => /^(crds\.enabled|installCRDs)$/.test(String(name)) && String(value) === 'false',
  );
  return !byParameter && !/^(?:installCRDs: *false|crds:\s*\n(?: +[^\n]*\n)*? +enabled: *false)/m.test(text);
}

/** `Replace=true` keeps no annotation either. */
export function appliesOnServer({ manifest }: Pick<IndexedManifest, 'manifest'>): boolean {
  return syncOptionsOf(manifest).some((option) => option === 'ServerSideApply=true' || option === 'Replace=true');
}
