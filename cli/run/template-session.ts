import { isAbsolute, relative, resolve, sep } from 'node:path';
import { openCache } from '../../lib/cache/cache.ts';
import { defaultCacheFolder } from '../../lib/cache/cache-folder.ts';
import type { Config } from '../../lib/config/config.ts';
import { loadConfig } from '../../lib/config/load-config.ts';
import { resolveLocation } from '../../lib/config/repository-location.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import { defaultRepositoryName } from '../../lib/model/repository-location.ts';
import type { GitTemplateSource, TemplateSource } from '../../lib/model/template.ts';
import { readLock } from '../../lib/repository/template/lock-file.ts';
import type { TemplatePorts } from '../../lib/repository/template/resolve-template.ts';
import type { TemplateLock } from '../../lib/templates/source/lock.ts';
import {
  isAddress,
  type LocationOptions,
  parseTemplateLocation,
} from '../../lib/templates/source/template-location.ts';
import type { Session } from './session.ts';

/** What the commands about templates share. */
export interface TemplateSession {
  /** Absolute folder of `cdk8s.yaml`, or the one to start in where there is none. */
  readonly root: string;
  readonly lock: TemplateLock;
  readonly ports: TemplatePorts;
  /** The place that a person named, with relative paths from `root`. */
  source(place: string, options: LocationOptions): TemplateSource;
}

/** Opens the lock of the project, or of the folder where there is no project. */
export async function openTemplateSession(session: Session): Promise<TemplateSession> {
  const { io, cwd, gitOptions } = session;
  const config = await tryLoadConfig(session);
  const root = config?.root ?? cwd;
  // A folder of its own, since what is kept here stays right whatever version wrote it.
  const cache = openCache({ folder: defaultCacheFolder(io.env, process.platform), version: 'templates', limit: 1_000 });
  const fromRoot = (path: string) => {
    const shown = relative(root, resolve(cwd, path)).split(sep).join('/') || '.';
    return isAbsolute(path) || isAbsolute(shown) ? path : shown;
  };
  return {
    root,
    lock: await readLock(root),
    ports: { root, cache, git: { ...gitOptions, cwd: root }, locate: (source) => locate(source, root, config) },
    source(place, options) {
      const source = parseTemplateLocation(place, options);
      if ('folder' in source) return { folder: fromRoot(source.folder) };
      return isAddress(source.url) ? source : { ...source, url: fromRoot(source.url) };
    },
  };
}

// --- internal ---

async function tryLoadConfig({ compileOptions }: Session): Promise<Config | undefined> {
  const { cwd, configFile, cache, env } = compileOptions;
  try {
    return await loadConfig({ cwd, file: configFile, cache, env: env ?? {} });
  } catch (cause) {
    if (configFile === undefined && KcdkError.is(cause) && cause.code === 'CONFIG_NOT_FOUND') return undefined;
    throw cause;
  }
}

/**
 * What the configuration says under the name of the repository. `*` does not count: it stands for the repositories that
 * the program writes, and its credentials are not for others.
 */
function locate(source: GitTemplateSource, root: string, config: Config | undefined) {
  const name = defaultRepositoryName(source.url);
  const own = config !== undefined && Object.hasOwn(config.repositories, name) ? config.repositories[name] : undefined;
  return {
    name,
    url: own?.remote?.replaceAll('{name}', () => name) ?? resolveLocation(source.url, root),
    ...(own?.credentials === undefined ? {} : { credentials: own.credentials }),
  };
}
