import type { TakenBack } from '../../lib/find-taken-back.ts';
import { describeGate, gateId } from '../../lib/model/gate.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { visible } from '../../lib/report/visible.ts';

/** One phase that an earlier run has left to do, as `kcdk status --json` has it. */
export interface UnfinishedWork {
  /** The phase that was done, counted from 1, and how many are known now. */
  readonly phase: number;
  readonly phases: number;
  readonly gate: { readonly id: string; readonly waits_until: string };
  /** When the last commit was made that the gate waits for, in UTC; null where git does not tell. */
  readonly since: string | null;
  /** Digest of the plan that was begun, where it is not this program's; null where it is. Since 1.1. */
  readonly plan: string | null;
  /** True where the program wants back what has gone: it is written again, or that plan is applied again. Since 1.1. */
  readonly wanted_again: boolean;
  /** What is still to be written after the gate. */
  readonly files: readonly { readonly repository: string; readonly path: string; readonly action: string }[];
}

/**
 * What earlier runs have begun and not ended: gates whose cause is in git, with files that wait for them.
 *
 * @param since seconds since the epoch, by the id of the gate
 */
export function unfinishedWork(
  { phases, repositories }: PlanDocument,
  since: ReadonlyMap<string, number> = new Map(),
): readonly UnfinishedWork[] {
  return phases.flatMap((phase, index) =>
    (phase.gates ?? [])
      .filter(({ id, pending }) => pending || since.has(id))
      .map(({ id, gate }) => {
        const next = phases[index + 1]?.id;
        const files = repositories.flatMap(({ name, files: all }) =>
          all.filter((file) => file.phase === next).map(({ path, action }) => ({ repository: name, path, action })),
        );
        return {
          phase: index + 1,
          phases: phases.length,
          since: timeOf(since.get(id)),
          plan: null,
          wanted_again: false,
          gate: { id, waits_until: describeGate(gate) },
          files,
        };
      }),
  );
}

/** What an earlier run has begun by another program than this one. */
export function takenBackWork({ gate, plan, phase, time, files }: TakenBack): UnfinishedWork {
  return {
    phase: phase.done,
    phases: phase.of,
    since: timeOf(time),
    plan,
    wanted_again: true,
    gate: { id: gateId(gate), waits_until: describeGate(gate) },
    files: files.map((file) => ({ ...file, action: 'delete' })),
  };
}

/** The same in words. */
export function statusText(work: readonly UnfinishedWork[]): string {
  if (work.length === 0) return 'No unfinished work.\n';
  const lines = work.flatMap(({ phase, phases, since, gate, files, plan }) => [
    visible(`Unfinished after phase ${phase} of ${phases}: waits until ${gate.waits_until}`),
    ...(since === null ? [] : [`  since  ${since}`]),
    visible(`  gate   ${gate.id}`),
    `  then   ${files.length} ${files.length === 1 ? 'file' : 'files'}`,
    ...files.slice(0, MOST).map(({ repository, path, action }) => visible(`         ${action} ${repository}: ${path}`)),
    ...(files.length > MOST ? [`         and ${files.length - MOST} more`] : []),
    ...(plan === null
      ? []
      : [
          visible(`  but    this program wants back what has gone: \`kcdk apply\` writes it again,`),
          visible(`         applying plan ${plan.replace('sha256:', '').slice(0, 12)} again does the rest of it`),
        ]),
  ]);
  return `${[...lines, ...(work.some(({ plan }) => plan === null) ? ['To go on: kcdk apply'] : [])].join('\n')}\n`;
}

// --- internal ---

const MOST = 10;

function timeOf(seconds: number | undefined): string | null {
  return seconds === undefined ? null : new Date(seconds * 1000).toISOString().replace('.000', '');
}
