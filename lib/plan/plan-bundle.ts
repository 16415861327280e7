import { type Diagnostic, errorsOf } from '../diagnostics/diagnostic.ts';
import { compareText } from './canonical-json.ts';
import { digestOf } from './digest.ts';
import { findFanOut } from './fan-out.ts';
import type { ImpactFinding } from './impact/finding.ts';
import { arrangePhases } from './phases/arrange-phases.ts';
import type { Ranking } from './phases/rank-changes.ts';
import {
  PLAN_FORMAT_VERSION,
  type PlanDocument,
  type PlanSummary,
  type ResourceChange,
  type TemplatePin,
} from './plan.ts';
import type { RepositoryPart } from './plan-repository.ts';
import type { TargetSelection } from './targets.ts';

/** A plan with everything that an apply of it writes. */
export interface PlanBundle {
  readonly plan: PlanDocument;
  /** New contents by repository and path. */
  readonly blobs: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** New text of every ledger that changes, by repository; null removes it. */
  readonly ledgers: ReadonlyMap<string, string | null>;
  /** The same after phases that are not the last of their repository, by phase and repository. */
  readonly phaseLedgers: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
}

/** All that a plan is put together from. */
export interface BundleInput {
  readonly kcdkVersion: string;
  readonly project: string;
  /** In the order in which their commits are made. */
  readonly parts: readonly RepositoryPart[];
  readonly ranking: Ranking;
  /** False when something, such as a whole repository, could not be read. @default true */
  readonly complete?: boolean | undefined;
  readonly targets?: TargetSelection | undefined;
  readonly templates?: readonly TemplatePin[] | undefined;
  readonly impact: readonly ImpactFinding[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Puts the parts of a plan together. */
export function bundleOf({
  parts,
  ranking,
  targets,
  templates = [],
  impact,
  diagnostics,
  ...input
}: BundleInput): PlanBundle {
  const byName = sortedParts(parts);
  const complete = input.complete !== false && parts.every((part) => part.complete);
  const { phases, phaseLedgers } = arrangePhases(ranking, parts);
  const changes = byName.flatMap((part) => part.changes);
  const document = {
    format_version: PLAN_FORMAT_VERSION,
    kcdk_version: input.kcdkVersion,
    project: input.project,
    complete,
    applyable: complete && errorsOf(diagnostics).length === 0 && phases.length > 0,
    summary: summarize(changes),
    ...(targets === undefined ? {} : { targets }),
    ...(templates.length === 0 ? {} : { templates }),
    repositories: byName.map((part) => part.plan),
    resource_changes: changes,
    fan_out: findFanOut(changes),
    impact,
    phases,
    diagnostics,
  };
  return {
    plan: { ...document, digest: digestOf(document) },
    blobs: new Map(byName.filter((part) => part.blobs.size > 0).map((part) => [part.plan.name, part.blobs])),
    ledgers: new Map(byName.flatMap((part) => (part.ledger === undefined ? [] : [[part.plan.name, part.ledger]]))),
    phaseLedgers,
  };
}

/** As a plan names them: by repository. */
export function sortedParts(parts: readonly RepositoryPart[]): readonly RepositoryPart[] {
  return [...parts].sort((a, b) => compareText(a.plan.name, b.plan.name));
}

/** Counts resources by action; a replaced one is added and destroyed. */
export function summarize(changes: readonly ResourceChange[]): PlanSummary {
  const of = (action: ResourceChange['action']): number => changes.filter((change) => change.action === action).length;
  const replaced = of('replace');
  const forgotten = of('forget');
  return {
    add: of('create') + replaced,
    change: of('update'),
    destroy: of('delete') + replaced,
    move: of('move'),
    adopt: of('adopt'),
    ...(forgotten === 0 ? {} : { forget: forgotten }),
  };
}
