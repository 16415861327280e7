import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `@scope/name` or `name` of a bare import, without the subpath. */
export function packageNameOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/**
 * Finds the folder that an import of a package leads to, as Node looks for it: in `node_modules` of the folder and of
 * those above it, else the package that the folder itself belongs to, if it has that name.
 *
 * @param folder  absolute folder of the importing file
 * @returns absolute folder, which may be a symbolic link, or undefined
 * @see https://nodejs.org/docs/latest-v20.x/api/esm.html (PACKAGE_RESOLVE)
 */
export function findPackage(folder: string, name: string): string | undefined {
  for (const above of foldersFrom(folder)) {
    const candidate = join(above, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
  }
  for (const above of foldersFrom(folder)) {
    const file = join(above, 'package.json');
    if (existsSync(file)) return nameIn(file) === name ? above : undefined;
  }
  return undefined;
}

/** The folder and all above it, nearest first. */
export function* foldersFrom(folder: string): Generator<string> {
  for (let current = folder; ; current = dirname(current)) {
    yield current;
    if (current === dirname(current)) return;
  }
}

// --- internal ---

function nameIn(file: string): unknown {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof content === 'object' && content !== null && 'name' in content ? content.name : undefined;
  } catch {
    return undefined;
  }
}
