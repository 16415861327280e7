import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Cache } from '../cache/cache.ts';
import { digest } from '../cache/digest.ts';
import { type Diagnostic, error, type SourcePosition } from '../diagnostics/diagnostic.ts';
import type { JsonSchema } from '../json-schema/json-schema.ts';
import type { UserSchemas } from '../validate/schemas/schema-set.ts';

/** A file or folder of schemas, with the line of the configuration that names it. */
export interface SchemaLocation {
  /** Absolute. */
  readonly path: string;
  readonly source?: SourcePosition | undefined;
}

export interface LoadedSchemas {
  /** Undefined where nothing is configured, or nothing could be read. */
  readonly schemas: UserSchemas | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the files that `schemas:` names; of a folder all `.yaml`, `.yml` and `.json` files in it and below it.
 *
 * Where two give a kind, the later one counts. What was read is kept by content, so that the parser is not loaded again.
 */
export async function loadSchemas(
  locations: readonly SchemaLocation[],
  options: { readonly root: string; readonly cache?: Cache | undefined },
): Promise<LoadedSchemas> {
  if (locations.length === 0) return { schemas: undefined, diagnostics: [] };
  const { root, cache } = options;
  const diagnostics: Diagnostic[] = [];
  const files: SchemaFile[] = [];
  for (const location of locations) {
    try {
      const found = filesAt(location.path).map((file) => ({ file, location, text: readFileSync(file, 'utf8') }));
      if (found.length === 0) diagnostics.push(invalid(location, root, location.path, 'There is no such file in it.'));
      files.push(...found);
    } catch (reason) {
      const summary = `\`${relative(root, location.path)}\` cannot be read`;
      const detail = String((reason as NodeJS.ErrnoException).code ?? reason);
      diagnostics.push(error('SCHEMA_FILE_UNREADABLE', { summary, detail, source: location.source }));
    }
  }
  if (diagnostics.length > 0) return { schemas: undefined, diagnostics };
  const key = digest(FORMAT, ...files.map(({ text }) => text));
  const index = cache?.get('schema-kinds.txt', key);
  const kept = (): ReadonlyMap<string, JsonSchema> | undefined => {
    const text = cache?.get('schemas.json', key);
    return text === undefined ? undefined : new Map(JSON.parse(text));
  };
  let read: ReadonlyMap<string, JsonSchema> | undefined;
  let kinds = index?.split('\n');
  if (kinds === undefined) {
    read = await readAll(files, root, diagnostics);
    if (diagnostics.length > 0) return { schemas: undefined, diagnostics };
    kinds = [...read.keys()];
    cache?.put('schemas.json', key, JSON.stringify([...read]));
    cache?.put('schema-kinds.txt', key, kinds.join('\n'));
  }
  const load = async () => read ?? kept() ?? (await readAll(files, root, []));
  return { schemas: { kinds, digest: key, load }, diagnostics };
}

// --- internal ---

/** Changes when what is kept changes its meaning. */
const FORMAT = 'schemas 1';

interface SchemaFile {
  readonly file: string;
  readonly location: SchemaLocation;
  readonly text: string;
}

function filesAt(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

async function readAll(
  files: readonly SchemaFile[],
  root: string,
  diagnostics: Diagnostic[],
): Promise<ReadonlyMap<string, JsonSchema>> {
  const { readSchemas } = await import('../validate/schemas/read-schemas.ts');
  const all = new Map<string, JsonSchema>();
  for (const { file, location, text } of files) {
    const { schemas, problem } = readSchemas(text);
    for (const { kind, schema } of schemas) all.set(kind, schema);
    const isFolder = file !== location.path;
    // Beside definitions a folder may hold other things; a file that is named must be one.
    if (problem !== undefined || (schemas.length === 0 && !isFolder)) {
      diagnostics.push(invalid(location, root, file, problem ?? 'It defines no kind of object.'));
    }
  }
  return all;
}

function invalid({ source }: SchemaLocation, root: string, file: string, detail: string): Diagnostic {
  return error('SCHEMA_FILE_INVALID', { summary: `\`${relative(root, file)}\` holds no schemas`, detail, source });
}
