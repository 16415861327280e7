import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import { ARGOCD, sourcesOf } from '../argocd/application-spec.ts';
import { placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';

/** A folder of a repository of ours that an Application syncs and the program writes nothing to. */
export interface UnwrittenFolder {
  readonly repository: string;
  readonly folder: string;
  /** What to say if the repository has no file there either. */
  readonly diagnostic: Diagnostic;
}

/**
 * Folders that may not exist: Argo CD reports an error for an Application whose path does not. Only the snapshot of the
 * repository can tell, since others may write there.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/directory/
 */
export function findUnwrittenFolders({ index, syncs, told }: RuleContext): readonly UnwrittenFolder[] {
  const found: UnwrittenFolder[] = [];
  for (const entry of index.of(ARGOCD.group, 'Application')) {
    if (told.has(entry.manifest)) continue;
    for (const { repoURL, folder, field } of sourcesOf(entry.manifest)) {
      if (folder === undefined || folder === '') continue;
      const repository = syncs.repositoryOf(repoURL);
      if (repository === undefined || index.hasFiles(repository, folder)) continue;
      const summary = `Application \`${entry.manifest.metadata.name}\` syncs \`${folder}\` of \`${repository}\`, where there is no file`;
      const diagnostic = warning('APPLICATION_FOLDER_MISSING', {
        summary,
        ...placeOfManifest(entry, [...field, 'path']),
      });
      found.push({ repository, folder, diagnostic });
    }
  }
  return found;
}
