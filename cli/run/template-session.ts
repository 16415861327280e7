import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Config } from '../../lib/config/config.ts';
import { loadConfig } from '../../lib/config/load-config.ts';
import { locateTemplate } from '../../lib/config/locate-template.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import type { TemplateSource } from '../../lib/model/template.ts';
import { readLock } from '../../lib/repository/template/lock-file.ts';
import type { TemplatePorts } from '../../lib/repository/template/resolve-template.ts';
import type { TemplateLock } from '../../lib/templates/source/lock.ts';
import {
  isAddress,
  type LocationOptions,
  parseTemplateLocation,
} from '../../lib/templates/source/template-location.ts';
import { type Session, templateCacheOf } from './session.ts';

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
  const cache = templateCacheOf(io);
  const fromRoot = (path: string) => {
    const shown = relative(root, resolve(cwd, path)).split(sep).join('/') || '.';
    return isAbsolute(path) || isAbsolute(shown) ? path : shown;
  };
  return {
    root,
    lock: await readLock(root),
    ports: { root, cache, git: { ...gitOptions, cwd: root }, locate: (source) => locateTemplate(source, root, config) },
    source(place, options) {
      const source = parseTemplateLocation(place, options);
      if ('folder' in source) return { folder: fromRoot(source.folder) };
      if ('builtIn' in source) return source;
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
