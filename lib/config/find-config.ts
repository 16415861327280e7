import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { kcdkError } from '../diagnostics/error.ts';

/** Name of the configuration, the same as that of cdk8s. */
export const CONFIG_FILE = 'cdk8s.yaml';

/**
 * Finds the configuration: `file` when given, else the one of `cwd` or of the nearest folder above that has one.
 *
 * @param file  relative to `cwd`; a folder stands for the configuration in it
 * @returns absolute path of an existing file
 * @throws {KcdkError} `CONFIG_NOT_FOUND`, saying where it looked
 */
export function findConfig(cwd: string, file?: string): string {
  if (file !== undefined) return findNamed(resolve(cwd, file));
  const looked: string[] = [];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const candidate = join(folder, CONFIG_FILE);
    if (kindOf(candidate) === 'file') return candidate;
    looked.push(folder);
    if (folder === dirname(folder)) break;
  }
  const misnamed = looked.map((folder) => join(folder, 'cdk8s.yml')).find((path) => kindOf(path) === 'file');
  throw kcdkError('CONFIG_NOT_FOUND', {
    detail: `Looked in ${looked.join(', ')}.`,
    ...(misnamed && { fix: `Rename ${misnamed} to \`${CONFIG_FILE}\`.` }),
  });
}

// --- internal ---

function findNamed(path: string): string {
  const kind = kindOf(path);
  if (kind === 'file') return path;
  const inside = join(path, CONFIG_FILE);
  if (kind === 'folder' && kindOf(inside) === 'file') return inside;
  throw kcdkError('CONFIG_NOT_FOUND', {
    summary: kind === 'folder' ? `There is no \`${CONFIG_FILE}\` in ${path}` : `There is no file ${path}`,
    fix: 'Correct the path of the configuration.',
  });
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    return stat.isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}
