import type { SourcePosition } from '../../diagnostics/diagnostic.ts';
import type { ResourceAction, ResourceIdentity } from '../plan.ts';
import type { ImpactCode } from './codes.ts';

/**
 * How bad it is: something that runs is deleted; something stops, fails or starts anew; something else is from then on
 * done; or we cannot know.
 */
export type ImpactSeverity = 'destructive' | 'disruptive' | 'notice' | 'unknown';

/** What a plan does to what runs on clusters, as far as the repositories say. Part of the plan document. */
export interface ImpactFinding {
  readonly code: ImpactCode;
  readonly severity: ImpactSeverity;
  /** One line. */
  readonly summary: string;
  readonly cause: ImpactCause;
  /** What is reached, nearest first; at most 1,000. */
  readonly reach: readonly ImpactObject[];
  /** How many more were left out. */
  readonly reach_omitted?: number;
  /** What is reached beside that and cannot be listed, such as the objects of a Helm chart. */
  readonly beyond: readonly string[];
  /** What in the configuration holds it back, such as pruning that is off. */
  readonly held_by: readonly string[];
  /** What to do if it is not meant. */
  readonly prevention: string;
}

/** The change of a resource that causes a finding; where several do, the first of them. */
export interface ImpactCause {
  readonly repository: string;
  readonly path: string;
  readonly address: string;
  readonly resource: ResourceIdentity;
  readonly action: ResourceAction;
  readonly source?: SourcePosition;
  /** How many more resources cause the same. */
  readonly others?: number;
}

/** An object on a cluster, and how it is reached. */
export interface ImpactObject {
  readonly repository: string;
  readonly path: string;
  readonly resource: ResourceIdentity;
  /** Name or URL of the cluster it is on, as Argo CD knows it; null where we cannot tell. */
  readonly cluster: string | null;
  /** The Applications between the cause and the object, such as `argocd/registry`, outermost first. */
  readonly chain: readonly string[];
}
