import { posix, win32 } from 'node:path';

const NAME = 'konstruct-cdk';

/**
 * The folder to keep caches in: `KCDK_CACHE_DIR`, else the platform's place for caches.
 *
 * Relative values of the variables do not count, except that of `KCDK_CACHE_DIR`, which is the user's own choice.
 *
 * @param platform  as `process.platform`
 * @returns undefined when the environment names no home folder; then there is no cache
 * @see https://specifications.freedesktop.org/basedir-spec/0.8/ (XDG_CACHE_HOME)
 */
export function defaultCacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): string | undefined {
  if (env['KCDK_CACHE_DIR']) return env['KCDK_CACHE_DIR'];
  const { join, isAbsolute } = platform === 'win32' ? win32 : posix;
  const below = (base: string | undefined, ...segments: string[]) =>
    base && isAbsolute(base) ? join(base, ...segments, NAME) : undefined;
  const xdg = below(env['XDG_CACHE_HOME']);
  if (xdg !== undefined) return xdg;
  if (platform === 'win32') return below(env['LOCALAPPDATA']) ?? below(env['USERPROFILE'], 'AppData', 'Local');
  return platform === 'darwin' ? below(env['HOME'], 'Library', 'Caches') : below(env['HOME'], '.cache');
}
