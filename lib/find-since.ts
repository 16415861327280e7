import { KcdkError } from './diagnostics/error.ts';
import { type GateKind, gateId } from './model/gate.ts';
import type { ProgramPlan } from './pipeline.ts';
import { appliesOf, trailersOf } from './plan/applies.ts';
import type { HistoryCommit, Repository } from './repository/repository.ts';

/**
 * Since when gates are waited for that an earlier run has set off: the time of its last commit to the repository where
 * it did so. Seconds since the epoch, by the id of the gate; those that git does not tell are left out.
 */
export async function findSince(program: ProgramPlan): Promise<ReadonlyMap<string, number>> {
  const { bundle, planned, repositories } = program;
  const { phases, project } = bundle.plan;
  const pending = new Set(phases.flatMap(({ gates = [] }) => gates.filter((one) => one.pending).map(({ id }) => id)));
  const since = await unsetSince(program);
  if (pending.size === 0) return since;
  const places = new Map<string, Set<string>>();
  for (const { gate, trigger } of planned.flatMap(({ ledger }) => ledger?.holds ?? [])) {
    if (gate === undefined || trigger === undefined || !pending.has(gateId(gate))) continue;
    const ids = places.get(trigger.repository) ?? new Set();
    places.set(trigger.repository, ids.add(gateId(gate)));
  }
  await Promise.all(
    [...places].map(async ([name, ids]) => {
      const time = await lastPhase(repositories.get(name), project);
      if (time !== undefined) for (const id of ids) since.set(id, time);
    }),
  );
  return since;
}

// --- internal ---

/** Gates that nothing in git sets off. */
const UNSET: ReadonlySet<GateKind> = new Set(['approval', 'application-healthy']);

/** What nothing in git sets off is waited for where the last that the project wrote was a part of a plan. */
async function unsetSince({ bundle, repositories }: ProgramPlan): Promise<Map<string, number>> {
  const { project } = bundle.plan;
  const ids = bundle.plan.phases.flatMap(({ gates = [] }) =>
    gates.flatMap(({ id, gate }) => (UNSET.has(gate.kind) ? [id] : [])),
  );
  if (ids.length === 0) return new Map();
  const histories = new Map(
    await Promise.all(
      [...repositories].map(async ([name, repository]) => [name, await historyOf(repository)] as const),
    ),
  );
  const [last] = appliesOf(project, histories);
  const phases = [...histories.values()]
    .flat()
    .map(({ message }) => trailersOf(message))
    .flatMap(({ plan, phase }) => (phase !== undefined && plan === last?.plan ? [phase] : []));
  const isEnded = phases.length === 0 || phases.some(({ done, of }) => done === of);
  return new Map(isEnded || last === undefined ? [] : ids.map((id) => [id, last.time]));
}

/** The newest commit of a phase that is not the last: what it began is unfinished. */
async function lastPhase(repository: Repository | undefined, project: string): Promise<number | undefined> {
  return (await historyOf(repository)).find(({ message }) => {
    const { project: one, phase } = trailersOf(message);
    return one === project && phase !== undefined && phase.done < phase.of;
  })?.time;
}

/** Empty where it cannot be read: work is unfinished whether or not git can say since when. */
async function historyOf(repository: Repository | undefined): Promise<readonly HistoryCommit[]> {
  try {
    return (await repository?.history()) ?? [];
  } catch (cause) {
    if (!KcdkError.is(cause)) throw cause;
    return [];
  }
}
