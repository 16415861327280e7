import type { Cache } from './cache/cache.ts';
import { digest } from './cache/digest.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import type { FileSet, WantedFile } from './model/file-set.ts';
import { blobIdOfFile } from './repository/blob-id.ts';
import { kindKey } from './validate/schemas/kind-key.ts';
import type { UserSchemas } from './validate/schemas/schema-set.ts';
import { tellOnce } from './validate/tell-once.ts';

export interface CheckSchemasOptions {
  /** What `schemas:` of the configuration holds. @default - nothing */
  readonly schemas?: UserSchemas | undefined;
  /** Remembers which contents were right. @default - nothing is kept */
  readonly cache?: Cache | undefined;
  /** Keeps what is remembered of one project from what is of another. */
  readonly root: string;
}

/** What was found, and which kinds have no schema: one part of a platform does not know those of the others. */
export interface SchemaFindings {
  readonly diagnostics: readonly Diagnostic[];
  /** Kinds without a schema, each once. */
  readonly unknown: readonly string[];
}

/** The same as `inspectSchemas`, with kinds that have no schema told in one warning. */
export async function checkSchemas(
  fileSets: readonly FileSet[],
  options: CheckSchemasOptions,
): Promise<readonly Diagnostic[]> {
  const { diagnostics, unknown } = await inspectSchemas(fileSets, options);
  return [...tellOnce(diagnostics), ...(await tellUnknownKinds(unknown))];
}

/**
 * Compares every manifest with the schema of its kind: the user's own, else ours.
 *
 * What was right stays right as long as neither it nor the schemas change, so its name is kept and neither ajv nor a schema
 * is loaded for it. Kinds without a schema are named.
 */
export async function inspectSchemas(
  fileSets: readonly FileSet[],
  { schemas, cache, root }: CheckSchemasOptions,
): Promise<SchemaFindings> {
  const key = digest(FORMAT, root, schemas?.digest ?? '');
  const known = parseMemory(cache?.get('checked.txt', key));
  const right: string[] = [];
  const suspects: { readonly repository: string; readonly file: WantedFile; readonly id: string }[] = [];
  const used = new Set<string>();
  for (const { repository, files } of fileSets) {
    for (const file of files.values()) {
      let isChecked = false;
      for (const document of file.documents ?? []) {
        if (isRecord(document.apiVersion)) continue;
        isChecked = true;
        used.add(kindKey(document));
      }
      if (!isChecked) continue;
      const id = blobIdOfFile(file, 'sha1');
      if (known?.right.has(id)) right.push(id);
      else suspects.push({ repository, file, id });
    }
  }
  if (suspects.length === 0) return { diagnostics: [], unknown: unknown(used, known?.kinds) };
  const [{ createSchemaSet }, { checkDocuments }] = await Promise.all([
    import('./validate/schemas/schema-set.ts'),
    import('./validate/schemas/check-documents.ts'),
  ]);
  const set = createSchemaSet(schemas);
  const found: Diagnostic[] = [];
  for (const { repository, file, id } of suspects) {
    const problems = await checkDocuments(repository, file, set);
    if (problems.length === 0) right.push(id);
    else found.push(...problems);
  }
  cache?.put('checked.txt', key, [[...set.kinds].join(' '), ...right].join('\n'));
  return { diagnostics: found, unknown: unknown(used, set.kinds) };
}

/** Tells kinds without a schema in one warning. */
export async function tellUnknownKinds(kinds: readonly string[]): Promise<readonly Diagnostic[]> {
  if (kinds.length === 0) return [];
  const { unknownKinds } = await import('./validate/schemas/check-documents.ts');
  return unknownKinds(kinds);
}

// --- internal ---

/** Changes with our own schemas too: what they accept is what is remembered. */
const FORMAT = 'checked 1';

interface Memory {
  /** Kinds that have a schema. */
  readonly kinds: ReadonlySet<string>;
  /** Blob ids of files without a mistake. */
  readonly right: ReadonlySet<string>;
}

function parseMemory(text: string | undefined): Memory | undefined {
  if (text === undefined) return undefined;
  const [kinds = '', ...right] = text.split('\n');
  return { kinds: new Set(kinds.split(' ')), right: new Set(right) };
}

/** Objects that the platform keeps for itself; the reader of records has a schema of them. */
function isRecord(apiVersion: unknown): boolean {
  return typeof apiVersion === 'string' && apiVersion.startsWith('konstruct-cdk.dev/');
}

function unknown(used: ReadonlySet<string>, kinds: ReadonlySet<string> | undefined): readonly string[] {
  return kinds === undefined ? [] : [...used].filter((kind) => !kinds.has(kind));
}
