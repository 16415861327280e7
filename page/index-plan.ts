import type { FanOut } from '../lib/plan/fan-out.ts';
import type { ImpactFinding } from '../lib/plan/impact/finding.ts';
import { type PlacedPath, placeInPath } from '../lib/plan/place.ts';
import type { FileChange, PlanDocument, ResourceAction, ResourceChange } from '../lib/plan/plan.ts';
import { formatResource } from '../lib/report/plan-words.ts';

/** One change with all that the page looks up for it. */
export interface Row {
  /** Position in the plan. */
  readonly id: number;
  readonly change: ResourceChange;
  readonly title: string;
  /** Undefined for what is Global, or of no organization that we can tell. */
  readonly organization: string | undefined;
  readonly environment: string | undefined;
  readonly cluster: string | undefined;
  readonly file: FileChange | undefined;
  readonly findings: readonly ImpactFinding[];
  /** The changes that are the same. */
  readonly group: FanOut | undefined;
}

export interface PlanIndex {
  readonly plan: PlanDocument;
  readonly rows: readonly Row[];
  readonly kinds: readonly string[];
  readonly actions: ReadonlyMap<ResourceAction, number>;
  /** Position of the change that causes a finding; left out where it is none of the plan. */
  readonly causes: ReadonlyMap<ImpactFinding, number>;
}

/** Looks everything up once; linear in the size of the plan. */
export function indexPlan(plan: PlanDocument): PlanIndex {
  const files = new Map<string, FileChange>();
  for (const { name, files: changed } of plan.repositories) {
    for (const file of changed) files.set(key(name, file.path), file);
  }
  const groups = new Map<number, FanOut>();
  for (const group of plan.fan_out ?? []) for (const number of group.changes) groups.set(number, group);
  const ids = new Map<string, number>();
  for (const [id, change] of plan.resource_changes.entries()) ids.set(identityOf(change), id);
  const findings = new Map<number, ImpactFinding[]>();
  const causes = new Map<ImpactFinding, number>();
  for (const finding of plan.impact ?? []) {
    const id = ids.get(identityOf(finding.cause));
    if (id === undefined) continue;
    causes.set(finding, id);
    const known = findings.get(id);
    if (known === undefined) findings.set(id, [finding]);
    else known.push(finding);
  }
  const organizations = organizationsOf(plan.resource_changes);
  const actions = new Map<ResourceAction, number>();
  const rows = plan.resource_changes.map((change, id): Row => {
    actions.set(change.action, (actions.get(change.action) ?? 0) + 1);
    const { environment, cluster } = placeOf(change);
    return {
      id,
      change,
      title: formatResource(change.resource),
      organization: organizationOf(change, organizations),
      environment,
      cluster,
      file: files.get(key(change.repository, change.path)),
      findings: findings.get(id) ?? [],
      group: groups.get(id),
    };
  });
  const kinds = [...new Set(rows.map(({ change }) => change.resource.kind))].sort();
  return { plan, rows, kinds, actions, causes };
}

// --- internal ---

const key = (...parts: readonly string[]) => parts.join('\0');

function identityOf({ repository, path, resource }: Pick<ResourceChange, 'repository' | 'path' | 'resource'>): string {
  return key(repository, path, resource.kind, resource.namespace ?? '', resource.name);
}

function placeOf({ path, previous_path: from }: ResourceChange): PlacedPath {
  const [, , kind, name] = RECORD.exec(path) ?? [];
  if (kind === 'cluster') return { cluster: name };
  if (kind === 'environment') return { environment: name };
  return placeInPath(path) ?? (from === undefined ? undefined : placeInPath(from)) ?? {};
}

/** Namespace, kind and name. */
const RECORD = /^registry\/konstruct\/([^/]+)\/(?:([^/]+)\/([^/]+)\.yaml$)?/;
const GLOBAL = 'default';

/**
 * Names that stand for organizations: those of records, and the second of three names of an address where its repository
 * holds no Global record.
 */
function organizationsOf(changes: readonly ResourceChange[]): ReadonlySet<string> {
  const names = new Set<string>();
  const global = new Set<string>();
  for (const { path, repository } of changes) {
    const namespace = RECORD.exec(path)?.[1];
    if (namespace === GLOBAL) global.add(repository);
    else if (namespace !== undefined) names.add(namespace);
  }
  for (const { address, repository } of changes) {
    const [, second, ...below] = address.split('/');
    if (second !== undefined && below.length > 0 && !global.has(repository)) names.add(second);
  }
  return names;
}

function organizationOf({ path, address }: ResourceChange, known: ReadonlySet<string>): string | undefined {
  const namespace = RECORD.exec(path)?.[1];
  if (namespace !== undefined) return namespace === GLOBAL ? undefined : namespace;
  const second = address.split('/')[1];
  return second !== undefined && known.has(second) ? second : undefined;
}
