import type { Reference } from '../reference.ts';

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
}

/** The slug of an environment that sets none: it never depends on what else exists. */
export function defaultSlug(name: string, isGlobal: boolean): string {
  return isGlobal ? `${name}-global` : name;
}
