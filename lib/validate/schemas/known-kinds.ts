import type { JsonSchema } from '../../json-schema/json-schema.ts';
import { kindKey } from './kind-key.ts';
import { ARGO_CD_KINDS, ARGO_CD_TYPES } from './kinds/argo-cd.ts';
import { CERT_MANAGER_KINDS, CERT_MANAGER_TYPES } from './kinds/cert-manager.ts';
import { CORE_KINDS, CORE_TYPES } from './kinds/core.ts';
import { CROSSPLANE_KINDS, CROSSPLANE_TYPES } from './kinds/crossplane.ts';
import { EXTERNAL_SECRETS_KINDS, EXTERNAL_SECRETS_TYPES } from './kinds/external-secrets.ts';
import { MONITORING_KINDS, MONITORING_TYPES } from './kinds/monitoring.ts';
import { POD_TYPES } from './kinds/pods.ts';
import { type KindNotation, type Types, toJsonSchema } from './notation.ts';

/** The kinds that we have schemas of, by `apiVersion/kind`. */
export function knownKinds(): ReadonlyMap<string, KindNotation> {
  const kinds = new Map<string, KindNotation>();
  for (const kind of KINDS) {
    for (const version of kind.versions) {
      const apiVersion = kind.group === '' ? version : `${kind.group}/${version}`;
      kinds.set(kindKey({ apiVersion, kind: kind.kind }), kind);
    }
  }
  return kinds;
}

/** Our own schema of a kind. */
export function schemaOfKind(kind: KindNotation): JsonSchema {
  return toJsonSchema(kind, TYPES);
}

// --- internal ---

const KINDS: readonly KindNotation[] = [
  ...CORE_KINDS,
  ...ARGO_CD_KINDS,
  ...EXTERNAL_SECRETS_KINDS,
  ...CROSSPLANE_KINDS,
  ...MONITORING_KINDS,
  ...CERT_MANAGER_KINDS,
];

const TYPES: Types = {
  ...CORE_TYPES,
  ...POD_TYPES,
  ...ARGO_CD_TYPES,
  ...EXTERNAL_SECRETS_TYPES,
  ...CROSSPLANE_TYPES,
  ...MONITORING_TYPES,
  ...CERT_MANAGER_TYPES,
};
