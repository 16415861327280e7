import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Cache } from '../cache/cache.ts';
import { digest } from '../cache/digest.ts';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../diagnostics/error.ts';
import type { CredentialSource, SecretSource } from '../repository/repository.ts';
import type { CheckedConfig } from './check-config.ts';
import type { AppEntry, Config, RepositoryOverride } from './config.ts';
import { findConfig } from './find-config.ts';
import { resolveLocation } from './repository-location.ts';
import { outputProblem, resolveApp } from './resolve-app.ts';
import { resolveClusters } from './resolve-clusters.ts';
import { resolveDeclarations } from './resolve-declarations.ts';
import { resolveForges } from './resolve-forges.ts';
import { resolvePermissions } from './resolve-permissions.ts';

export interface LoadConfigOptions {
  /** Absolute folder to start the search in. */
  readonly cwd: string;
  /** The configuration itself, or its folder; relative to `cwd`. @default - the nearest `cdk8s.yaml` */
  readonly file?: string | undefined;
  /** Remembers configurations that were found to be right, so that no parser has to be loaded for them. */
  readonly cache?: Cache | undefined;
  /** Environment variables; `HOME` (or `USERPROFILE`) is what `~` means. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Finds, reads and checks `cdk8s.yaml`.
 *
 * @returns the configuration, deeply frozen
 * @throws {KcdkError} with a diagnostic for each mistake in the file, each at its line and column
 */
export async function loadConfig(options: LoadConfigOptions): Promise<Config> {
  const file = findConfig(options.cwd, options.file);
  const root = dirname(file);
  const shown = relative(root, file);
  const text = readText(file);
  const { checked, diagnostics } = await check(text, shown, options.cache);
  if (checked === undefined) throw new KcdkError([...diagnostics].sort(byPlace));
  const { app, output, declarations, problems } = resolvePaths(checked, root, shown);
  const all = [...diagnostics, ...problems].sort(byPlace);
  if (all.length > 0 || app === undefined) throw new KcdkError(all);
  const { konstruct } = checked.data;
  const home = options.env['HOME'] ?? options.env['USERPROFILE'];
  const repositories: [string, RepositoryOverride][] = [];
  for (const [name, entry] of Object.entries(konstruct?.repositories ?? {})) {
    const { remote, branch, credentials } = entry ?? {};
    const override = {
      ...(remote !== undefined && { remote: resolveLocation(remote.trim(), root, home) }),
      ...(branch !== undefined && { branch }),
      ...(credentials !== undefined && { credentials: freeze(resolveSource(credentials, root, home)) }),
    };
    repositories.push([name, freeze(override)]);
  }
  const project = konstruct?.project;
  const schemas = konstruct?.schemas?.map((path, index) => {
    const place = checked.places.schemas?.[index];
    return freeze({ path: resolve(root, path), source: place && { file: shown, ...place } });
  });
  const clusters = konstruct?.clusters ? resolveClusters(konstruct.clusters, root, home) : undefined;
  const permissions = konstruct?.permissions ? resolvePermissions(konstruct.permissions) : undefined;
  return freeze({
    root,
    file,
    app,
    output,
    declarations,
    project,
    repositories: freeze(Object.fromEntries(repositories)),
    ...(schemas !== undefined && { schemas: freeze(schemas) }),
    ...(clusters !== undefined && { clusters }),
    forges: resolveForges(konstruct?.forges ?? {}, options.env),
    ...(permissions !== undefined && { permissions }),
  });
}

// --- internal ---

/** Changes when what is kept in the cache changes its meaning. */
const FORMAT = 'config 4';

const freeze = Object.freeze;

/** From top to bottom. */
function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.source?.line ?? 0) - (b.source?.line ?? 0) || (a.source?.column ?? 0) - (b.source?.column ?? 0);
}

function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (reason) {
    const isEncoding = reason instanceof TypeError;
    const detail = isEncoding ? 'It is not encoded in UTF-8.' : String(reason);
    throw kcdkError('CONFIG_UNREADABLE', { summary: `${file} cannot be read`, detail }, reason);
  }
}

async function check(
  text: string,
  shown: string,
  cache: Cache | undefined,
): Promise<{ readonly checked: CheckedConfig | undefined; readonly diagnostics: readonly Diagnostic[] }> {
  const key = digest(FORMAT, text);
  const known = cache?.get('config.json', key);
  if (known !== undefined) return { checked: JSON.parse(known), diagnostics: [] };
  const { checkConfig } = await import('./check-config.ts');
  const result = await checkConfig(text, shown);
  if (result.diagnostics.length === 0) cache?.put('config.json', key, JSON.stringify(result.checked));
  return result;
}

function resolvePaths(checked: CheckedConfig, root: string, shown: string) {
  const { data, places } = checked;
  const problems: Diagnostic[] = [];
  const at = (key: 'app' | 'output' | 'declarations') => places[key] && { file: shown, ...places[key] };
  let app: AppEntry | undefined;
  if (data.app !== undefined) {
    const resolved = resolveApp(data.app, root, at('app'));
    if ('kind' in resolved) app = freeze(resolved);
    else problems.push(resolved);
  }
  const output = resolve(root, data.output ?? 'dist');
  const { declarations, problem } = resolveDeclarations(data.konstruct?.declarations, root, at('declarations'));
  if (problem !== undefined) problems.push(problem);
  const reason = outputProblem(output, root, app, problem === undefined ? declarations : undefined);
  if (reason !== undefined) {
    const detail = `The folder is ${output}, and ${reason}.`;
    problems.push(error('CONFIG_OUTPUT_UNSAFE', { detail, source: at('output') ?? at('app') }));
  }
  return { app, output, declarations, problems };
}

function resolveSource(source: CredentialSource, root: string, home: string | undefined): CredentialSource {
  if (!('githubApp' in source)) return resolveSecret(source, root, home);
  const { id, privateKey, installation } = source.githubApp;
  const key = freeze(resolveSecret(privateKey, root, home));
  const app = freeze({ id: String(id), privateKey: key, ...(installation !== undefined && { installation }) });
  return { ...source, githubApp: app };
}

function resolveSecret(source: SecretSource, root: string, home: string | undefined): SecretSource {
  return 'file' in source ? { ...source, file: resolveLocation(source.file, root, home) } : source;
}
