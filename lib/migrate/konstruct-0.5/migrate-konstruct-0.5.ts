import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { FileEdit, FileTexts } from '../../edit/file-edits.ts';
import { readYaml } from '../../edit/read-yaml.ts';
import { type ClusterTree, selectTrees } from '../cluster-trees.ts';
import type { MigrationRequest, MigrationResult, MigrationUnit, UnitPart } from '../migration.ts';
import { ownedFiles } from '../owned-files.ts';
import { tryEdits } from '../unit.ts';
import { renameEnvironmentFile } from './environment-files.ts';
import { keepSlug } from './environment-slugs.ts';
import { upgradeApi } from './external-secrets.ts';
import type { Outcome, Step } from './outcome.ts';
import { indexRecords, isRecord, type RecordIndex } from './record-index.ts';
import { upgradeRecord } from './records.ts';

/**
 * Works out what Konstruct 0.5 changes in a repository: fields of records, environments with namespaces, and the API of
 * the External Secrets Operator. Units are clusters, and the records of each namespace.
 *
 * Pure. Nothing that runs is renamed: environments keep their folders and Applications, and a Global one gets the slug
 * that says so.
 *
 * @returns findings `MIGRATE_CLUSTER_NOT_FOUND`, `MIGRATE_REFERENCE`, `MIGRATE_OPERATOR_OLD`, `MIGRATE_SHAPE_UNKNOWN`,
 *   `MIGRATE_FILE_OWNED` and those of the editor
 * @see Konstruct 0.5 release notes, "Backend payload changes worth noting"
 */
export function migrateKonstruct05(files: FileTexts, request: MigrationRequest): MigrationResult {
  const { trees, diagnostics } = selectTrees(files, request, isOf05);
  const index = indexRecords(files);
  const units = trees.map((tree) => migrateFolder(files, tree, index));
  return { units: ownedFiles(files, units, OWNED_FIX), diagnostics };
}

// --- internal ---

const OWNED_FIX = 'Run `kcdk apply` with this kcdk: it writes what 0.5 expects.';

/** Clusters, records, and what else has an object of the old API. */
function isOf05(text: string, path: string): boolean {
  return CLUSTER.test(path) || (RECORDS.test(path) && isRecord(text)) || text.includes('external-secrets.io/v1beta1');
}

const CLUSTER = /^(?:.*\/)?registry\/(?:konstruct-clusters|clusters)\/[^/]+\//;
const RECORDS = /^(?:.*\/)?registry\/konstruct\/[^/]+\/[^/]+\/[^/]+\.ya?ml$/;
const WORDS = /external-secrets\.io\/|registry\/environments\/|chart: *["']?external-secrets/;

function migrateFolder(files: FileTexts, tree: ClusterTree, index: RecordIndex): MigrationUnit {
  const parts: UnitPart[] = [];
  const edits: FileEdit[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of tree.paths) {
    const text = files.get(path) ?? '';
    if (!/\.ya?ml$/.test(path) || !(WORDS.test(text) || isRecord(text))) continue;
    const file = readYaml(text, path);
    diagnostics.push(...file.problems);
    const outcomes: Outcome[] = file.documents.flatMap(({ root, index: document }) => {
      if (root?.kind !== 'map') return [];
      const object = { root, document, file };
      return STEPS.flatMap((step) => step(object, { index, files, tree }) ?? []);
    });
    for (const { step, part, document, era, diagnostics: found } of outcomes) {
      parts.push({ step, part, path, document, era });
      diagnostics.push(...found);
    }
    const inFile = outcomes.flatMap((outcome) => outcome.edits);
    if (inFile.length > 0) edits.push({ op: 'edit', path, edits: inFile });
    edits.push(
      ...outcomes.flatMap(({ moveTo }): FileEdit[] => (moveTo === undefined ? [] : [{ op: 'move', path, to: moveTo }])),
    );
  }
  return tryEdits(files, tree, { parts, edits, diagnostics });
}

const STEPS: readonly Step[] = [upgradeRecord, keepSlug, renameEnvironmentFile, upgradeApi];
