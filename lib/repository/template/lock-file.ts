import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kcdkError } from '../../diagnostics/error.ts';
import { EMPTY_LOCK, LOCK_FILE, parseLock, serializeLock, type TemplateLock } from '../../templates/source/lock.ts';

/**
 * Reads `konstruct.lock` of a folder; empty where there is none.
 *
 * @throws {KcdkError} `LOCK_INVALID`, `LOCK_VERSION`
 */
export async function readLock(folder: string): Promise<TemplateLock> {
  let text: string;
  try {
    text = await readFile(join(folder, LOCK_FILE), 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return EMPTY_LOCK;
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw kcdkError('LOCK_INVALID', { detail }, cause);
  }
  return parseLock(text);
}

/**
 * Writes `konstruct.lock` at once, or leaves it as it was.
 *
 * @throws {KcdkError} `LOCK_UNWRITABLE`
 */
export async function writeLock(folder: string, lock: TemplateLock): Promise<void> {
  const file = join(folder, LOCK_FILE);
  const temporary = `${file}.kcdk-${process.pid}`;
  try {
    await writeFile(temporary, serializeLock(lock), { flush: true });
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw kcdkError('LOCK_UNWRITABLE', { summary: `\`${file}\` cannot be written`, detail }, cause);
  }
}
