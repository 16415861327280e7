import { rename, rm, writeFile } from 'node:fs/promises';
import { kcdkError } from '../../lib/diagnostics/error.ts';

/**
 * Writes a file as a whole or not at all, readable by its owner alone.
 *
 * @param what names it in the error, such as `the plan`
 * @throws {KcdkError} `OUTPUT_UNWRITABLE`
 */
export async function writeWhole(file: string, text: string, what: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text, { mode: 0o600, flush: true });
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true });
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw kcdkError('OUTPUT_UNWRITABLE', { summary: `Cannot write ${what} to \`${file}\``, detail }, cause);
  }
}
