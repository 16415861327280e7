import { isMap, isSeq, parseAllDocuments } from 'yaml';
import type { JsonSchema } from '../../json-schema/json-schema.ts';
import { closeSchema, type OpenApiSchema } from './close-schema.ts';
import { kindKey } from './kind-key.ts';

/** A schema that a file gives, ready to compile. */
export interface ReadSchema {
  /** `apiVersion/kind`. */
  readonly kind: string;
  readonly schema: JsonSchema;
}

/**
 * Reads the definitions in a text: CustomResourceDefinitions, single, in a List or in several documents, and definitions of
 * the API as OpenAPI (2 and 3) or JSON Schema has them, with `x-kubernetes-group-version-kind`.
 *
 * @returns why it cannot be read, or what it gives, which may be nothing
 */
export function readSchemas(text: string): { readonly schemas: readonly ReadSchema[]; readonly problem?: string } {
  let documents: readonly unknown[];
  try {
    documents = parse(text);
  } catch {
    return { schemas: [], problem: 'It is neither YAML nor JSON.' };
  }
  return { schemas: documents.flatMap(schemasOf) };
}

// --- internal ---

type Data = Readonly<Record<string, unknown>>;

/** Documents of the API are megabytes of JSON, for which the parser of YAML is slow. */
function parse(text: string): readonly unknown[] {
  if (/^\s*[{[]/.test(text)) return [JSON.parse(text)];
  const documents = parseAllDocuments(text, { prettyErrors: false, logLevel: 'error' });
  return Array.from(documents, (document) => {
    const [problem] = document.errors;
    if (problem !== undefined) throw problem;
    return isMap(document.contents) || isSeq(document.contents) ? document.toJS({ maxAliasCount: 100 }) : undefined;
  });
}

function schemasOf(document: unknown): readonly ReadSchema[] {
  if (Array.isArray(document)) return document.flatMap(schemasOf);
  if (!isData(document)) return [];
  if (Array.isArray(document['items'])) return document['items'].flatMap(schemasOf);
  if (document['kind'] === 'CustomResourceDefinition') return schemasOfDefinition(document);
  const components = isData(document['components']) ? document['components']['schemas'] : undefined;
  const definitions = [document['definitions'], components, document['$defs']].find(isData);
  if (definitions !== undefined) return schemasOfApi(definitions as Readonly<Record<string, OpenApiSchema>>);
  return schemasOfApi({ root: document });
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/ */
function schemasOfDefinition({ spec }: Data): readonly ReadSchema[] {
  if (!isData(spec) || !isData(spec['names']) || !Array.isArray(spec['versions'])) return [];
  const kind = spec['names']['kind'];
  return spec['versions'].flatMap((version: unknown) => {
    if (!isData(version) || !isData(version['schema'])) return [];
    const root = version['schema']['openAPIV3Schema'];
    if (!isData(root)) return [];
    const apiVersion = `${String(spec['group'])}/${String(version['name'])}`;
    return [{ kind: kindKey({ apiVersion, kind }), schema: closeSchema(root) }];
  });
}

function schemasOfApi(definitions: Readonly<Record<string, OpenApiSchema>>): readonly ReadSchema[] {
  return Object.values(definitions).flatMap((definition) => {
    const kinds = isData(definition) ? definition['x-kubernetes-group-version-kind'] : undefined;
    if (!Array.isArray(kinds) || !isData(definition['properties']) || !('metadata' in definition['properties']))
      return [];
    return kinds.filter(isData).map(({ group, version, kind }) => {
      const apiVersion = group === '' || group === undefined ? String(version) : `${String(group)}/${String(version)}`;
      return { kind: kindKey({ apiVersion, kind }), schema: closeSchema(definition, definitions) };
    });
  });
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
