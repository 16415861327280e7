import type { ApplyPorts } from '../../lib/apply/apply.ts';
import type { Config } from '../../lib/config/config.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { didYouMean } from '../../lib/diagnostics/near-matches.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import type { Repository } from '../../lib/repository/repository.ts';
import type { GateFlags } from '../commands/commands.ts';
import { type CliIo, isCi } from '../io.ts';
import type { Progress } from '../view/progress.ts';

/**
 * What a person vouches for on the command line.
 *
 * @throws {KcdkError} `GATE_UNKNOWN` for what the plan does not wait for
 */
export function vouchedFor(
  plan: PlanDocument,
  { assumeGate = [], approve = [] }: GateFlags,
): { readonly assumed: ReadonlySet<string>; readonly approved: ReadonlySet<string> } {
  const gates = plan.phases.flatMap((phase) => phase.gates ?? []);
  const ids = gates.map(({ id }) => id);
  const names = gates.flatMap(({ gate }) => (gate.kind === 'approval' ? [gate.name] : []));
  const check = (given: readonly string[], known: readonly string[], what: string) => {
    const unknown = given.find((one) => !known.includes(one));
    if (unknown === undefined) return;
    const summary = `The plan waits for no ${what} \`${unknown}\``;
    throw kcdkError('GATE_UNKNOWN', { summary, ...(known.length > 0 && { fix: didYouMean(unknown, known) }) });
  };
  // a gate that has passed since is in the plan no more; that is no mistake of a script that runs again
  if (gates.length > 0) {
    check(assumeGate, ids, 'gate');
    check(approve, names, 'approval');
  }
  return { assumed: new Set(assumeGate), approved: new Set(approve) };
}

/**
 * Where a run will stop since nothing says how a cluster is reached: better known before the first phase is written than
 * after it. Empty for a plan that waits for nothing such.
 */
export async function foreseenStops(
  { phases }: PlanDocument,
  { assumeGate = [] }: GateFlags,
  config: Pick<Config, 'clusters'> | undefined,
): Promise<readonly string[]> {
  if (phases.every(({ gates = [] }) => gates.length === 0)) return [];
  const { canLookAt } = await import('../../lib/gates/open-gates.ts');
  return phases.flatMap(({ gates = [] }, index) =>
    gates.flatMap(({ id, gate }) => {
      if (gate.kind === 'approval' || assumeGate.includes(id)) return [];
      if (canLookAt(gate, { clusters: config?.clusters ?? {} })) return [];
      return [
        `It will stop after phase ${index + 1}: nothing under \`konstruct.clusters\` says how \`${gate.cluster}\` is ` +
          `reached, to look at ${id}.`,
      ];
    }),
  );
}

export interface GateWaitOptions {
  readonly flags: GateFlags & { readonly input: boolean };
  readonly config: Pick<Config, 'clusters'> | undefined;
  readonly approved: ReadonlySet<string>;
  /** Those of the plan, by name. */
  readonly repositories: ReadonlyMap<string, Repository>;
  readonly io: CliIo;
  readonly progress: Progress;
}

/** The port through which an apply waits for gates; what looks at clusters is loaded when it comes to that. */
export function gateWaiter(waiter: GateWaitOptions): ApplyPorts['awaitGates'] {
  const { flags, config, approved, repositories, io, progress } = waiter;
  const timeout = flags.waitTimeout;
  const canAsk = flags.input && io.stdin.isTTY && io.stderr.isTTY && !isCi(io.env);
  const question = async (text: string, signal: AbortSignal) => {
    progress.end();
    const answer = await io.stdin.question(`\n${text}\nOnly "yes" is taken as a yes: `, signal).catch((cause) => {
      throw kcdkError('ABORTED', { fix: 'What was written stays; run the command again to do the rest.' }, cause);
    });
    return answer.trim() === 'yes';
  };
  return async (gates) => {
    const { awaitGates } = await import('../../lib/gates/await-gates.ts');
    const { openGate } = await import('../../lib/gates/open-gates.ts');
    const { readWrittenState } = await import('../../lib/apply/written-state.ts');
    const written = readWrittenState(repositories);
    const options = { clusters: config?.clusters ?? {}, env: io.env, approved, written, ...(canAsk && { question }) };
    try {
      const { diagnostics } = await awaitGates(gates, {
        open: (gate) => openGate(gate, options),
        timeout,
        signal: io.signal,
        onObservation: (gate, observation) => progress.observe(gate, observation),
      });
      return diagnostics;
    } finally {
      progress.end();
    }
  };
}
