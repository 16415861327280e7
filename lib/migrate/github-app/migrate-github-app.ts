import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import type { FileTexts } from '../../edit/file-edits.ts';
import { indexLines } from '../../edit/text-lines.ts';
import { notFound, selectTrees } from '../cluster-trees.ts';
import type { MigrationRequest, MigrationResult, MigrationUnit } from '../migration.ts';
import { ownedFiles } from '../owned-files.ts';
import { holdsCredentials } from './find-sightings.ts';
import { migrateTree } from './migrate-tree.ts';
import { NAMES_OF_PARTS } from './part.ts';
import { revertTree } from './revert/revert-tree.ts';
import { withReleases } from './vault-releases.ts';

/**
 * Works out the migration of clusters of a repository from personal access tokens to the GitHub App, or the way back.
 *
 * Pure. Nothing outside the folders of these clusters is changed. A folder that is refused does not stop the others.
 *
 * @param files  the text files of the repository by path
 * @returns findings `MIGRATE_CLUSTER_NOT_FOUND`, and warnings `MIGRATE_WORKFLOW_TOKEN`; those of `migrateTree` and
 *   `revertTree`, and `MIGRATE_FILE_OWNED`, by folder
 */
export function migrateGithubApp(files: FileTexts, request: MigrationRequest): MigrationResult {
  const { trees, diagnostics } = selectTrees(files, request, holdsCredentials);
  const migrate = request.direction === 'back' ? revertTree : migrateTree;
  const { kept, lost } = relevant(trees.map((tree) => migrate(files, tree, request)));
  const found = request.all ? [] : lost.map((name) => notFound(name, []));
  const reports = request.direction === 'back' ? [] : workflowTokens(files);
  return {
    units: withReleases(files, ownedFiles(files, kept, OWNED_FIX), request.direction),
    diagnostics: [...diagnostics, ...found, ...reports],
  };
}

// --- internal ---

const OWNED_FIX =
  'Switch the organization to `GitConnection.githubApp` in the program that owns the file, and apply that first.';

/** Folders that happen to be named like a cluster and hold nothing of it do not count, unless there is no other. */
function relevant(units: readonly MigrationUnit[]): {
  readonly kept: readonly MigrationUnit[];
  readonly lost: readonly string[];
} {
  const isRelevant = ({ parts, diagnostics }: MigrationUnit) =>
    parts.some(({ part }) => !ELSEWHERE.has(part)) || diagnostics.some(({ code }) => code.startsWith('EDIT_'));
  const kept = units.filter(isRelevant);
  const names = new Set(kept.map(({ name }) => name));
  const lost = new Set(units.map(({ name }) => name).filter((name) => !names.has(name)));
  return { kept, lost: [...lost] };
}

/** What workload clusters and other parts of a repository have as well. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  NAMES_OF_PARTS['provider-config'],
  NAMES_OF_PARTS['kube-prometheus-stack'],
  NAMES_OF_PARTS['service-monitor'],
]);

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
