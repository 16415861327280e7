import { KcdkError } from './diagnostics/error.ts';
import { gateId } from './model/gate.ts';
import type { ProgramPlan } from './pipeline.ts';
import { trailersOf } from './plan/applies.ts';

/**
 * Since when gates are waited for that an earlier run has set off: the time of its last commit to the repository where
 * it did so. Seconds since the epoch, by the id of the gate; those that git does not tell are left out.
 */
export async function findSince({ bundle, planned, repositories }: ProgramPlan): Promise<ReadonlyMap<string, number>> {
  const { phases, project } = bundle.plan;
  const pending = new Set(phases.flatMap(({ gates = [] }) => gates.filter((one) => one.pending).map(({ id }) => id)));
  const since = new Map<string, number>();
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

/** The newest commit of a phase that is not the last: what it began is unfinished. */
async function lastPhase(
  repository: { history(): Promise<readonly { readonly time: number; readonly message: string }[]> } | undefined,
  project: string,
): Promise<number | undefined> {
  try {
    return (await repository?.history())?.find(({ message }) => {
      const { project: one, phase } = trailersOf(message);
      return one === project && phase !== undefined && phase.done < phase.of;
    })?.time;
  } catch (cause) {
    // the work is unfinished whether or not git can say since when
    if (!KcdkError.is(cause)) throw cause;
    return undefined;
  }
}
