import type { ObjectName } from '../model/provenance.ts';

/** The same text for the same name of an object. */
export function keyOfObject({ apiVersion, kind, namespace, name }: ObjectName): string {
  return JSON.stringify([apiVersion, kind, namespace ?? null, name]);
}
