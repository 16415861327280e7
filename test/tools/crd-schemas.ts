import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';

/** Real CustomResourceDefinitions, where this checkout has them beside it. */
export const CRD_FOLDER = resolve(import.meta.dirname, '../../../shared/reference/crds');

export const hasCrds = existsSync(CRD_FOLDER);

interface Schema {
  [key: string]: unknown;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
}

interface Crd {
  spec: {
    group: string;
    names: { kind: string };
    versions: { name: string; schema: { openAPIV3Schema: Schema } }[];
  };
}

/**
 * Validators by `apiVersion/kind`. Objects are closed: a field that the schema does not know is an error, since the API
 * server would drop it in silence. CEL rules are not covered.
 */
export function loadCrdValidators(): ReadonlyMap<string, ValidateFunction> {
  const validators = new Map<string, ValidateFunction>();
  for (const group of readdirSync(CRD_FOLDER)) {
    if (!group.includes('.io') && !group.includes('.com')) continue;
    for (const file of readdirSync(join(CRD_FOLDER, group))) {
      if (!file.endsWith('.yaml')) continue;
      const crd = parse(readFileSync(join(CRD_FOLDER, group, file), 'utf8'), { maxAliasCount: -1 }) as Crd;
      for (const version of crd.spec.versions) {
        const key = `${crd.spec.group}/${version.name}/${crd.spec.names.kind}`;
        let compiled: ValidateFunction | undefined;
        const validator = ((data: unknown) => {
          compiled ??= compileSchema(version.schema.openAPIV3Schema);
          const valid = compiled(data);
          validator.errors = compiled.errors ?? null;
          return valid;
        }) as ValidateFunction;
        validators.set(key, validator);
      }
    }
  }
  return validators;
}

function compileSchema(root: Schema): ValidateFunction {
  const { status: _status, operation: _operation, ...properties } = root.properties ?? {};
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  return ajv.compile(close({ ...root, properties }, true));
}

/** Turns Kubernetes' dialect into JSON Schema. */
function close(schema: Schema, isRoot = false): Schema {
  if (schema['x-kubernetes-int-or-string']) return { anyOf: [{ type: 'integer' }, { type: 'string' }] };
  const closed: Schema = { ...schema };
  if (closed.properties !== undefined) {
    closed.properties = Object.fromEntries(Object.entries(closed.properties).map(([name, one]) => [name, close(one)]));
    const open =
      closed['x-kubernetes-preserve-unknown-fields'] === true || closed['x-kubernetes-embedded-resource'] === true;
    if (closed.additionalProperties === undefined && !open) closed.additionalProperties = false;
  }
  if (isRoot) closed.properties = { ...closed.properties, metadata: { type: 'object' } };
  if (closed.items !== undefined) closed.items = close(closed.items);
  if (typeof closed.additionalProperties === 'object') closed.additionalProperties = close(closed.additionalProperties);
  // Go's inline flags are not ECMAScript's.
  if (typeof closed['pattern'] === 'string') closed['pattern'] = closed['pattern'].replace('(?i)', '');
  return closed;
}
