import type { Json } from '../json.ts';
import type { Reference } from '../reference.ts';
import { isSecretRef, type SecretRef } from '../secret-ref.ts';

/** A value for an input of a template: data, where a secret is kept, or a mapping of such values. */
export type InputValue = Json | SecretRef | InputValues;

/** Values by name, nested as the template nests its inputs. */
export interface InputValues {
  readonly [name: string]: InputValue | undefined;
}

/** True for a mapping of values, and for no reference to a secret. */
export function isInputMapping(value: InputValue | undefined): value is InputValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isSecretRef(value);
}

/** What every cluster that is made from a template may be told. */
export interface ClusterSettings {
  readonly template: Reference | undefined;
  readonly cloudAccount: Reference | undefined;
  readonly region: string | undefined;
  readonly instanceType: string | undefined;
  readonly nodeCount: number | undefined;
  /** Image family of AWS nodes, for example `AL2023_x86_64_STANDARD`. */
  readonly amiType: string | undefined;
  /** Bucket that keeps the state of Terraform. */
  readonly stateStoreBucket: string | undefined;
  /** Domain that hosts on the cluster live under; that of the platform when undefined. */
  readonly dnsDomain: string | undefined;
  /** Values for the template's own inputs, by name. */
  readonly inputs: InputValues;
}

export interface ManagementClusterDeclaration extends ClusterSettings {
  readonly kind: 'management-cluster';
  readonly name: string;
  /** Name of the organization it stands in; undefined when it stands in none, which is an error. */
  readonly organization: string | undefined;
}

export interface WorkloadClusterDeclaration extends ClusterSettings {
  readonly kind: 'workload-cluster';
  readonly name: string;
  readonly organization: string | undefined;
  readonly type: 'physical' | 'virtual';
  /** The cluster that a virtual one runs on; undefined for a physical one. */
  readonly host: Reference | undefined;
  /** Undefined when the program leaves it to the organization's only one. */
  readonly management: Reference | undefined;
  readonly environments: readonly Reference[];
}
