import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kcdkError } from '../../diagnostics/error.ts';
import { decodeUtf8 } from '../../edit/decode.ts';
import type { FileTexts } from '../../edit/file-edits.ts';

/** Largest file that is read, in bytes: nobody writes manifests as long as that. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Reads the text files of a checkout that tools of ours look at: YAML, templates, and ledgers.
 *
 * Links are not followed; `.git`, what is no UTF-8, and what is larger than 4 MiB are left out.
 *
 * @param root  absolute folder
 * @returns text by path from the root, sorted
 * @throws {KcdkError} `CHECKOUT_UNREADABLE`
 */
export async function readCheckout(root: string): Promise<FileTexts> {
  const paths: string[] = [];
  await collect(root, '', paths);
  const files = new Map<string, string>();
  for (const path of paths.sort()) {
    const text = await readText(join(root, path));
    if (text !== undefined) files.set(path, text);
  }
  return files;
}

/** Whether a file of a repository is one that `readCheckout` reads. */
export function isReadPath(path: string): boolean {
  return READ.test(path);
}

// --- internal ---

const READ = /(?:\.ya?ml|\.tpl|^\.konstruct\/[^/]+\.json)$/;
const LEFT_OUT = new Set(['.git', 'node_modules']);

async function collect(root: string, folder: string, paths: string[]): Promise<void> {
  for (const entry of await list(join(root, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !LEFT_OUT.has(entry.name)) await collect(root, path, paths);
    else if (entry.isFile() && isReadPath(path)) paths.push(path);
  }
}

async function list(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    if ((await lstat(file)).size > MOST_BYTES) return undefined;
    const bytes = await readFile(file);
    return isUtf8(bytes) ? decodeUtf8(bytes, file) : undefined;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function unreadable(place: string, cause: unknown) {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return kcdkError('CHECKOUT_UNREADABLE', { summary: `\`${place}\` cannot be read`, detail }, cause);
}
