import { CODES, type CodeEntry, type DiagnosticCode } from '../diagnostics/codes.ts';
import { type RecordKind, SCOPABLE_KINDS } from '../model/identity.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { RECORD_TITLES } from '../synth/compile/records.ts';
import { LAYOUT } from '../synth/layout.ts';

/** What there is to say about a kind of resource. */
export interface ExplainedKind {
  readonly topic: RecordKind;
  /** The kind as records spell it. */
  readonly record_kind: string;
  readonly description: string;
  readonly scope: string;
  /** Where its records lie in a repository. */
  readonly record_path: string;
  /** Fields of the record, in the order of the schema. */
  readonly fields: readonly ExplainedField[];
}

export interface ExplainedField {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** What there is to say about a code of a finding. */
export interface ExplainedCode extends CodeEntry {
  readonly topic: DiagnosticCode;
}

/** Explains a code; undefined for a word that is none. Letter case does not count. */
export function explainCode(word: string): ExplainedCode | undefined {
  const code = word.toUpperCase();
  return isCode(code) ? { topic: code, ...CODES[code] } : undefined;
}

/**
 * Explains a kind from the published schema of records, so that there is one text about each field.
 *
 * @param schema `schemas/records.schema.json`
 */
export function explainKind(kind: RecordKind, schema: JsonObject): ExplainedKind {
  const record = UNDECLARED[kind] ?? declared(kind, schema);
  const scopable = SCOPABLE_KINDS.some((each) => each === kind);
  return {
    topic: kind,
    record_kind: record.title,
    description: record.description,
    scope: scopable
      ? 'Global, one organization, or one record in each of several'
      : (SCOPES[kind] ?? 'one organization'),
    record_path: kind === 'platform' ? 'none' : LAYOUT.record('<namespace>', kind, '<name>'),
    fields: record.fields,
  };
}

// --- internal ---

interface RecordText {
  readonly title: string;
  readonly description: string;
  readonly fields: readonly ExplainedField[];
}

/** What is no record that can be declared in a file. */
const UNDECLARED: Readonly<Partial<Record<RecordKind, RecordText>>> = {
  platform: {
    title: 'Platform',
    description: 'The internal developer platform itself. Declared by the program.',
    fields: [],
  },
  'git-account': {
    title: 'GitAccount',
    description:
      "A git connection of an organization. Follows from the organization's `gitConnection`, one a repository.",
    fields: [
      { name: 'provider', type: 'string', required: true, description: '`github` or `gitlab`.' },
      { name: 'auth', type: 'string', required: true, description: '`pat`, `github-app` or `gitlab-group-token`.' },
      {
        name: 'orgName',
        type: 'string',
        required: true,
        description: 'GitHub organization, or path of a GitLab group.',
      },
      { name: 'repoName', type: 'string', required: true, description: 'Name of the repository.' },
      { name: 'secretRef', type: 'string', required: true, description: 'Vault entry with the credentials.' },
    ],
  },
};

const SCOPES: Readonly<Partial<Record<RecordKind, string>>> = {
  platform: 'the whole program',
  organization: 'the platform; it is its own namespace',
  team: 'one organization, or the platform itself',
  'catalog-deployment': 'one organization, or the platform itself',
};

function isCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(CODES, text);
}

function declared(kind: RecordKind, schema: JsonObject): RecordText {
  const title = kind === 'cluster' ? 'WorkloadCluster' : (RECORD_TITLES[kind as keyof typeof RECORD_TITLES] ?? kind);
  const record = member(schema, 'definitions', title);
  const spec = resolve(member(record, 'properties', 'spec'), schema);
  const required = new Set(Array.isArray(spec['required']) ? spec['required'] : []);
  const properties = isJsonObject(spec['properties']) ? Object.entries(spec['properties']) : [];
  return {
    title,
    description: text(record['description']),
    fields: properties.map(([name, property]) => {
      const own = resolve(property, schema);
      return { name, type: typeOf(own), required: required.has(name), description: describe(property, own) };
    }),
  };
}

/** The member that a path leads to; an empty one where there is none. */
function member(value: Json | undefined, ...path: readonly string[]): JsonObject {
  let current = value;
  for (const key of path) current = isJsonObject(current) ? current[key] : undefined;
  return isJsonObject(current) ? current : {};
}

/** Follows references inside the schema, and takes the form of today where an older one is accepted too. */
function resolve(value: Json | undefined, schema: JsonObject): JsonObject {
  if (!isJsonObject(value)) return {};
  const reference = value['$ref'];
  if (typeof reference === 'string') return resolve(member(schema, ...reference.split('/').slice(1)), schema);
  return value['properties'] === undefined && value['else'] !== undefined ? resolve(value['else'], schema) : value;
}

/** What a property says itself goes before what it refers to says. */
function describe(property: Json | undefined, resolved: JsonObject): string {
  const own = isJsonObject(property) ? property['description'] : undefined;
  return text(own ?? resolved['description']);
}

function typeOf({ type, enum: choices, const: constant, oneOf, anyOf, properties }: JsonObject): string {
  if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  if (constant !== undefined) return JSON.stringify(constant);
  if (typeof type === 'string') return type === 'array' ? 'list' : type;
  if (Array.isArray(type)) return type.join(' | ');
  return properties === undefined && oneOf === undefined && anyOf === undefined ? 'any' : 'object';
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
