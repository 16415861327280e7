import { type Diagnostic, error, warning } from '../../diagnostics/diagnostic.ts';
import { isJsonObject, type Manifest } from '../../model/json.ts';
import { isClusterTree } from '../../synth/layout.ts';
import { clusterOfEnvironment, sourcesOf, WAVE_FIELD, waveOf } from '../argocd/application-spec.ts';
import type { RunningApplication } from '../argocd/sync-map.ts';
import { type IndexedManifest, placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';

/**
 * Operators come in a lower wave than what needs them on the same cluster, and ProviderConfigs before their Workspaces.
 *
 * Waves order what one Application syncs. An object and its operator are compared where their ways to the cluster part;
 * where they never meet, nobody knows which comes first. Nor do waves say it where one way leads into the tree of another
 * cluster, which is registered when the parent stands, or where two environments part: all have one wave, and who
 * attaches them decides. A missing operator is told for monitoring only, which the program
 * itself adds; the others come with the template of a cluster.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function checkSyncWaves({ index, syncs, told }: RuleContext): readonly Diagnostic[] {
  const operators = operatorsByCluster(syncs.applications);
  const found: Diagnostic[] = [];
  for (const need of NEEDS) {
    for (const entry of index.of(need.group, ...need.kinds)) {
      const landing = syncs.landingsOf(entry.manifest)[0];
      if (landing === undefined || told.has(entry.manifest)) continue;
      const providers = operators.get(`${landing.cluster} ${need.operator}`) ?? [];
      const steps = stepsOf(entry.manifest, landing.application);
      const verdicts = providers.map((operator) =>
        compareSteps(steps, stepsOf(operator.entry.manifest, operator.parent)),
      );
      if (verdicts.length === 0 && need.isOurs) found.push(missing(entry, need.operator));
      const late = verdicts.find((verdict) => verdict !== undefined && !verdict.isLater);
      if (late !== undefined && !verdicts.some((verdict) => verdict?.isLater))
        found.push(tooEarly(entry, need.operator, late));
    }
  }
  found.push(...workspacesBeforeConfigs({ index, syncs }));
  return found;
}

// --- internal ---

interface Need {
  readonly group: string;
  readonly kinds: readonly string[];
  /** Name of the chart. */
  readonly operator: string;
  /** True where the program adds the operator itself. */
  readonly isOurs: boolean;
}

const NEEDS: readonly Need[] = [
  {
    group: 'monitoring.coreos.com',
    kinds: ['ServiceMonitor', 'PodMonitor', 'PrometheusRule', 'Probe'],
    operator: 'kube-prometheus-stack',
    isOurs: true,
  },
  {
    group: 'cert-manager.io',
    kinds: ['Issuer', 'ClusterIssuer', 'Certificate'],
    operator: 'cert-manager',
    isOurs: false,
  },
  {
    group: 'external-secrets.io',
    kinds: ['SecretStore', 'ClusterSecretStore', 'ExternalSecret', 'ClusterExternalSecret'],
    operator: 'external-secrets',
    isOurs: false,
  },
];

/** Charts that bring the same definitions as another. */
const SAME_AS: Readonly<Record<string, string>> = { 'prometheus-operator-crds': 'kube-prometheus-stack' };

function operatorsByCluster(
  applications: readonly RunningApplication[],
): ReadonlyMap<string, readonly RunningApplication[]> {
  const operators = new Map<string, RunningApplication[]>();
  const charts = new Set(NEEDS.map(({ operator }) => operator));
  for (const application of applications) {
    for (const { chart = '' } of sourcesOf(application.entry.manifest)) {
      const operator = SAME_AS[chart] ?? chart;
      if (!charts.has(operator)) continue;
      const key = `${application.cluster} ${operator}`;
      const known = operators.get(key);
      if (known === undefined) operators.set(key, [application]);
      else known.push(application);
    }
  }
  return operators;
}

/** An object that something syncs. */
interface Step {
  readonly manifest: Manifest;
  readonly syncedBy: RunningApplication;
}

/** An object, the Application that brings it, the Application that brings that one, and so on to the root. */
function stepsOf(manifest: Manifest, syncedBy: RunningApplication | undefined): readonly Step[] {
  const steps: Step[] = [];
  const seen = new Set<Manifest>();
  let current = manifest;
  for (let by = syncedBy; by !== undefined && !seen.has(current); by = by.parent) {
    seen.add(current);
    steps.push({ manifest: current, syncedBy: by });
    current = by.entry.manifest;
  }
  return steps;
}

interface Verdict {
  readonly isLater: boolean;
  readonly own: Manifest;
  readonly other: Manifest;
}

/** The waves where two ways part; undefined where they do not come from one Application. */
function compareSteps(steps: readonly Step[], others: readonly Step[]): Verdict | undefined {
  const bySync = new Map(others.map(({ manifest, syncedBy }) => [syncedBy, manifest]));
  for (const { manifest: own, syncedBy } of steps) {
    const other = bySync.get(syncedBy);
    if (other !== undefined && other !== own) {
      const isLater = waveOf(own) > waveOf(other);
      return isLater || !areUnordered(own, other, steps, others, syncedBy) ? { own, other, isLater } : undefined;
    }
  }
  return undefined;
}

function areUnordered(
  own: Manifest,
  other: Manifest,
  steps: readonly Step[],
  others: readonly Step[],
  parting: RunningApplication,
): boolean {
  if (clusterOfEnvironment(own) !== undefined && clusterOfEnvironment(other) !== undefined) return true;
  return entersTree(steps, parting) !== entersTree(others, parting);
}

/** Whether a way leads into the tree of a cluster below the Application where it parts from another. */
function entersTree(steps: readonly Step[], parting: RunningApplication): boolean {
  const below = steps.slice(
    0,
    steps.findIndex(({ syncedBy }) => syncedBy === parting),
  );
  return below.some(({ syncedBy }) =>
    sourcesOf(syncedBy.entry.manifest).some(({ folder }) => folder !== undefined && isClusterTree(folder)),
  );
}

function tooEarly(entry: IndexedManifest, operator: string, { own, other }: Verdict): Diagnostic {
  const { kind, metadata } = entry.manifest;
  const summary = `${kind} \`${metadata.name}\` needs ${operator}, which does not come before it`;
  const detail = `${titleOf(own)} is in wave ${waveOf(own)}, ${titleOf(other)} in wave ${waveOf(other)}.`;
  return error('OPERATOR_TOO_LATE', { summary, detail, ...placeOfManifest(entry, WAVE_FIELD) });
}

function missing(entry: IndexedManifest, operator: string): Diagnostic {
  const { kind, metadata } = entry.manifest;
  const summary = `${kind} \`${metadata.name}\` needs ${operator}, which no Application brings to its cluster`;
  return warning('OPERATOR_MISSING', { summary, ...placeOfManifest(entry) });
}

function titleOf({ kind, metadata }: Manifest): string {
  return `${kind} \`${metadata.name}\``;
}

/** The provider looks again, so an order that is wrong costs time only; a name that is wrong, everything. */
function workspacesBeforeConfigs({ index, syncs }: Pick<RuleContext, 'index' | 'syncs'>): readonly Diagnostic[] {
  const configs = new Map<string, Step[]>();
  const key = (cluster: string, name: unknown) => `${cluster} ${String(name)}`;
  for (const { manifest } of index.of('tf.upbound.io', 'ProviderConfig')) {
    for (const { cluster, application } of syncs.landingsOf(manifest)) {
      configs.set(key(cluster, manifest.metadata.name), [...stepsOf(manifest, application)]);
    }
  }
  const found: Diagnostic[] = [];
  for (const entry of index.of('tf.upbound.io', 'Workspace')) {
    const landing = syncs.landingsOf(entry.manifest)[0];
    const { spec } = entry.manifest;
    const reference = isJsonObject(spec) ? spec['providerConfigRef'] : undefined;
    if (landing === undefined || !isJsonObject(reference)) continue;
    const config = configs.get(key(landing.cluster, reference['name']));
    if (config === undefined) continue;
    const verdict = compareSteps(stepsOf(entry.manifest, landing.application), config);
    if (verdict === undefined || verdict.isLater) continue;
    found.push({ ...tooEarly(entry, 'its ProviderConfig', verdict), severity: 'warning' });
  }
  return found;
}
