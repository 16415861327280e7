import type { Reference } from '../reference.ts';
import type { InputValue } from './cluster.ts';

export interface EnvironmentDeclaration {
  readonly kind: 'environment';
  readonly name: string;
  /** One record in each; `default` alone for Global. */
  readonly namespaces: readonly string[];
  /** Names the folder, the file and the Application; unique over what an organization can see. */
  readonly slug: string;
  readonly description: string | undefined;
  readonly color: string | undefined;
  /** Clusters that it says it is attached to; clusters may say so too. */
  readonly clusters: readonly Reference[];
  /** What every cluster gets that it is attached to. */
  readonly catalog: readonly ProvisionDeclaration[];
}

/** A catalog item that an environment brings along. */
export interface ProvisionDeclaration {
  /** Unique within the environment; release names begin with it. */
  readonly name: string;
  readonly item: Reference;
  /** As of a deployment; in texts `{cluster}`, `{environment}` and `{organization}` stand for names. */
  readonly values: Readonly<Record<string, InputValue>>;
  readonly infrastructureValues: Readonly<Record<string, InputValue>>;
}

/** The slug of an environment that sets none: it never depends on what else exists. */
export function defaultSlug(name: string, isGlobal: boolean): string {
  return isGlobal ? `${name}-global` : name;
}
