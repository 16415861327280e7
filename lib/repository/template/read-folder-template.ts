import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../../diagnostics/error.ts';
import type { TemplateFiles } from '../../templates/template-files.ts';
import { MOST_BYTES, MOST_FILES, pathFinding, sizeFinding, toContent } from './template-contents.ts';

/**
 * Reads the files of a template from a folder, sorted by path; `.git` is left out.
 *
 * File after file without a pause: they are small and on this machine, and waiting for each costs several times the reading.
 *
 * @param folder  absolute
 * @throws {KcdkError} `TEMPLATE_NOT_FOUND`, `TEMPLATE_UNREADABLE`, `TEMPLATE_HAS_LINK`, `TEMPLATE_PATH_UNSAFE`,
 *   `TEMPLATE_TOO_LARGE`; all findings about files at once
 */
export async function readFolderTemplate(folder: string): Promise<TemplateFiles> {
  const problems: Diagnostic[] = [];
  const files = new Map<string, string | Uint8Array>();
  let size = 0;
  for (const path of listFiles(folder, problems)) {
    const problem = pathFinding(path, folder);
    if (problem !== undefined) problems.push(problem);
    if (problems.length > 0) continue;
    const bytes = readBytes(join(folder, path));
    size += bytes.byteLength;
    if (size > MOST_BYTES) throw new KcdkError([sizeFinding(folder, `${MOST_BYTES / 1024 / 1024} MiB`)]);
    files.set(path, toContent(bytes));
  }
  if (problems.length > 0) throw new KcdkError(problems);
  if (files.size === 0) throw kcdkError('TEMPLATE_NOT_FOUND', { summary: `The folder \`${folder}\` is empty` });
  return files;
}

// --- internal ---

function listFiles(folder: string, problems: Diagnostic[]): readonly string[] {
  const paths: string[] = [];
  const open = [''];
  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    for (const entry of listFolder(folder, below)) {
      const path = `${below}${entry.name}`;
      if (path === '.git') continue;
      if (entry.isDirectory()) open.push(`${path}/`);
      else if (entry.isFile()) paths.push(path);
      else
        problems.push(
          error('TEMPLATE_HAS_LINK', { summary: `\`${path}\` of the template ${folder} is no plain file` }),
        );
    }
    if (paths.length > MOST_FILES) throw new KcdkError([sizeFinding(folder, `${MOST_FILES} files`)]);
  }
  return paths.sort();
}

function listFolder(folder: string, below: string) {
  try {
    return readdirSync(join(folder, below), { withFileTypes: true });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (below === '' && (code === 'ENOENT' || code === 'ENOTDIR')) {
      throw kcdkError('TEMPLATE_NOT_FOUND', { summary: `There is no folder \`${folder}\`` }, cause);
    }
    throw unreadable(join(folder, below), cause);
  }
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(path: string, cause: unknown): KcdkError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return kcdkError('TEMPLATE_UNREADABLE', { summary: `\`${path}\` cannot be read`, detail }, cause);
}
