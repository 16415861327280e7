import { type Diagnostic, error, warning } from '../../diagnostics/diagnostic.ts';
import type { FileTexts } from '../../edit/file-edits.ts';
import { indexLines } from '../../edit/text-lines.ts';
import { type ClusterTree, treeOfFolder, treesOfClusters } from './cluster-trees.ts';
import { type MigrateTreeOptions, migrateTree, type TreeMigration } from './migrate-tree.ts';

export interface GithubAppMigrationOptions extends MigrateTreeOptions {
  /** Names of management clusters: their folders are found by these names. */
  readonly clusters?: readonly string[] | undefined;
  /** Folders, for templates and for clusters whose folder has another name. */
  readonly folders?: readonly string[] | undefined;
}

export interface GithubAppMigration {
  /** In the order asked for; folders of a cluster in the order of their paths. */
  readonly trees: readonly TreeMigration[];
  /** What belongs to no folder: clusters that were not found, and workflows that use a token. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Works out the migration of the named clusters of a repository from personal access tokens to the GitHub App.
 *
 * Pure. Nothing outside the folders of these clusters is changed. A folder that is refused does not stop the others.
 *
 * @param files  the text files of the repository by path
 * @returns findings `MIGRATE_CLUSTER_NOT_FOUND`, and warnings `MIGRATE_WORKFLOW_TOKEN`; those of `migrateTree` by folder
 */
export function migrateGithubApp(files: FileTexts, options: GithubAppMigrationOptions): GithubAppMigration {
  const diagnostics: Diagnostic[] = [];
  const trees: ClusterTree[] = [];
  const notFound = (name: string) => diagnostics.push(error('MIGRATE_CLUSTER_NOT_FOUND', { detail: `\`${name}\`` }));
  for (const [name, folders] of treesOfClusters(files, options.clusters ?? [])) {
    if (folders.length === 0) notFound(name);
    trees.push(...folders);
  }
  for (const folder of options.folders ?? []) {
    const tree = treeOfFolder(files, folder);
    if (tree === undefined) notFound(folder);
    else trees.push(tree);
  }
  const migrations = trees.map((tree) => migrateTree(files, tree, options));
  const { kept, lost } = relevant(migrations);
  for (const name of lost) notFound(name);
  return { trees: kept, diagnostics: [...diagnostics, ...workflowTokens(files)] };
}

// --- internal ---

/** Folders that happen to be named like a cluster and hold nothing of it do not count, unless there is no other. */
function relevant(migrations: readonly TreeMigration[]): { kept: readonly TreeMigration[]; lost: readonly string[] } {
  const isRelevant = ({ parts, diagnostics }: TreeMigration) =>
    parts.some(({ part }) => part !== 'provider-config') || diagnostics.some(({ code }) => code.startsWith('EDIT_'));
  const kept = migrations.filter(isRelevant);
  const names = new Set(kept.map(({ tree }) => tree.name));
  const lost = new Set(migrations.map(({ tree }) => tree.name).filter((name) => !names.has(name)));
  return { kept, lost: [...lost] };
}

const WORKFLOW = /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/;
const TOKEN = /secrets\.WORKFLOW_TRIGGER_TOKEN/g;

function workflowTokens(files: FileTexts): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const [path, text] of files) {
    if (!WORKFLOW.test(path)) continue;
    for (const match of text.matchAll(TOKEN)) {
      findings.push(
        warning('MIGRATE_WORKFLOW_TOKEN', { path, source: indexLines(text).positionOf(match.index, path) }),
      );
    }
  }
  return findings;
}
