import { KcdkError } from '../../diagnostics/error.ts';
import { readContract } from '../../templates/contract/read-contract.ts';
import { compareTemplates, type TemplateChanges } from '../../templates/source/compare-templates.ts';
import { type LockEntry, type TemplateLock, withLockEntry } from '../../templates/source/lock.ts';
import type { TemplateFiles } from '../../templates/template-files.ts';
import { pinTemplate, readLocked, type TemplatePorts } from './resolve-template.ts';

/** What an update does to one template. */
export interface TemplateUpdate {
  readonly before: LockEntry;
  readonly after: LockEntry;
  /** Undefined when the commit that was locked cannot be read any more; then nobody can say what changes. */
  readonly changes: TemplateChanges | undefined;
}

/**
 * Resolves the refs of locked templates anew, one after another, and compares what they were with what they are.
 *
 * @param entries  those to update; the others stay as they are
 * @returns an update for each entry, in their order, also where nothing moved
 */
export async function updateTemplates(
  lock: TemplateLock,
  entries: readonly LockEntry[],
  ports: TemplatePorts,
): Promise<{ readonly lock: TemplateLock; readonly updates: readonly TemplateUpdate[] }> {
  let next = lock;
  const updates: TemplateUpdate[] = [];
  for (const before of entries) {
    const { files, entry: after } = await pinTemplate(before.source, ports);
    const old = after.digest === before.digest ? files : await tryReadLocked(before, ports);
    const changes =
      old === undefined
        ? undefined
        : compareTemplates(
            { files: old, contract: readContract(old).contract },
            { files, contract: readContract(files).contract },
          );
    updates.push({ before, after, changes });
    next = withLockEntry(next, after);
  }
  return { lock: next, updates };
}

// --- internal ---

/** Undefined for what is gone or was changed behind the lock: an update is the way out of that. */
async function tryReadLocked(entry: LockEntry, ports: TemplatePorts): Promise<TemplateFiles | undefined> {
  try {
    return await readLocked(entry, ports);
  } catch (cause) {
    if (KcdkError.is(cause) && GONE.has(cause.code)) return undefined;
    throw cause;
  }
}

const GONE: ReadonlySet<string> = new Set(['TEMPLATE_COMMIT_MISSING', 'TEMPLATE_DIGEST_DIFFERS', 'TEMPLATE_NOT_FOUND']);
