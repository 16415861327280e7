import { kcdkError } from '../diagnostics/error.ts';
import type { Gate } from '../model/gate.ts';
import type { JsonObject } from '../model/json.ts';
import { combine } from './combine.ts';
import type { Look, ObjectQuery } from './kubernetes/follow.ts';
import type { Observation, OpenGate, Remaining } from './open-gate.ts';
import { DEFAULT_PACE, type Pace } from './pace.ts';
import type { ClusterSettings } from './settings.ts';
import type { WrittenState } from './written-state.ts';

export interface GateOptions {
  /** How clusters are reached, by name; `*` stands for all that are not named, with `{name}` in its context. */
  readonly clusters: Readonly<Record<string, ClusterSettings>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names of approvals that were given. */
  readonly approved?: ReadonlySet<string> | undefined;
  /** Asks a person; undefined where nobody can be asked. */
  readonly question?: ((text: string, signal: AbortSignal) => Promise<boolean>) | undefined;
  readonly pace?: Pace | undefined;
  /** What git holds; without it nothing can be said of the health of Applications. */
  readonly written?: WrittenState | undefined;
}

/**
 * Opens a gate. Nothing is asked yet.
 *
 * @throws {KcdkError} `GATE_NOT_CONFIGURED` where there is no way to look at it
 */
export function openGate(gate: Gate, options: GateOptions): OpenGate {
  switch (gate.kind) {
    case 'argocd-drained': {
      const { application, namespace, children } = gate;
      const one = { kind: 'applications', namespace, name: application } as const;
      const queries = children === namespace ? [] : [one];
      return gateOf(gate, [...queries, { kind: 'applications', namespace: children }], options, async () => {
        const { notDrained } = await import('./conditions/drained.ts');
        return (objects) => notDrained(gate, objects);
      });
    }
    case 'application-healthy': {
      const query = { kind: 'applications', namespace: gate.namespace, name: gate.application } as const;
      return gateOf(gate, [query], options, async () => {
        const { written } = options;
        if (written === undefined) throw kcdkError('GATE_NOT_CONFIGURED', { detail: NO_REPOSITORIES });
        const { notHealthy } = await import('./conditions/healthy.ts');
        const application = await written.application(gate);
        return (objects) => notHealthy(gate, objects, application);
      });
    }
    case 'workspace-ready': {
      const query = { kind: 'workspace', name: gate.name, application: gate.application } as const;
      return gateOf(gate, [query], options, async () => {
        const { notReady } = await import('./conditions/ready.ts');
        return (objects) => notReady(gate, objects);
      });
    }
    case 'external-secrets-ready': {
      const query = { kind: 'external-secrets', namespace: gate.namespace } as const;
      return gateOf(gate, [query], options, async () => {
        const { secretsNotReady } = await import('./conditions/ready.ts');
        return (objects) => secretsNotReady(gate, objects);
      });
    }
    case 'repositories-connected': {
      const { namespace } = gate;
      const applications: Query = { kind: 'applications', namespace };
      const settings = settingsOf(gate.cluster, options);
      // Argo CD's own API knows no ExternalSecrets; what it says of Applications counts without their times
      const timed = settings !== undefined && hasApiServer(settings) && gate.secrets !== undefined;
      const queries: readonly Query[] = timed
        ? [applications, { kind: 'external-secrets', namespace }]
        : [applications];
      return gateOf(gate, queries, options, async () => {
        const { notConnected } = await import('./conditions/connected.ts');
        return (objects) => notConnected(gate, objects);
      });
    }
    case 'vault-fields': {
      const settings = settingsOf(gate.cluster, options)?.vault;
      if (settings === undefined) throw notConfigured(gate.cluster, 'vault');
      return {
        async *observe(signal) {
          const { openVaultFields } = await import('./vault/vault-fields.ts');
          yield* openVaultFields(gate, { settings, env: options.env, pace: options.pace ?? DEFAULT_PACE }).observe(
            signal,
          );
        },
      };
    }
    case 'approval':
      return approval(gate, options);
  }
}

/** True where the settings say how a gate can be looked at; asks nobody. */
export function canLookAt(gate: Gate, options: Pick<GateOptions, 'clusters'>): boolean {
  if (gate.kind === 'approval') return true;
  const settings = settingsOf(gate.cluster, options);
  if (gate.kind === 'vault-fields') return settings?.vault !== undefined;
  return settings !== undefined && (hasApiServer(settings) || settings.argocd !== undefined);
}

/** How a cluster is reached: as its name says, or as `*` does; undefined where nothing says it. */
export function settingsOf(cluster: string, { clusters }: Pick<GateOptions, 'clusters'>): ClusterSettings | undefined {
  if (Object.hasOwn(clusters, cluster)) return clusters[cluster];
  const { '*': all } = clusters;
  if (all === undefined) return undefined;
  const context = all.context?.replaceAll('{name}', () => cluster);
  return context === undefined ? all : { ...all, context };
}

/** Whether the API server of a cluster can be asked, in place of Argo CD's. */
export function hasApiServer({ kubeconfig, context, inCluster }: ClusterSettings): boolean {
  return inCluster === true || kubeconfig !== undefined || context !== undefined;
}

// --- internal ---

/** What a gate has to see of a cluster. */
type Query =
  | { readonly kind: 'applications'; readonly namespace: string; readonly name?: string }
  | {
      readonly kind: 'workspace';
      readonly name: string;
      readonly application?: { readonly name: string; readonly namespace: string } | undefined;
    }
  | { readonly kind: 'external-secrets'; readonly namespace: string };

type Judge = (objects: readonly JsonObject[]) => readonly Remaining[] | Promise<readonly Remaining[]>;

const NO_REPOSITORIES = 'There are no repositories to compare what was synced with.';

function gateOf(
  gate: Exclude<Gate, { readonly kind: 'approval' }>,
  queries: readonly Query[],
  options: GateOptions,
  load: () => Promise<Judge>,
): OpenGate {
  const settings = settingsOf(gate.cluster, options);
  if (settings === undefined || !canLookAt(gate, options)) throw notConfigured(gate.cluster, 'cluster');
  if (!hasApiServer(settings)) checkThroughArgocd(queries, gate.cluster);
  return {
    async *observe(outer) {
      const left = new AbortController();
      const signal = AbortSignal.any([outer, left.signal]);
      try {
        const judge = await load();
        const looks = await looksAt(queries, gate.cluster, settings, options, signal);
        for await (const latest of combine(looks)) yield await observation(latest, judge);
      } finally {
        left.abort();
      }
    },
  };
}

async function looksAt(
  queries: readonly Query[],
  cluster: string,
  settings: ClusterSettings,
  options: GateOptions,
  signal: AbortSignal,
): Promise<readonly AsyncIterable<Look>[]> {
  const { env, pace = DEFAULT_PACE } = options;
  if (hasApiServer(settings)) {
    const { openAccess } = await import('./kubernetes/access.ts');
    const { follow } = await import('./kubernetes/follow.ts');
    const access = await openAccess({ name: cluster, settings, env, signal });
    return queries.map((query) => follow(toObjectQuery(query), { cluster, access, pace, signal }));
  }
  const { argocd } = settings;
  if (argocd === undefined) throw notConfigured(cluster, 'cluster');
  const { lookThroughArgocd } = await import('./argocd/argocd-api.ts');
  return queries.map((query) =>
    lookThroughArgocd(toArgocdQuery(query), { cluster, settings: argocd, env, pace }, signal),
  );
}

async function observation(looks: readonly Look[], judge: Judge): Promise<Observation> {
  const objects: JsonObject[] = [];
  for (const look of looks) {
    if (look.status === 'unreachable') return look;
    objects.push(...look.objects);
  }
  const remaining = await judge(objects);
  return remaining.length === 0 ? { status: 'passed' } : { status: 'waiting', remaining };
}

function toObjectQuery(query: Query): ObjectQuery {
  switch (query.kind) {
    case 'applications':
      return {
        group: 'argoproj.io',
        versions: ['v1alpha1'],
        plural: 'applications',
        namespace: query.namespace,
        name: query.name,
      };
    case 'workspace':
      return { group: 'tf.upbound.io', versions: ['v1beta1', 'v1alpha1'], plural: 'workspaces', name: query.name };
    case 'external-secrets':
      return {
        group: 'external-secrets.io',
        versions: ['v1', 'v1beta1'],
        plural: 'externalsecrets',
        namespace: query.namespace,
      };
  }
}

function toArgocdQuery(query: Query): import('./argocd/argocd-api.ts').ArgocdQuery {
  if (query.kind === 'applications') return query;
  if (query.kind === 'external-secrets' || query.application === undefined)
    throw kcdkError('IMPOSSIBLE', { detail: `${query.kind} cannot be asked of Argo CD` });
  const resource = { group: 'tf.upbound.io', version: 'v1beta1', kind: 'Workspace', name: query.name };
  return { kind: 'resource', application: query.application, resource };
}

/** Argo CD's API knows Applications, and other objects only through the one that applied them. */
function checkThroughArgocd(queries: readonly Query[], cluster: string): void {
  const impossible = queries.some(
    (query) => query.kind === 'external-secrets' || (query.kind === 'workspace' && query.application === undefined),
  );
  if (!impossible) return;
  throw kcdkError('GATE_NOT_CONFIGURED', {
    summary: `Argo CD of \`${cluster}\` cannot say whether this gate has passed`,
    fix: `Give \`${cluster}\` a \`kubeconfig\` under \`konstruct.clusters\` in cdk8s.yaml, and run the command again.`,
  });
}

function approval(gate: Extract<Gate, { readonly kind: 'approval' }>, options: GateOptions): OpenGate {
  const { approved, question } = options;
  const given = approved?.has(gate.name) === true;
  if (!given && question === undefined) {
    throw kcdkError('GATE_NOT_APPROVED', {
      summary: `Nobody has approved \`${gate.name}\`: ${gate.question}`,
      fix: `Run the command again on a terminal, or with \`--approve ${gate.name}\`.`,
    });
  }
  return {
    async *observe(signal) {
      if (given || (await question?.(gate.question, signal)) === true) yield { status: 'passed' };
      else {
        throw kcdkError('GATE_NOT_APPROVED', {
          summary: `\`${gate.name}\` was not approved`,
          fix: `What was written stays. To go on, run the command again and approve, or pass \`--approve ${gate.name}\`.`,
        });
      }
    },
  };
}

function notConfigured(cluster: string, what: 'cluster' | 'vault') {
  const subject = what === 'vault' ? `the Vault of \`${cluster}\`` : `the cluster \`${cluster}\``;
  const example =
    what === 'vault' ? '`vault: { address: …, token: { env: … } }`' : '`kubeconfig`, `context` or `argocd`';
  return kcdkError('GATE_NOT_CONFIGURED', {
    summary: `Nothing says how ${subject} is reached`,
    fix: `Put ${example} for \`${cluster}\` under \`konstruct.clusters\` in cdk8s.yaml, and run the command again; or pass \`--assume-gate\` with the name of the gate if you know that it has passed.`,
  });
}
