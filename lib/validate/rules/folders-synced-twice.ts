import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { destinationOf, sourcesOf } from '../argocd/application-spec.ts';
import type { RunningApplication } from '../argocd/sync-map.ts';
import { placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';
import { clashPlaces, FirstClaims } from './first-claims.ts';

/**
 * One folder is synced to one place by one Application: two would take its objects from each other, and deleting one would
 * delete what the other keeps. It is also what makes an environment and a cluster one folder of one repository.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#fail-the-sync-if-a-shared-resource-is-found
 */
export function checkFoldersSyncedTwice({ syncs, told }: RuleContext): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const claims = new FirstClaims<
    RunningApplication & { readonly origin: RunningApplication['entry']['artifact']['origin'] }
  >();
  for (const application of syncs.applications) {
    const { entry, realm, cluster } = application;
    const { name, namespace } = entry.manifest.metadata;
    const target = `${cluster} ${destinationOf(entry.manifest).namespace}`;
    for (const { repoURL, folder, raw, field } of sourcesOf(entry.manifest)) {
      // With filters or parameters of a generator they may sync different parts of it.
      if (folder === undefined || Object.keys(raw).some((key) => !PLAIN.has(key))) continue;
      const repository = syncs.repositoryOf(repoURL);
      if (repository === undefined) continue;
      const key = `${repository} ${folder} ${String(raw['targetRevision'])} ${target}`;
      const first = claims.claim(key, { ...application, origin: entry.artifact.origin });
      if (first === undefined || first.entry === entry || told.has(entry.manifest)) continue;
      const other = first.entry.manifest.metadata;
      // Two Applications of one name are told as the clash that they are.
      if (first.realm === realm && other.name === name && other.namespace === namespace) continue;
      const summary = `Applications \`${other.name}\` and \`${name}\` both sync \`${folder}\` of \`${repository}\``;
      const { related } = clashPlaces(entry.artifact, first.entry.artifact);
      const place = placeOfManifest(entry, [...field, 'path'], related);
      found.push(error('FOLDER_SYNCED_TWICE', { summary, ...place }));
    }
  }
  return found;
}

// --- internal ---

/** What a source may say and still mean all manifests of the folder. */
const PLAIN: ReadonlySet<string> = new Set(['repoURL', 'path', 'targetRevision', 'ref', 'name']);
