import { type Diagnostic, error } from '../../lib/diagnostics/diagnostic.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import { listSome } from '../../lib/diagnostics/list-some.ts';
import type { ClusterSettings } from '../../lib/gates/settings.ts';
import { describeGate, type Gate, gateId } from '../../lib/model/gate.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import type { MigrateFlags } from '../commands/migrate-commands.ts';
import { createProgress, type Progress } from '../view/progress.ts';
import { configIfAny } from './apply.ts';
import { clusterAccess } from './cluster-access.ts';
import { gateWaiter } from './gates.ts';
import type { Session } from './session.ts';

/** How a migration deals with what has to pass before a commit and after it. */
export interface MigrationGates {
  /** True where none is looked at. */
  readonly skipped: boolean;
  /**
   * Waits for gates, or says that they are not looked at; why they have not passed, empty when they have.
   *
   * @param progress  that of an apply, which has said what it waits for
   */
  wait(gates: readonly Gate[], progress?: Progress): Promise<readonly Diagnostic[]>;
  /** Why some of these gates cannot be looked at, before anything is written; empty when all can. */
  check(gates: readonly Gate[]): Promise<readonly Diagnostic[]>;
  /** The gates of a plan that are taken as passed. */
  assumed(plan: Pick<PlanDocument, 'phases'>): ReadonlySet<string>;
}

export type GateOptions = Pick<
  MigrateFlags,
  'skipGates' | 'waitTimeout' | 'json' | 'kubeconfig' | 'kubeContext' | 'vaultAddress'
> & {
  readonly input: boolean;
  /** Gates that nothing says how to look at are named and passed over: for a checkout, where nothing takes effect yet. */
  readonly lenient: boolean;
};

/** Reads how clusters are reached; nothing is asked yet. */
export async function openMigrationGates(options: GateOptions, session: Session): Promise<MigrationGates> {
  const { io } = session;
  const clusters = clusterAccess(await configIfAny(session), options, io);
  const skipped = options.skipGates === true;
  const quiet = session.quiet || options.json === true;
  const wait = async (gates: readonly Gate[], shown: Progress | undefined): Promise<readonly Diagnostic[]> => {
    const progress = shown ?? createProgress(io, quiet);
    const closed = await closedGates(gates, clusters, io.env);
    if (closed.size > 0 && !options.lenient) return [notConfigured(closed)];
    if (closed.size > 0) sayPassedOver('Nothing says how these can be looked at', [...closed.keys()], session);
    const open = gates.filter((gate) => !closed.has(gate));
    if (open.length === 0) return [];
    if (shown === undefined) progress.show({ type: 'waiting', phase: '', gates: open });
    const flags = { waitTimeout: options.waitTimeout, input: options.input };
    const waiter = gateWaiter({
      flags,
      config: { clusters },
      approved: new Set(),
      repositories: new Map(),
      io,
      progress,
    });
    return (await waiter?.(open, '')) ?? [];
  };
  return {
    skipped,
    wait: async (gates, progress) => {
      if (gates.length === 0) return [];
      if (!skipped) return wait(gates, progress);
      sayPassedOver('Skipped, and not looked at', gates, session);
      return [];
    },
    check: async (gates) => {
      const closed = skipped || options.lenient ? new Map() : await closedGates(gates, clusters, io.env);
      return closed.size === 0 ? [] : [notConfigured(closed)];
    },
    assumed: ({ phases }) => {
      const gates = phases.flatMap((phase) => phase.gates ?? []);
      if (!skipped) return new Set();
      if (gates.length > 0)
        sayPassedOver(
          'Skipped, and not looked at',
          gates.map(({ gate }) => gate),
          session,
        );
      return new Set(gates.map(({ id }) => id));
    },
  };
}

// --- internal ---

const MOST = 20;

/** Gates that cannot be looked at, and why. */
async function closedGates(
  gates: readonly Gate[],
  clusters: Readonly<Record<string, ClusterSettings>>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ReadonlyMap<Gate, string>> {
  const { openGate } = await import('../../lib/gates/open-gates.ts');
  const closed = new Map<Gate, string>();
  for (const gate of gates) {
    try {
      openGate(gate, { clusters, env });
    } catch (cause) {
      if (!KcdkError.is(cause)) throw cause;
      closed.set(gate, cause.diagnostics[0]?.summary ?? gateId(gate));
    }
  }
  return closed;
}

function notConfigured(closed: ReadonlyMap<Gate, string>): Diagnostic {
  const reasons = [...new Set(closed.values())];
  return error('GATE_NOT_CONFIGURED', {
    summary: 'There is no way to look at what has to pass before the commit and after it',
    detail: listSome(reasons, MOST, (reason) => `${reason}.`).join('\n'),
    fix: 'Name the clusters under `konstruct.clusters` in cdk8s.yaml, or pass `--kubeconfig` and `--vault-address`; with `--skip-gates` you look yourself.',
  });
}

function sayPassedOver(head: string, gates: readonly Gate[], session: Session): void {
  session.say([`${head}:`, ...listSome(gates, MOST, (gate) => `  ${describeGate(gate)}`, '  ')].join('\n'));
}
