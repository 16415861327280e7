import type { Application } from '../application.ts';
import { CRD_CHARTS, groupsBroughtBy, isOfGroups } from '../crd-owners.ts';
import { isOfKind, type PlacedObject, textAt, titleOf, waveOf } from '../placed-object.ts';
import { type Found, found, isGone } from '../report.ts';
import type { Side } from '../side.ts';
import type { ObjectChange, World } from '../world.ts';

/**
 * Something in a later sync wave than what needs it, in one sync: custom resources before the chart that brings their
 * definition, Workspaces before their ProviderConfig, Applications before their AppProject.
 *
 * Only among what one Application applies, since waves order nothing else; told when a change makes it so.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function findInvertedWaves(world: World): readonly Found[] {
  const touched = world.changes.filter(movesWave);
  if (touched.length === 0) return [];
  const byManager = new Map<Application, ObjectChange[]>();
  for (const change of touched) {
    const { after } = change;
    if (after === undefined) continue;
    for (const manager of world.after.managersOf(after.repository, after.path)) {
      const known = byManager.get(manager);
      if (known === undefined) byManager.set(manager, [change]);
      else known.push(change);
    }
  }
  return [...byManager].flatMap(([manager, changes]) => inverted(manager, changes, world.after));
}

// --- internal ---

/** A wave that is new, or other than before. */
function movesWave(change: ObjectChange): boolean {
  const { before, after } = change;
  if (after === undefined) return false;
  return before === undefined || isGone(change) || waveOf(before) !== waveOf(after);
}

interface Need {
  readonly wave: number;
  readonly object: PlacedObject;
}

/** What one sync provides and needs, by what it is about. */
interface Wants {
  readonly provided: Map<string, Need[]>;
  readonly needed: Map<string, Need[]>;
}

function inverted(manager: Application, changes: readonly ObjectChange[], side: Side): readonly Found[] {
  const wants: Wants = { provided: new Map(), needed: new Map() };
  for (const object of side.managedBy(manager).objects) collect(object, side, wants);
  const causes = new Map(changes.map((change) => [change.after, change]));
  const findings: Found[] = [];
  for (const [about, needing] of wants.needed) {
    const providers = wants.provided.get(about) ?? [];
    const last = providers.reduce<Need | undefined>((a, b) => (a === undefined || b.wave > a.wave ? b : a), undefined);
    if (last === undefined) continue;
    const early = needing.filter(({ wave, object }) => wave < last.wave && object !== last.object);
    const cause =
      causes.get(last.object) ?? early.map(({ object }) => causes.get(object)).find((one) => one !== undefined);
    const [first] = early;
    if (first === undefined || cause === undefined) continue;
    const others = early.length > 1 ? ` and ${early.length - 1} more` : '';
    const summary =
      `${titleOf(first.object.resource)}${others} (wave ${first.wave}) ${early.length > 1 ? 'need' : 'needs'} ` +
      `${titleOf(last.object.resource)}, which comes later (wave ${last.wave})`;
    const chain = [manager.label];
    const reach = early.map(({ object }) => ({
      repository: object.repository,
      path: object.path,
      resource: object.resource,
      cluster: side.clusterOf(manager) ?? null,
      chain,
    }));
    findings.push(found('SYNC_WAVE_INVERTED', cause.change, { summary, reach }));
  }
  return findings;
}

/** An Application stands for what it applies directly: it is what the wave orders. */
function collect(object: PlacedObject, side: Side, wants: Wants): void {
  const wave = waveOf(object);
  const add = (to: Map<string, Need[]>, about: string) => {
    const known = to.get(about);
    if (known === undefined) to.set(about, [{ wave, object }]);
    else known.push({ wave, object });
  };
  const application = side.applicationOf(object);
  const cluster = application === undefined ? '' : (side.clusterOf(application) ?? '');
  for (const group of groupsBroughtBy(object, application)) add(wants.provided, `${group} on ${cluster}`);
  const parts = application === undefined ? [object] : side.managedBy(application).objects;
  const needed = new Set<string>();
  for (const part of parts) {
    for (const group of KNOWN_GROUPS) if (isOfGroups(part, [group])) needed.add(`${group} on ${cluster}`);
    if (isOfKind(part, 'tf.upbound.io', 'ProviderConfig')) add(wants.provided, `ProviderConfig ${part.resource.name}`);
    if (isOfKind(part, 'tf.upbound.io', 'Workspace')) {
      needed.add(`ProviderConfig ${textAt(part.manifest, 'spec', 'providerConfigRef', 'name') ?? 'default'}`);
    }
    if (isOfKind(part, 'argoproj.io', 'AppProject')) add(wants.provided, `AppProject ${part.resource.name}`);
  }
  if (application !== undefined) needed.add(`AppProject ${application.project}`);
  for (const about of needed) add(wants.needed, about);
}

const KNOWN_GROUPS: readonly string[] = [...new Set([...Object.values(CRD_CHARTS).flat(), 'tf.upbound.io'])];
