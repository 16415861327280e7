import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import { annotationOf, prunes } from '../argocd/application-spec.ts';
import { placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';

/**
 * What owns other resources must not be pruned: with a CustomResourceDefinition go all objects of its kind, with a Crossplane
 * Provider its definitions, and so every Workspace.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-prune-resources
 */
export function checkPrunedDefinitions({ index, syncs }: RuleContext): readonly Diagnostic[] {
  const owners = [
    ...index.of('pkg.crossplane.io', 'Provider'),
    ...index.of('apiextensions.k8s.io', 'CustomResourceDefinition'),
  ];
  return owners.flatMap((entry) => {
    const { kind, metadata } = entry.manifest;
    // the first by name, whatever the order in which they were found
    const pruning = syncs.landingsOf(entry.manifest).map(({ application }) => application.entry.manifest);
    const [by] = pruning
      .filter(prunes)
      .map(({ metadata }) => metadata.name)
      .sort();
    const options = annotationOf(entry.manifest, 'argocd.argoproj.io/sync-options') ?? '';
    if (by === undefined || options.split(',').some((option) => option.trim() === 'Prune=false')) return [];
    const summary = `${kind} \`${metadata.name}\` is deleted with all that it owns when it leaves Application \`${by}\``;
    return [warning('PRUNE_TAKES_OWNED', { summary, ...placeOfManifest(entry) })];
  });
}
