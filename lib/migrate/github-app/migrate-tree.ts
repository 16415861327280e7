import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import type { FileTexts } from '../../edit/file-edits.ts';
import { findText } from '../../edit/path.ts';
import type { ClusterTree } from '../cluster-trees.ts';
import type { MigrationUnit } from '../migration.ts';
import { findClusterNames } from './cluster-names.ts';
import { assessCrossplaneCredentials, NEW_NAME, OLD_NAME } from './crossplane-credentials.ts';
import { findSightings, problemsOfOthers } from './find-sightings.ts';
import { gatesOf } from './gates.ts';
import { assessMetricsService } from './metrics-service.ts';
import { prometheusApplicationText, serviceMonitorText } from './new-files.ts';
import { type Assessment, DONE, findingAt, type Part, type Sighting } from './part.ts';
import { assessRepositoryCredentials } from './repository-credentials.ts';
import { missingParts, twiceParts } from './required-parts.ts';
import { assessRunnerCredentials } from './runner-credentials.ts';
import { assessRuntimeConfig } from './runtime-config.ts';
import { editsOf, type MissingPart, unitOf } from './tree-unit.ts';
import { vaultEntries } from './vault-fields.ts';

export interface MigrateTreeOptions {
  /** Domain of the platform, where the files of the cluster do not tell it. @default - read from the Ingress of the logs */
  readonly domain?: string | undefined;
}

/**
 * Works out how the folder of a management cluster comes to the GitHub App.
 *
 * Pure. All changes of a folder belong into one commit: the provider image and the Secret it reads have to change
 * together. What is refused stops the whole folder, and no other. The edits have been tried: they apply.
 *
 * @returns findings of the editor, and `MIGRATE_SHAPE_UNKNOWN`, `MIGRATE_PART_MISSING`, `MIGRATE_PART_TWICE`,
 *   `MIGRATE_IMAGE_UNKNOWN`, `MIGRATE_DOMAIN_UNKNOWN`; warnings `MIGRATE_NAME_COLLISION`, `MIGRATE_PROVIDER_CONFIG`
 * @see Konstruct 0.3.6 release notes, "Migrate from PAT to GitHub App"
 */
export function migrateTree(files: FileTexts, tree: ClusterTree, options: MigrateTreeOptions = {}): MigrationUnit {
  const { found, diagnostics } = findSightings(files, tree.paths);
  const assessed = found.map((sighting) => ({ sighting, ...assess(sighting, found) }));
  const added = newFiles(files, tree, found, options);
  const gaps = missingParts(tree, found);
  const findings = [
    ...diagnostics,
    ...(gaps.length > 0 ? problemsOfOthers(files, tree.paths) : []),
    ...assessed.flatMap((each) => each.diagnostics),
    ...gaps,
    ...twiceParts(found),
    ...added.flatMap((each) => ('code' in each ? [each] : [])),
    ...collisions(found),
  ];
  const missing = added.flatMap((each) => ('code' in each ? [] : [each]));
  const edits = [...editsOf(assessed), ...missing.map(({ edit }) => edit)];
  const vault = vaultEntries(found);
  const gates = gatesOf(files, tree, { found, vault, direction: 'forward' });
  return unitOf(files, tree, { assessed, missing, edits, vault, gates, diagnostics: findings });
}

// --- internal ---

function assess(sighting: Sighting, found: readonly Sighting[]): Assessment {
  switch (sighting.part) {
    case 'repository-credentials':
      return assessRepositoryCredentials(sighting);
    case 'crossplane-credentials':
      return isReplaced(sighting, found) ? removal(sighting) : assessCrossplaneCredentials(sighting);
    case 'runtime-config':
      return assessRuntimeConfig(sighting);
    case 'metrics-service':
      return assessMetricsService(sighting);
    case 'runner-credentials':
      return assessRunnerCredentials(sighting);
    case 'provider-config': {
      const detail = 'harmless with the new provider image, which ignores it';
      const finding = findingAt(sighting, 'MIGRATE_PROVIDER_CONFIG', detail);
      return { era: 'pat', edits: [], diagnostics: [warning('MIGRATE_PROVIDER_CONFIG', finding)] };
    }
    case 'service-monitor':
    case 'kube-prometheus-stack':
      return DONE;
  }
}

/** Someone added the new ExternalSecret and left the old one beside it. */
function isReplaced({ root }: Sighting, found: readonly Sighting[]): boolean {
  const named = (each: Sighting, name: string) => findText(each.root, ['metadata', 'name']) === name;
  return (
    findText(root, ['metadata', 'name']) === OLD_NAME &&
    found.some((each) => each.part === 'crossplane-credentials' && named(each, NEW_NAME))
  );
}

function removal({ document }: Sighting): Assessment {
  return { era: 'mixed', edits: [{ op: 'delete-document', document }], diagnostics: [] };
}

function newFiles(
  files: FileTexts,
  tree: ClusterTree,
  found: readonly Sighting[],
  options: MigrateTreeOptions,
): readonly (MissingPart | Diagnostic)[] {
  const created: (MissingPart | Diagnostic)[] = [];
  const service = found.find(({ part }) => part === 'metrics-service');
  const credentials = found.find(({ part }) => part === 'crossplane-credentials');
  const has = (part: Part) => found.some((each) => each.part === part);
  if (!has('service-monitor') && service !== undefined) {
    const path = `${folderOf(service.file.path)}servicemonitor.yaml`;
    created.push(newFile(files, service, { part: 'service-monitor', path, text: serviceMonitorText() }));
  }
  if (!has('kube-prometheus-stack') && credentials !== undefined) {
    const { cluster, domain } = findClusterNames(found, options.domain);
    if (cluster === undefined)
      created.push(findingAt(credentials, 'MIGRATE_SHAPE_UNKNOWN', 'its store is not named after the cluster'));
    else if (domain === undefined)
      created.push(findingAt(credentials, 'MIGRATE_DOMAIN_UNKNOWN', `for \`${tree.name}\``));
    else {
      // The Applications of a cluster lie beside the folders that they sync.
      const path = `${folderOf(folderOf(credentials.file.path).replace(/\/$/, ''))}35-kube-prometheus-stack.yaml`;
      const text = prometheusApplicationText({ cluster, domain });
      created.push(newFile(files, credentials, { part: 'kube-prometheus-stack', path, text }));
    }
  }
  return created;
}

function newFile(
  files: FileTexts,
  beside: Sighting,
  { part, path, text }: { readonly part: Part; readonly path: string; readonly text: string },
): MissingPart | Diagnostic {
  if (files.has(path))
    return findingAt(beside, 'MIGRATE_SHAPE_UNKNOWN', `\`${path}\` is there and holds something else`);
  const newline = /\r\n/.test(beside.file.text) ? '\r\n' : '\n';
  return { part, edit: { op: 'create', path, text: text.replaceAll('\n', newline) } };
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

function collisions(found: readonly Sighting[]): readonly Diagnostic[] {
  const seen = new Map<string, Sighting>();
  const findings: Diagnostic[] = [];
  for (const sighting of found) {
    if (sighting.part !== 'repository-credentials') continue;
    const name = findText(sighting.root, ['metadata', 'name']) ?? '';
    if (seen.has(name))
      findings.push(warning('MIGRATE_NAME_COLLISION', findingAt(sighting, 'MIGRATE_NAME_COLLISION', `\`${name}\``)));
    seen.set(name, sighting);
  }
  return findings;
}
