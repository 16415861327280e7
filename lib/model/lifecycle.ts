import type { FieldPath } from './field-path.ts';
import type { ApprovalGate } from './gate.ts';

/** Fields of manifests: those at a path, in every manifest or in those of one kind and name. */
export interface FieldSelector {
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly path: FieldPath;
}

/** How the files of a construct live on once they are written. */
export interface Lifecycle {
  /** They are destroyed only when that is allowed by name. */
  readonly protect: boolean;
  /** Fields that keep what git has. */
  readonly ignoreChanges: readonly FieldSelector[];
  /** What a person has to agree to before they are written. @default - nothing */
  readonly approvals?: readonly ApprovalGate[] | undefined;
  /** Constructs whose Applications have to be healthy before they are written. @default - none */
  readonly afterHealthy?: readonly AwaitedHealth[] | undefined;
}

/** The Applications of a construct, or those of them that run in one environment. */
export interface AwaitedHealth {
  /** Of the construct. */
  readonly address: string;
  /** Address of the environment. @default - all, whatever environment they run in */
  readonly environment?: string | undefined;
}

/** A construct that stood at another address before. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** True for the address itself and for all that stands below it. */
export function isAtOrBelow(address: string, above: string): boolean {
  return address === above || address.startsWith(`${above}/`);
}
