import { groupKindOf } from '../diff/diff-file.ts';
import type { ResourceAction, ResourceChange, ResourceIdentity } from '../plan.ts';
import { IMPACT_CODES, type ImpactCode } from './codes.ts';
import type { ImpactCause, ImpactFinding, ImpactObject, ImpactSeverity } from './finding.ts';
import type { PlacedObject } from './placed-object.ts';
import type { ObjectChange } from './world.ts';

/** What a rule found, before it is put into the words of a plan. */
export interface FindingDetails {
  readonly summary: string;
  readonly severity?: ImpactSeverity;
  readonly reach?: readonly ImpactObject[];
  /** The reached objects themselves, for those that judge protection. */
  readonly placed?: readonly PlacedObject[];
  readonly beyond?: readonly string[];
  readonly heldBy?: readonly string[];
  /** How many more changes cause the same. */
  readonly others?: number;
}

/** A finding with what else is known of it. */
export interface Found {
  readonly finding: ImpactFinding;
  readonly reached: readonly PlacedObject[];
}

export function found(code: ImpactCode, change: ResourceChange, details: FindingDetails): Found {
  const {
    summary,
    severity = IMPACT_CODES[code].severity,
    reach = [],
    placed = [],
    beyond = [],
    heldBy = [],
  } = details;
  return {
    finding: {
      code,
      severity,
      summary,
      cause: causeOf(change, details.others ?? 0),
      reach: reach.slice(0, MOST_REACHED),
      ...(reach.length > MOST_REACHED ? { reach_omitted: reach.length - MOST_REACHED } : {}),
      beyond: beyond.slice(0, MOST_WORDS),
      held_by: heldBy.slice(0, MOST_WORDS),
      prevention: IMPACT_CODES[code].prevention,
    },
    reached: placed,
  };
}

/** `14 objects` */
export function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

/** What of a change is gone from git: a deleted object, or the one that a replaced one was. */
export function isGone({ change, before }: ObjectChange): boolean {
  return before !== undefined && (change.action === 'delete' || change.action === 'replace');
}

/** What makes two objects of one cluster the same. */
export function identityKey(resource: ResourceIdentity): string {
  return JSON.stringify([groupKindOf(resource), resource.namespace, resource.name]);
}

// --- internal ---

const MOST_REACHED = 1_000;
const MOST_WORDS = 100;

function causeOf(change: ResourceChange, others: number): ImpactCause {
  const { repository, path, address, source } = change;
  const gone: ResourceAction = change.action;
  return {
    repository,
    path: change.previous_resource === undefined ? path : (change.previous_path ?? path),
    address,
    resource: change.previous_resource ?? change.resource,
    action: gone,
    ...(source === undefined ? {} : { source }),
    ...(others > 0 ? { others } : {}),
  };
}
