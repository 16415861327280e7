import type { JsonObject, Manifest } from '../model/json.ts';

export const RECORD_API_VERSION = 'konstruct-cdk.dev/v1';

export interface RecordOptions {
  /** Kind in PascalCase, for example `Environment`. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** The payload, with the field names of the platform's API since 0.5. */
  readonly spec: JsonObject;
}

/**
 * The record of a resource: what the platform's API would be told, kept beside what follows from it.
 *
 * No Argo CD syncs the folder of records; they are read by `kcdk` and by people.
 */
export function record(options: RecordOptions): Manifest {
  return {
    apiVersion: RECORD_API_VERSION,
    kind: options.kind,
    metadata: { name: options.name, namespace: options.namespace },
    spec: options.spec,
  };
}
