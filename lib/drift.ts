import type { ProgramPlan } from './pipeline.ts';
import { blobsBeforeDrift, DRIFT_FORMAT_VERSION, type DriftDocument, driftOf } from './plan/drift.ts';
import type { PlannedRepository } from './plan/plan-repository.ts';
import { readKept } from './repository/read-kept.ts';
import type { ObjectId, Repository } from './repository/repository.ts';

/** Finds what was changed by hand in all repositories of a plan, reading the files in question and nothing else. */
export async function findDrift({ bundle, planned, repositories }: ProgramPlan): Promise<DriftDocument> {
  const { parseYaml } = await import('./plan/diff/parse-yaml.ts');
  const found = await Promise.all(
    planned.map(async (one) => {
      const repository = repositories.get(one.snapshot.repository);
      const contents = repository === undefined ? one.contents : await withLast(repository, one);
      return driftOf(one, contents, parseYaml);
    }),
  );
  const { project, complete } = bundle.plan;
  const files = found
    .flat()
    .toSorted((a, b) => (a.repository < b.repository ? -1 : a.repository > b.repository ? 1 : 0));
  return { format_version: DRIFT_FORMAT_VERSION, project, complete, files };
}

// --- internal ---

async function withLast(
  repository: Repository,
  planned: PlannedRepository,
): Promise<ReadonlyMap<ObjectId, Uint8Array>> {
  const missing = [...blobsBeforeDrift(planned)].filter((blob) => !planned.contents.has(blob));
  return new Map([...planned.contents, ...(await readKept(repository, planned.snapshot, missing))]);
}
