import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { KcdkError, kcdkError } from '../../lib/diagnostics/error.ts';
import { parseSavedPlan, type SavedPlan } from '../../lib/plan/saved-plan.ts';
import { isShardText } from '../../lib/shard/shard-text.ts';

/** Reads and checks a saved plan. @throws {KcdkError} `PLAN_FILE_MISSING`, and the codes of `parseSavedPlan` */
export async function readSavedPlan(cwd: string, path: string): Promise<SavedPlan> {
  const file = resolve(cwd, path);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw kcdkError('PLAN_FILE_MISSING', { summary: `Cannot read the plan \`${path}\``, detail }, cause);
  }
  if (isShardText(text)) throw kcdkError('SHARD_NOT_MERGED', { summary: `\`${path}\` is one part of a plan` });
  const { saved, diagnostics } = parseSavedPlan(text, path);
  if (saved === undefined) throw new KcdkError(diagnostics);
  return saved;
}
