import type { CodeEntry } from '../codes.ts';

/** Codes of comparing manifests with schemas, ours and those of `schemas:` in cdk8s.yaml. */
export const SCHEMA_CODES = {
  MANIFEST_FIELD_UNKNOWN: {
    summary: 'A manifest has a field that its kind does not know',
    fix: 'Correct or remove it: the API server would drop it in silence.',
    fault: 'user',
    exit: 1,
  },
  MANIFEST_FIELD_MISSING: {
    summary: 'A manifest lacks a field that its kind must have',
    fix: 'Add it.',
    fault: 'user',
    exit: 1,
  },
  MANIFEST_FIELD_TYPE: {
    summary: 'A field of a manifest has a value of the wrong type',
    fix: 'Give it a value of the type that the message names; put numbers and `true` in quotes where a text belongs.',
    fault: 'user',
    exit: 1,
  },
  MANIFEST_FIELD_VALUE: {
    summary: 'A field of a manifest has a value that its kind does not allow',
    fix: 'See the documentation of the kind.',
    fault: 'user',
    exit: 1,
  },
  SCHEMA_MISSING: {
    summary: 'There is no schema of a kind, so its manifests were not checked',
    fix: 'Add its definition to `schemas:` in cdk8s.yaml: `kubectl get crd NAME -o yaml` prints it.',
    fault: 'user',
    exit: 1,
  },
  SCHEMA_FILE_UNREADABLE: {
    summary: 'A file or folder of schemas cannot be read',
    fix: 'Correct the path in `schemas:` of cdk8s.yaml; it is relative to that file.',
    fault: 'user',
    exit: 1,
  },
  SCHEMA_FILE_INVALID: {
    summary: 'A file of schemas holds no definition of a kind',
    fix: 'Give CustomResourceDefinitions as `kubectl get crd -o yaml` prints them, or definitions as `kubectl get --raw /openapi/v2` does.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
