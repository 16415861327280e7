import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FileSet } from '../model/file-set.ts';
import type { Synthesis } from '../synth/synth.ts';
import { createRuleContext } from './rule-context.ts';
import { findUnwrittenFolders, type UnwrittenFolder } from './rules/application-folders.ts';
import { checkApplicationProjects } from './rules/application-projects.ts';
import { checkBigObjects } from './rules/big-objects.ts';
import { checkChartSources } from './rules/chart-sources.ts';
import { checkDerivedNames } from './rules/derived-names.ts';
import { checkEnvironmentApplications } from './rules/environment-applications.ts';
import { checkFoldersSyncedTwice } from './rules/folders-synced-twice.ts';
import { checkIdentities } from './rules/identities.ts';
import { checkLabelValues } from './rules/label-values.ts';
import { checkLifecycle } from './rules/lifecycle.ts';
import { checkManifestClashes } from './rules/manifest-clashes.ts';
import { checkNames } from './rules/names.ts';
import { checkPrunedDefinitions } from './rules/pruned-definitions.ts';
import { checkReleaseNames } from './rules/release-names.ts';
import { checkSecretStores } from './rules/secret-stores.ts';
import { checkSecretValues } from './rules/secret-values.ts';
import { checkSlugs } from './rules/slugs.ts';
import { checkStateKeys } from './rules/state-keys.ts';
import { checkSyncWaves } from './rules/sync-waves.ts';
import { checkTargetVersions } from './rules/target-versions.ts';
import { checkValues } from './rules/values.ts';
import { tellOnce } from './tell-once.ts';

export interface Validation {
  /** All findings of all rules. */
  readonly diagnostics: readonly Diagnostic[];
  /** What only the repositories can tell. */
  readonly unwrittenFolders: readonly UnwrittenFolder[];
}

/** Checks a synthesis, and what was rendered of it, against every rule. */
export function validate(synthesis: Synthesis, fileSets: readonly FileSet[]): Validation {
  const { declarations, model, artifacts } = synthesis;
  const context = createRuleContext(artifacts, model);
  const diagnostics = [
    ...checkNames(declarations),
    ...checkIdentities(synthesis),
    ...checkLifecycle(synthesis),
    ...checkSlugs(model),
    ...checkReleaseNames(model),
    ...checkValues(declarations),
    // What is not served, or stands in the wrong place, is wrong in other ways too: these come first.
    ...checkDerivedNames(context),
    ...checkLabelValues(context),
    ...checkTargetVersions(context),
    ...checkEnvironmentApplications(context),
    ...checkManifestClashes(context),
    ...checkFoldersSyncedTwice(context),
    ...checkApplicationProjects(context),
    ...checkChartSources(context),
    ...checkBigObjects(context, fileSets),
    ...checkSecretStores(context),
    ...checkSyncWaves(context),
    ...checkStateKeys(context),
    ...checkPrunedDefinitions(context),
    ...checkSecretValues(artifacts),
  ];
  return { diagnostics: tellOnce(diagnostics), unwrittenFolders: findUnwrittenFolders(context) };
}
