import { errorsOf, warning } from '../../../diagnostics/diagnostic.ts';
import type { FileEdit, FileTexts } from '../../../edit/file-edits.ts';
import { findText } from '../../../edit/path.ts';
import type { ClusterTree } from '../../cluster-trees.ts';
import type { MigrationRequest, MigrationUnit, TextChange } from '../../migration.ts';
import { NEW_NAME, OLD_NAME } from '../crossplane-credentials.ts';
import { findSightings } from '../find-sightings.ts';
import { gatesOf } from '../gates.ts';
import { migrateTree } from '../migrate-tree.ts';
import { type Assessment, findingAt, type Part, type Sighting } from '../part.ts';
import { twiceParts } from '../required-parts.ts';
import { type Assessed, editsOf, unitOf } from '../tree-unit.ts';
import { oldVaultEntries } from '../vault-fields.ts';
import { revertCrossplaneCredentials } from './crossplane-credentials.ts';
import { isOurs, OLD } from './our-objects.ts';
import { revertRepositoryCredentials } from './repository-credentials.ts';
import { restoreEarlier } from './restore-earlier.ts';
import { revertRunnerCredentials } from './runner-credentials.ts';
import { revertMetricsService, revertRuntimeConfig } from './runtime.ts';

/**
 * Works out how the folder of a management cluster comes back from the GitHub App to the personal access token.
 *
 * Pure. Where `earlier` has the files as they were before the migration, they come back to the same bytes, with what
 * was edited since; where it has not, they come to what the release notes describe as the state before.
 *
 * @returns findings of the editor, `MIGRATE_SHAPE_UNKNOWN`, `MIGRATE_PART_TWICE`; warnings `MIGRATE_KEPT`
 */
export function revertTree(
  files: FileTexts,
  tree: ClusterTree,
  { earlier = [] }: Pick<MigrationRequest, 'earlier'>,
): MigrationUnit {
  const { found, diagnostics } = findSightings(files, tree.paths);
  const assessed = found.map((sighting) => ({ sighting, ...assess(sighting, found) }));
  const edits = [...editsOf(assessed), ...removedFiles(files, assessed)];
  const findings = [...diagnostics, ...assessed.flatMap((each) => each.diagnostics), ...twiceParts(found)];
  const vault = oldVaultEntries(found);
  const gates = gatesOf(files, tree, { found, vault, direction: 'back' });
  const unit = unitOf(files, tree, { assessed, edits, vault, gates, diagnostics: findings });
  for (const texts of earlier) {
    const past = migrateTree(...pastOf(texts, tree));
    if (!isBefore(past)) continue;
    if (isUntouched(files, past)) return { ...unit, changes: inverse(past.changes), diagnostics: warningsOf(unit) };
    if (unit.changes.length > 0) return { ...unit, changes: restoreEarlier(files, unit.changes, past.changes) };
  }
  return unit;
}

// --- internal ---

/** Whether these are files of the folder from before the migration: none of their credentials is one of the App. */
function isBefore({ parts, diagnostics, changes }: MigrationUnit): boolean {
  const credentials = parts.filter(({ step }) => CREDENTIALS.has(step));
  return (
    errorsOf(diagnostics).length === 0 &&
    changes.length > 0 &&
    credentials.length > 0 &&
    credentials.every(({ era }) => era === 'pat')
  );
}

/** Whether nobody edited since what the migration had changed: then no file needs to be understood. */
function isUntouched(files: FileTexts, { changes }: MigrationUnit): boolean {
  return changes.every(({ path, after }) => files.get(path) === after);
}

function inverse(changes: readonly TextChange[]): readonly TextChange[] {
  return changes.map(({ path, before, after }) => ({ path, before: after, after: before }));
}

function warningsOf({ diagnostics }: MigrationUnit): MigrationUnit['diagnostics'] {
  return diagnostics.filter(({ severity }) => severity === 'warning');
}

const CREDENTIALS = new Set(['A', 'B', 'G']);

/** What `migrateTree` takes for the folder at an earlier time. What it would add with a domain does not count. */
function pastOf(texts: FileTexts, tree: ClusterTree): Parameters<typeof migrateTree> {
  const prefix = tree.folder === '' ? '' : `${tree.folder}/`;
  const paths = [...texts.keys()].filter((path) => path.startsWith(prefix)).sort();
  return [texts, { ...tree, paths }, { domain: 'unknown.invalid' }];
}

function assess(sighting: Sighting, found: readonly Sighting[]): Assessment {
  switch (sighting.part) {
    case 'repository-credentials':
      return revertRepositoryCredentials(sighting);
    case 'crossplane-credentials':
      return isBesideOld(sighting, found)
        ? { era: 'mixed', edits: [{ op: 'delete-document', document: sighting.document }], diagnostics: [] }
        : revertCrossplaneCredentials(sighting);
    case 'runtime-config':
      return revertRuntimeConfig(sighting);
    case 'metrics-service':
      return revertMetricsService(sighting);
    case 'runner-credentials':
      return revertRunnerCredentials(sighting);
    case 'service-monitor':
    case 'kube-prometheus-stack':
      return isOurs(sighting) ? { era: 'github-app', edits: [], diagnostics: [] } : kept(sighting);
    case 'provider-config':
      return OLD;
  }
}

/** Somebody changed it, or it was there before: taking it away is not ours to decide. */
function kept(sighting: Sighting): Assessment {
  return {
    ...OLD,
    diagnostics: [warning('MIGRATE_KEPT', findingAt(sighting, 'MIGRATE_KEPT', NAMES[sighting.part] ?? ''))],
  };
}

const NAMES: Readonly<Partial<Record<Part, string>>> = {
  'service-monitor': 'The ServiceMonitor is not as the migration writes it.',
  'kube-prometheus-stack': 'The Application is not as the migration writes it.',
};

/** Somebody put the old ExternalSecret back and left the new one beside it. */
function isBesideOld({ root }: Sighting, found: readonly Sighting[]): boolean {
  const isNamed = (each: Sighting, name: string) => findText(each.root, ['metadata', 'name']) === name;
  return (
    findText(root, ['metadata', 'name']) === NEW_NAME &&
    found.some((each) => each.part === 'crossplane-credentials' && isNamed(each, OLD_NAME))
  );
}

/** The files that the migration added, when they hold nothing else. */
function removedFiles(files: FileTexts, assessed: readonly Assessed[]): readonly FileEdit[] {
  return assessed.flatMap(({ sighting }): readonly FileEdit[] => {
    const { part, file, document } = sighting;
    if ((part !== 'service-monitor' && part !== 'kube-prometheus-stack') || !isOurs(sighting)) return [];
    if (!files.has(file.path)) return [];
    return file.documents.filter(({ root }) => root !== undefined).length === 1
      ? [{ op: 'remove', path: file.path }]
      : [{ op: 'edit', path: file.path, edits: [{ op: 'delete-document', document }] }];
  });
}
