import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../diagnostics/error.ts';
import { describeGate, type Gate, gateId } from '../model/gate.ts';
import type { Observation, OpenGate } from './open-gate.ts';

export interface AwaitGatesOptions {
  /** Opens a gate. @throws {KcdkError} where there is no way to look at it */
  readonly open: (gate: Gate) => OpenGate;
  /** Milliseconds to wait for all of them together. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of every look. */
  readonly onObservation?: ((gate: Gate, observation: Observation) => void) | undefined;
}

/** How a gate stood when the waiting ended. */
export interface GateOutcome {
  readonly gate: Gate;
  /** Undefined when nothing was heard of it. */
  readonly last: Observation | undefined;
}

/**
 * Waits until all gates have passed, or the time is over.
 *
 * A gate that has passed is not looked at again. What stops one stops all, since the phase after them needs each.
 *
 * @returns diagnostics that say what did not pass and why; empty when all passed
 * @throws {KcdkError} `ABORTED` when interrupted
 */
export async function awaitGates(
  gates: readonly Gate[],
  options: AwaitGatesOptions,
): Promise<{ readonly outcomes: readonly GateOutcome[]; readonly diagnostics: readonly Diagnostic[] }> {
  const last = new Map<Gate, Observation>();
  const ended = new AbortController();
  const signal = options.signal === undefined ? ended.signal : AbortSignal.any([options.signal, ended.signal]);
  const timer = setTimeout(() => ended.abort('timeout'), options.timeout);
  const watchOne = async (gate: Gate): Promise<readonly Diagnostic[]> => {
    try {
      for await (const observation of options.open(gate).observe(signal)) {
        // what is heard after the end is only that we hung up
        if (signal.aborted) break;
        last.set(gate, observation);
        options.onObservation?.(gate, observation);
        if (observation.status === 'passed') return [];
      }
    } catch (cause) {
      if (!KcdkError.is(cause)) throw cause;
      if (!signal.aborted) {
        ended.abort('stopped');
        return cause.diagnostics;
      }
    }
    return ended.signal.reason === 'timeout' ? [timedOut(gate, last.get(gate))] : [];
  };
  try {
    const [approvals, others] = [gates.filter(isApproval), gates.filter((gate) => !isApproval(gate))];
    const diagnostics = (await Promise.all(others.map(watchOne))).flat();
    // a person is asked last, one question after the other, when everything else is as it should be
    for (const gate of approvals) if (diagnostics.length === 0) diagnostics.push(...(await watchOne(gate)));
    if (options.signal?.aborted) throw kcdkError('ABORTED', { fix: RESUME });
    return { outcomes: gates.map((gate) => ({ gate, last: last.get(gate) })), diagnostics };
  } finally {
    clearTimeout(timer);
    ended.abort('over');
  }
}

// --- internal ---

const RESUME = 'What was written stays; run the command again to do the rest.';

function isApproval({ kind }: Gate): boolean {
  return kind === 'approval';
}

function timedOut(gate: Gate, last: Observation | undefined): Diagnostic {
  const said = linesOf(last);
  return error('GATE_TIMED_OUT', {
    summary: `The gate \`${gateId(gate)}\` has not passed in time`,
    detail: [`It waits until ${describeGate(gate)}.`, ...said].join('\n'),
  });
}

function linesOf(observation: Observation | undefined): readonly string[] {
  if (observation === undefined) return ['Nothing was heard of it.'];
  if (observation.status === 'passed') return [];
  if (observation.status === 'unreachable') return [`It could not be looked at: ${observation.reason}.`];
  return observation.remaining
    .slice(0, MOST)
    .flatMap(({ subject, reasons, fix }) => [
      `${subject}: ${reasons.join('; ')}`,
      ...(fix === undefined ? [] : [`  ${fix}`]),
    ]);
}

const MOST = 10;
