import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import { annotationOf, syncOptionsOf } from '../argocd/application-spec.ts';
import { placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';

/**
 * Claims of volumes are not applied with `Replace=true`: their specification cannot change once they are bound, so that
 * every sync after the first one fails.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#replace-resource-instead-of-applying-changes
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims
 */
export function checkReplacedClaims({ index, syncs, told }: RuleContext): readonly Diagnostic[] {
  return index.of('', 'PersistentVolumeClaim').flatMap((entry) => {
    if (told.has(entry.manifest)) return [];
    const own = annotationOf(entry.manifest, OPTIONS);
    const isOwn = own?.split(',').some((option) => option.trim() === 'Replace=true') === true;
    // the first by name, whatever the order in which they were found
    const [by] = syncs
      .landingsOf(entry.manifest)
      .map(({ application }) => application.entry.manifest)
      .filter((manifest) => syncOptionsOf(manifest).includes('Replace=true'))
      .map(({ metadata }) => metadata.name)
      .sort();
    if (!isOwn && by === undefined) return [];
    const { name } = entry.manifest.metadata;
    const whose = isOwn ? 'by its own annotation' : `by Application \`${by}\``;
    const summary = `PersistentVolumeClaim \`${name}\` is replaced ${whose} at each sync`;
    return [warning('REPLACE_REFUSED', { summary, ...placeOfManifest(entry, ['metadata', 'annotations', OPTIONS]) })];
  });
}

// --- internal ---

const OPTIONS = 'argocd.argoproj.io/sync-options';
