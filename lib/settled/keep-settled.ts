import type { ProgramPlan } from '../pipeline.ts';
import { toolFolders } from '../plan/impact/tool-folders.ts';
import { ledgerPath } from '../plan/ledger.ts';
import type { PlanDocument } from '../plan/plan.ts';
import { type PlannedRepository, writtenLedger } from '../plan/plan-repository.ts';
import type { ReadProgram } from '../read-program.ts';
import { blobId } from '../repository/blob-id.ts';
import { templateUses } from '../synth/template-uses.ts';
import { type Asked, digestOf, groundKeyOf, keyOf, locatedOf } from './asked.ts';
import { type Ground, keepGround } from './ground.ts';
import { putSettled, type Settled } from './settled.ts';

/** Keeps a plan that found nothing, for the next one that may follow from it. */
export function keepSettled(
  asked: Asked,
  { resolved: { model }, templates }: ReadProgram,
  { bundle: { plan }, snapshots, planned }: ProgramPlan,
): void {
  const { program, texts, options, cache } = asked;
  const located = locatedOf(model?.repositories ?? [], program);
  const ofFiles = templates && digestOf(templates, program);
  // Of an organization that has gone, a repository is read that the program does not name.
  if (!isSettled(plan) || ofFiles === undefined || model === undefined || located?.length !== snapshots.size) return;
  const repositories = located.flatMap(({ declared: { name, url, branch } }) => {
    const head = snapshots.get(name)?.commit;
    return head === undefined ? [] : [{ name, url, branch, head }];
  });
  if (repositories.length < located.length) return;
  const settled: Settled = {
    digest: ofFiles,
    sources: templateUses(model).map(({ source }) => source),
    repositories,
    plan,
  };
  putSettled(cache, keyOf(asked), settled);
  if (options.targets !== undefined || !planned.every(isWrittenSo(plan.project))) return;
  const folders = new Set(planned.flatMap((one) => [...toolFolders({ ...one, entries: [] })]));
  keepGround(cache, groundKeyOf(asked), { ...settled, texts, toolFolders: [...folders] } satisfies Ground);
}

// --- internal ---

/** Whether a plan that writes the ledger writes what is in git, as far as it changes nothing of it. */
function isWrittenSo(project: string): (repository: PlannedRepository) => boolean {
  return (repository) => {
    const { comparison, snapshot } = repository;
    const text = comparison && writtenLedger(repository, comparison, project);
    if (text === undefined) return false;
    const blob = snapshot.files.get(ledgerPath(project))?.blob;
    return text === null ? blob === undefined : blobId(text, snapshot.objectFormat) === blob;
  };
}

/** Nothing is to be done, nothing is unknown, and no finding is about a line, which may stand elsewhere by now. */
function isSettled({ complete, repositories, diagnostics, ...plan }: PlanDocument): boolean {
  return (
    complete &&
    plan.permissions === undefined &&
    plan.resource_changes.length + plan.phases.length === 0 &&
    repositories.every(({ files, contents_digest: contents }) => files.length === 0 && contents === null) &&
    diagnostics.every(({ severity, address, source }) => severity === 'warning' && !address && !source)
  );
}
