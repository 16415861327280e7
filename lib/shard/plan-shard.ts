import { type Diagnostic, errorsOf } from '../diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../diagnostics/error.ts';
import { locateRepositories } from '../locate-repositories.ts';
import { type CompiledProgram, errorsFirst, type PlanProgramOptions, replaceable } from '../pipeline.ts';
import { readRepositories } from '../read-repositories.ts';
import { openGitRepository } from '../repository/git/open-git-repository.ts';
import type { RepositoryLocation } from '../repository/repository.ts';
import type { Shard, ShardRepository } from './shard.ts';

/**
 * Reads and compares the repositories of one part of a platform. The others are neither opened nor rendered.
 *
 * @param program compiled with `shard`
 * @throws {KcdkError} all error findings of the compilation
 */
export async function planShard(program: CompiledProgram, options: PlanProgramOptions): Promise<Shard> {
  const { config, compilation, shard } = program;
  const { model } = compilation;
  if (errorsOf(compilation.diagnostics).length > 0) throw new KcdkError(compilation.diagnostics.toSorted(errorsFirst));
  if (shard === undefined || model === undefined) throw kcdkError('IMPOSSIBLE', { detail: 'a part of nothing' });
  const diagnostics: Diagnostic[] = [...compilation.diagnostics];
  const all = locateRepositories(model.repositories, config, diagnostics);
  const own = all.filter(({ declared }) => shard.scope.repositories.has(declared.name));
  const { targets } = options;
  const isTarget = targets && (await import('../plan/targets.ts')).targetFilter(targets);
  const open = options.open ?? ((location: RepositoryLocation) => openGitRepository(location, options.git));
  const read = await readRepositories(own, config, {
    ...options,
    open,
    compilation,
    isTarget,
    diagnostics,
    others: all.filter((one) => !own.includes(one)),
  });
  await Promise.all(read.repositories.map(({ repository }) => repository?.close()));
  const fileSets = new Map(compilation.fileSets.map((one) => [one.repository, one]));
  const repositories = read.repositories.map(
    ({ location: { name }, planned }): ShardRepository => ({
      name,
      compiled: fileSets.get(name) ?? { repository: name, files: new Map() },
      records: compilation.records.get(name) ?? [],
      planned,
    }),
  );
  return {
    index: shard.index,
    count: shard.count,
    kcdkVersion: options.kcdkVersion,
    project: compilation.project,
    program: shard.program,
    settings: {
      compare: options.compare,
      targets: targets ?? null,
      allowDelete: options.allowDelete ?? [],
      allowReplace: replaceable(compilation, options.allowReplace),
      actor: options.actor ?? config.permissions?.actor ?? null,
    },
    rules: rulesOf(model),
    complete: read.complete && all.length === model.repositories.length,
    diagnostics,
    unknownKinds: shard.unknownKinds,
    templates: compilation.templates,
    // one that is located nowhere is read nowhere, and its files are checked all the same
    repositories: [...repositories, ...unlocated(fileSets, repositories, compilation.records)],
  };
}

// --- internal ---

function rulesOf({
  platform,
  repositories,
  managementClusters,
  workloadClusters,
}: NonNullable<CompiledProgram['compilation']['model']>): Shard['rules'] {
  const { controlPlane, repository, targets } = platform;
  return {
    platform: { controlPlane, repository: { name: repository.name }, targets },
    repositories: repositories.map(({ name, url }) => ({ name, url })),
    managementClusters: managementClusters.map(({ name, organization }) => ({
      name,
      organization: { platform: { name: organization.platform.name } },
    })),
    workloadClusters: workloadClusters.map(({ name }) => ({ name })),
  };
}

function unlocated(
  fileSets: ReadonlyMap<string, ShardRepository['compiled']>,
  known: readonly ShardRepository[],
  records: ReadonlyMap<string, ShardRepository['records']>,
): readonly ShardRepository[] {
  const names = new Set(known.map(({ name }) => name));
  return [...fileSets.values()]
    .filter(({ repository }) => !names.has(repository))
    .map((compiled) => ({
      name: compiled.repository,
      compiled,
      records: records.get(compiled.repository) ?? [],
      planned: undefined,
    }));
}
