import { kcdkError } from '../diagnostics/error.ts';
import type { WantedFile } from '../model/file-set.ts';
import { isRepoPath, type RepoPath } from '../model/repo-path.ts';
import { type BuildPlanInput, buildPlan } from '../plan/build-plan.ts';
import type { Comparison, FileVerdict } from '../plan/comparison.ts';
import { isLedgerTerritory, ledgerPath } from '../plan/ledger.ts';
import { type GatesAround, gatesAroundCommits } from '../plan/phases/around-commits.ts';
import type { PlanBundle } from '../plan/plan-bundle.ts';
import { blobId } from '../repository/blob-id.ts';
import type { ObjectId, Snapshot } from '../repository/repository.ts';
import type { MigrationInfo, MigrationUnit } from './migration.ts';

export interface PlanUnitsInput {
  readonly kcdkVersion: string;
  readonly migration: Pick<MigrationInfo, 'id'>;
  readonly url: string;
  readonly snapshot: Snapshot;
  /** Of those that change nothing only the gates after the commit are taken. */
  readonly units: readonly MigrationUnit[];
}

/**
 * Makes a plan like any other of what units change in a repository: it can be shown, saved and applied.
 *
 * The plan owns nothing: it neither reads nor writes a ledger. The gates of the units stand around its commit.
 *
 * @throws {KcdkError} `LEDGER_INVALID` when the repository has a ledger by the name of the migration
 */
export async function planUnits(input: PlanUnitsInput): Promise<PlanBundle> {
  const { snapshot, kcdkVersion, url } = input;
  const project = projectOf(input.migration.id);
  if (snapshot.files.has(ledgerPath(project)))
    throw kcdkError('LEDGER_INVALID', {
      repository: snapshot.repository,
      path: ledgerPath(project),
      detail: 'A project has the name of the migration.',
    });
  const work: Work = { snapshot, files: new Map(), wanted: new Map(), contents: new Map() };
  for (const unit of input.units) addUnit(unit, work);
  const comparison: Comparison = {
    repository: snapshot.repository,
    files: [...work.files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    unchanged: 0,
    owned: new Map(),
    ownershipChanged: false,
    blobsToRead: [],
    diagnostics: [],
  };
  const repository: BuildPlanInput['repositories'][number] = {
    url,
    wanted: { repository: snapshot.repository, files: work.wanted },
    snapshot,
    ledger: undefined,
    comparison,
    contents: work.contents,
  };
  const bundle = await buildPlan({ kcdkVersion, project, repositories: [repository] });
  return gatesAroundCommits(bundle, gatesOfUnits(input.units));
}

/** The project that commits of a migration name in their trailers. */
export function projectOf(migration: string): string {
  return `migrate-${migration}`;
}

/** The gates of several units: before the commit of those that change, after that of all. */
export function gatesOfUnits(units: readonly MigrationUnit[]): GatesAround {
  return {
    before: units.flatMap(({ changes, gates }) => (changes.length > 0 ? (gates?.before ?? []) : [])),
    after: units.flatMap(({ gates }) => gates?.after ?? []),
  };
}

// --- internal ---

interface Work {
  readonly snapshot: Snapshot;
  readonly files: Map<string, FileVerdict>;
  readonly wanted: Map<RepoPath, WantedFile>;
  readonly contents: Map<ObjectId, Uint8Array>;
}

function addUnit({ folder, name, changes }: MigrationUnit, work: Work): void {
  const address = folder === '' ? name : folder;
  for (const { path, previousPath, before, after } of changes) {
    if (previousPath !== undefined) addFile(work, { path: previousPath, address, before, after: undefined });
    addFile(work, { path, address, before: previousPath === undefined ? before : undefined, after });
  }
}

interface FileWork {
  readonly path: string;
  readonly address: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

function addFile({ snapshot, files, wanted, contents }: Work, { path, address, before, after }: FileWork): void {
  if (!isRepoPath(path) || isLedgerTerritory(path))
    throw kcdkError('IMPOSSIBLE', { path, detail: 'a migration writes where nothing may be written' });
  const blob = snapshot.files.get(path)?.blob ?? null;
  if (blob !== null && before !== undefined) contents.set(blob, new TextEncoder().encode(before));
  files.set(path, {
    path,
    decision: after === undefined ? 'delete' : blob === null ? 'create' : 'update',
    address,
    before: blob,
    after: after === undefined ? null : blobId(after, snapshot.objectFormat),
    drifted: false,
    protect: false,
  });
  if (after !== undefined) wanted.set(path, { path, content: after, origin: { address, position: () => undefined } });
}
