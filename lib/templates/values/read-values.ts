import { type Document, isAlias, isMap, isNode, isScalar, type Pair } from 'yaml';
import { type Diagnostic, error, type SourcePosition } from '../../diagnostics/diagnostic.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { parseYamlDocument } from '../contract/yaml-document.ts';
import { indexLines, type LineIndex } from '../line-index.ts';

/** A key of a file of values, with what stands below it. */
export interface GivenKey {
  readonly name: string;
  readonly data: Json;
  /** A scalar as it is written, without quotes: `1.10` stays `1.10`. Undefined for a mapping and a list. */
  readonly text: string | undefined;
  /** Keys of a mapping that has some. */
  readonly keys: readonly GivenKey[] | undefined;
  /** What people wrote above it and behind it, without `#`; annotations are left out. */
  readonly comments: readonly string[];
  readonly position: SourcePosition;
}

/** The values of a deployment that exists. */
export interface ValuesFile {
  /** Values for manifests; the ones of a plain file. */
  readonly values: readonly GivenKey[];
  /** Values for Terraform, where the file keeps them apart. */
  readonly infrastructureValues: readonly GivenKey[];
  /** What a record of a deployment says besides. */
  readonly facts: DeploymentFacts;
  readonly diagnostics: readonly Diagnostic[];
}

export interface DeploymentFacts {
  readonly release?: string;
  readonly item?: string;
  readonly cluster?: string;
  /** Name of the first environment. */
  readonly environment?: string;
  /** Its namespace, where the record has one: `default` is Global. */
  readonly environmentNamespace?: string;
}

/**
 * Reads the values that a deployment was made with: a file of values as Helm takes it, or a deployment as the platform's
 * API and its operator have it, in YAML or JSON, whose values are `yamlValues` and `iacValues`.
 *
 * Read as Helm does (YAML 1.1). No finding quotes a value.
 *
 * @param file the name to show
 * @see Konstruct 0.5, "Backend payload changes", on the fields of a deployment
 */
export function readValues(text: string, file: string): ValuesFile {
  const source = text.replace(/^\ufeff/, '');
  const lines = indexLines(source, file);
  const nothing = { values: [], infrastructureValues: [], facts: {} };
  const yaml = parseYamlDocument(source, lines);
  if ('diagnostics' in yaml) {
    return {
      ...nothing,
      diagnostics: yaml.diagnostics.map((each) => ({ ...error('VALUES_SYNTAX'), ...placed(each) })),
    };
  }
  const { contents, document } = yaml;
  if (contents === null || (isScalar(contents) && contents.value === null)) return { ...nothing, diagnostics: [] };
  const at = lines.positionAt(contents.range?.[0] ?? 0);
  if (!isMap(contents)) return { ...nothing, diagnostics: [error('VALUES_NOT_A_MAPPING', { source: at })] };
  try {
    const keys = keysOf(contents.items, { document, lines, rows: source.split('\n') });
    return { ...recordIn(keys), diagnostics: duplicates(keys) };
  } catch {
    // Aliases that multiply, or a nesting deeper than the stack.
    return { ...nothing, diagnostics: [error('VALUES_SYNTAX', { detail: 'It cannot be unfolded.', source: at })] };
  }
}

// --- internal ---

interface Reading {
  readonly document: Document;
  readonly lines: LineIndex;
  readonly rows: readonly string[];
}

function placed({ detail, source }: Diagnostic) {
  return { detail, source };
}

function keysOf(items: readonly Pair[], reading: Reading): readonly GivenKey[] {
  return items.flatMap(({ key, value }) => {
    if (!isScalar(key)) return [];
    const name = String(key.value);
    const position = reading.lines.positionAt(key.range?.[0] ?? 0);
    const data = isNode(value) ? toJson(value.toJS(reading.document, { maxAliasCount: 100 })) : null;
    // What is merged in stands elsewhere.
    if (key.source === '<<' && isJsonObject(data)) return fromData(data, position);
    const inner = isMap(value) && value.items.length > 0 ? keysOf(value.items, reading) : undefined;
    const keys = inner ?? (isAlias(value) && isJsonObject(data) ? fromData(data, position) : undefined);
    const text = isScalar(value) ? scalarText(value.value, value.source) : undefined;
    const behind = isScalar(value) && !isBlock(value.type) ? (value.comment ?? undefined) : undefined;
    return [{ name, data, text, keys, comments: commentsOf(position, behind, reading.rows), position }];
  });
}

function isBlock(type: string | undefined): boolean {
  return type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED';
}

function scalarText(value: unknown, source: string | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : (source ?? String(value));
}

function fromData(data: Readonly<Record<string, Json | undefined>>, position: SourcePosition): readonly GivenKey[] {
  return Object.entries(data).map(([name, value = null]) => ({
    name,
    data: value,
    text: typeof value === 'object' ? undefined : String(value),
    keys: isJsonObject(value) && Object.keys(value).length > 0 ? fromData(value, position) : undefined,
    comments: [],
    position,
  }));
}

/** JSON has no infinity. */
function toJson(value: unknown): Json {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) =>
      typeof each === 'number' && !Number.isFinite(each) ? String(each) : each,
    ) ?? 'null',
  );
}

/** Comments directly above a key are indented as it is, which the text of a block never is. */
function commentsOf(
  { line, column }: SourcePosition,
  behind: string | undefined,
  rows: readonly string[],
): readonly string[] {
  const above: string[] = [];
  for (let row = line - 2; row >= 0; row--) {
    const [, indent = '', comment] = /^( *)#(.*)$/.exec((rows[row] ?? '').trimEnd()) ?? [];
    if (comment === undefined || indent.length !== column - 1) break;
    above.unshift(comment);
  }
  const isAnnotated = above.some((comment) => /^\s*@input\b/.test(comment));
  const found = [...(isAnnotated ? [] : above), ...(behind ?? '').split('\n')];
  return found.map((comment) => comment.trim()).filter((comment) => comment !== '');
}

function duplicates(keys: readonly GivenKey[]): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const seen = new Map<string, GivenKey>();
  for (const key of keys) {
    const first = seen.get(key.name);
    if (first === undefined) seen.set(key.name, key);
    else {
      const related = [{ message: 'first given here', source: first.position }];
      const summary = `\`${key.name}\` is given twice`;
      found.push(error('VALUES_SYNTAX', { summary, source: key.position, related, fix: 'Keep one of the two.' }));
    }
    found.push(...duplicates(key.keys ?? []));
  }
  return found;
}

/** The values of a record stand below `spec` or `body`, or beside the names; a plain file is all values. */
function recordIn(keys: readonly GivenKey[]): Omit<ValuesFile, 'diagnostics'> {
  const below = (from: readonly GivenKey[], name: string) => from.find((key) => key.name === name)?.keys ?? [];
  const places = [below(keys, 'spec'), below(below(keys, 'spec'), 'body'), below(keys, 'body'), keys];
  const place = places.find((fields) => fields.some(({ name }) => name === 'yamlValues' || name === 'iacValues'));
  if (place === undefined) return { values: keys, infrastructureValues: [], facts: {} };
  const around = [...place, ...below(keys, 'spec'), ...keys];
  const text = (...names: readonly string[]) =>
    names.flatMap((name) => around.filter((key) => key.name === name).map((key) => key.text)).find((each) => each);
  const facts = {
    release: text('instance_name') ?? textIn(below(keys, 'metadata'), 'name'),
    item: text('catalog_application_name') ?? (place === keys ? undefined : text('name')),
    cluster: text('cluster_name'),
    ...firstEnvironment(around.find(({ name }) => name === 'env')?.data),
  };
  return {
    values: below(place, 'yamlValues'),
    infrastructureValues: below(place, 'iacValues'),
    facts: Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
  };
}

function textIn(keys: readonly GivenKey[], name: string): string | undefined {
  return keys.find((key) => key.name === name)?.text || undefined;
}

function firstEnvironment(list: Json | undefined): Pick<DeploymentFacts, 'environment' | 'environmentNamespace'> {
  const [first] = Array.isArray(list) ? list : [];
  const { name, namespace } = isJsonObject(first) ? first : { name: first, namespace: undefined };
  if (typeof name !== 'string') return {};
  return { environment: name, ...(typeof namespace === 'string' && { environmentNamespace: namespace }) };
}
