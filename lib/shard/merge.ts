import { tellUnknownKinds } from '../check-schemas.ts';
import { sortPins } from '../compile.ts';
import { type Diagnostic, errorsOf } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';
import { sortedDiagnostics } from '../diagnostics/order.ts';
import type { FileSet } from '../model/file-set.ts';
import { addressesOf, errorsFirst } from '../pipeline.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { missingFolders } from '../plan/missing-folders.ts';
import type { PlanBundle } from '../plan/plan-bundle.ts';
import type { PlannedRepository } from '../plan/plan-repository.ts';
import type { CheckedArtifact } from '../validate/manifest-index.ts';
import { tellOnce } from '../validate/tell-once.ts';
import { type Validation, validateManifests } from '../validate/validate.ts';
import { shardsDiffer } from './check-shards.ts';
import { hasText } from './repository-json.ts';
import type { Shard, ShardRepository } from './shard.ts';

/** The plan that all shards together come to. */
export interface MergedPlan {
  readonly bundle: PlanBundle;
  /** What they agree on. */
  readonly shard: Shard;
  readonly repositories: readonly ShardRepository[];
  /** The repositories as they were compared. */
  readonly planned: readonly PlannedRepository[];
}

/**
 * Joins the shards of a plan: byte for byte the plan that one run would have made.
 *
 * What needs all repositories at once is done here: rules about manifests, which follow Applications from repository to
 * repository, folders that nothing is in, guards, impact, and phases.
 *
 * @throws {KcdkError} codes of shards, where they do not belong together; all error findings of the rules
 */
export async function mergeShards(shards: readonly Shard[]): Promise<MergedPlan> {
  const problems = shardsDiffer(shards);
  const [shard] = shards;
  if (shard === undefined || problems.length > 0) throw new KcdkError(problems);
  const repositories = inWritingOrder(shards, shard);
  const validation = checkManifests(repositories, shard);
  const found: Diagnostic[] = [
    ...tellOnce([...shards.flatMap(({ diagnostics }) => diagnostics), ...validation.diagnostics]),
    ...(await tellUnknownKinds([...new Set(shards.flatMap(({ unknownKinds }) => unknownKinds))])),
  ];
  if (errorsOf(validation.diagnostics).length > 0) throw new KcdkError([...sortedDiagnostics(found)].sort(errorsFirst));
  const planned = repositories.flatMap((repository) => repository.planned ?? []);
  const { settings } = shard;
  const targets = settings.targets ?? undefined;
  if (targets !== undefined) {
    const { unknownTargets } = await import('../plan/targets.ts');
    const fileSets = repositories.map(({ compiled }) => compiled);
    found.push(...unknownTargets(targets, addressesOf(fileSets, planned)));
  }
  const bundle = await buildPlan({
    kcdkVersion: shard.kcdkVersion,
    project: shard.project,
    repositories: planned,
    targets,
    templates: sortPins(shards.flatMap(({ templates }) => templates)),
    diagnostics: sortedDiagnostics([...found, ...missingFolders(validation.unwrittenFolders, planned)]),
    complete: shards.every(({ complete }) => complete),
    allowDelete: settings.allowDelete,
    allowReplace: settings.allowReplace,
  });
  return { bundle, shard, repositories, planned };
}

// --- internal ---

/** Repositories of organizations that go first, then those of the program in its order. */
function inWritingOrder(shards: readonly Shard[], { rules }: Shard): readonly ShardRepository[] {
  const all = shards.flatMap((shard) => shard.repositories);
  const position = new Map(rules.repositories.map(({ name }, index) => [name, index]));
  const departed = all.filter(({ name }) => !position.has(name));
  const own = all.filter(({ name }) => position.has(name));
  return [...departed, ...own.sort((a, b) => (position.get(a.name) ?? 0) - (position.get(b.name) ?? 0))];
}

function checkManifests(repositories: readonly ShardRepository[], { rules }: Shard): Validation {
  const fileSets = repositories.map(({ compiled }) => compiled);
  const artifacts = fileSets.flatMap(({ repository, files }) =>
    [...files.values()].map(
      ({ path, origin, realm, documents, provenance }): CheckedArtifact => ({
        repository,
        path,
        origin,
        realm,
        content: documents === undefined ? { kind: 'text' } : { kind: 'manifests', documents, provenance },
      }),
    ),
  );
  // only a long file can hold an object that is too big, and those are carried with their text
  const texts = fileSets.map(
    (one): FileSet => ({ ...one, files: new Map([...one.files].filter(([, file]) => hasText(file))) }),
  );
  return validateManifests(artifacts, rules, texts);
}
