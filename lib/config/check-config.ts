import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { MatrixVersion } from '../permissions/matrix.ts';
import type { PermissionSettings, UserSettings } from '../permissions/settings.ts';
import type { CredentialSource } from '../repository/repository.ts';
import type { Place } from '../yaml/node-finder.ts';
import { checkSchema } from './check-schema.ts';
import { findLiteralSecrets } from './check-secrets.ts';
import { parseConfigDocument } from './config-document.ts';
import type { ClusterData } from './resolve-clusters.ts';
import type { ForgeData } from './resolve-forges.ts';

/** The contents of a configuration that follows the schema; paths are as written. */
export interface ConfigData {
  readonly app?: string | undefined;
  readonly output?: string | undefined;
  readonly konstruct?: {
    readonly project?: string | undefined;
    readonly declarations?: string | undefined;
    readonly repositories?: Readonly<Record<string, RepositoryData | null>> | null | undefined;
    readonly schemas?: readonly string[] | null | undefined;
    readonly clusters?: Readonly<Record<string, ClusterData | null>> | null | undefined;
    readonly forges?: Readonly<Record<string, ForgeData>> | null | undefined;
    readonly permissions?: PermissionData | null | undefined;
  } | null;
}

export interface PermissionData {
  /** A number where the quotes were left out. */
  readonly matrix?: MatrixVersion | number | undefined;
  readonly actor?: string | undefined;
  readonly overrides?: PermissionSettings['overrides'] | null | undefined;
  readonly users?: Readonly<Record<string, Partial<UserSettings> | null>> | null | undefined;
}

export interface RepositoryData {
  readonly remote?: string | undefined;
  readonly branch?: string | undefined;
  readonly credentials?: CredentialSource | undefined;
}

/** A configuration that was read, with the places that later checks point to. */
export interface CheckedConfig {
  /** Values that do not follow the schema are left out. */
  readonly data: ConfigData;
  /** By key; undefined where the file does not have it. */
  readonly places: {
    readonly app?: Place | undefined;
    readonly output?: Place | undefined;
    readonly declarations?: Place | undefined;
    /** One for each entry. */
    readonly schemas?: readonly Place[] | undefined;
  };
}

/**
 * Parses a configuration and checks everything that can be told from its text alone.
 *
 * @param file  the name to show in diagnostics
 * @returns `checked` is undefined when there is nothing to go on with; `diagnostics` are all errors, in no order
 */
export async function checkConfig(
  text: string,
  file: string,
): Promise<{ readonly checked: CheckedConfig | undefined; readonly diagnostics: readonly Diagnostic[] }> {
  const document = await parseConfigDocument(text, file);
  const { data } = document;
  if (data === undefined) return { checked: undefined, diagnostics: document.diagnostics };
  const found = new Map<string, Diagnostic>();
  for (const { path, part } of findLiteralSecrets(data)) {
    found.set(path.join('\0'), error('CONFIG_LITERAL_SECRET', { source: { file, ...document.placeOf(path, part) } }));
  }
  for (const { code, path, part, details } of await checkSchema(data)) {
    const key = path.join('\0');
    // one thing to correct, one diagnostic; the secret is the worse of two
    if (code !== 'CONFIG_MISSING_KEY' && found.has(key)) continue;
    const source = { file, ...document.placeOf(path, part) };
    found.set(code === 'CONFIG_MISSING_KEY' ? `${key}\0?${details.summary}` : key, error(code, { ...details, source }));
  }
  const shared = sharedRemote(data, file, document.placeOf);
  const diagnostics = [...document.diagnostics, ...found.values(), ...shared];
  const isFine = (key: string) => typeof data[key] === 'string' && !found.has(key);
  const checked: CheckedConfig = {
    data: followsSchema(data, diagnostics) ? data : pick(data, ['app', 'output'].filter(isFine)),
    places: {
      app: isFine('app') ? document.placeOf(['app'], 'value') : undefined,
      output: isFine('output') ? document.placeOf(['output'], 'value') : undefined,
      declarations: hasDeclarations(data) ? document.placeOf(['konstruct', 'declarations'], 'value') : undefined,
      schemas: schemasIn(data).map((_, index) => document.placeOf(['konstruct', 'schemas', String(index)], 'value')),
    },
  };
  return { checked, diagnostics };
}

// --- internal ---

type Data = Readonly<Record<string, unknown>>;

/** The schema has proven the type when there is nothing to complain about. */
function followsSchema(_data: Data, diagnostics: readonly Diagnostic[]): _data is ConfigData & Data {
  return diagnostics.length === 0;
}

function pick(data: Data, keys: readonly string[]): ConfigData {
  return Object.fromEntries(keys.map((key) => [key, String(data[key])]));
}

/** One remote for several repositories would make them write over each other. */
function sharedRemote(
  data: Data,
  file: string,
  placeOf: (path: readonly string[], part: 'value') => Place,
): readonly Diagnostic[] {
  const path = ['konstruct', 'repositories', '*', 'remote'];
  const remote = path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), data);
  if (typeof remote !== 'string' || remote.trim() === '' || remote.includes('{name}')) return [];
  const summary = 'The remote of `*` is the same for every repository';
  const fix = 'Put `{name}` where the name of the repository belongs.';
  return [error('CONFIG_BAD_VALUE', { summary, fix, source: { file, ...placeOf(path, 'value') } })];
}

function hasDeclarations({ konstruct }: Data): boolean {
  return isRecord(konstruct) && typeof konstruct['declarations'] === 'string';
}

function schemasIn({ konstruct }: Data): readonly unknown[] {
  const schemas = isRecord(konstruct) ? konstruct['schemas'] : undefined;
  return Array.isArray(schemas) ? schemas : [];
}

function isRecord(value: unknown): value is Data {
  return typeof value === 'object' && value !== null;
}
