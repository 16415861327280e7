import { digest } from '../../cache/digest.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { KcdkError } from '../../diagnostics/error.ts';
import { type Origin, placeOf } from '../../model/origin.ts';
import { type TemplateSource, templateSourceKey } from '../../model/template.ts';
import type { LoadedTemplate, TemplateLibrary } from '../../templates/library/template-library.ts';
import { unreadableTemplate } from '../../templates/library/unreadable-template.ts';
import type { TemplateLock } from '../../templates/source/lock.ts';
import { readLock, writeLock } from './lock-file.ts';
import { resolveTemplate, type TemplatePorts } from './resolve-template.ts';
import { digestOfFiles } from './template-contents.ts';

/** The files of one template. */
export type FoundTemplate = Pick<LoadedTemplate, 'source' | 'files' | 'digest' | 'commit'>;

/** The files of templates, as they were found. */
export interface FoundTemplates {
  /** SHA-256 over the files of each, and over where it lies; undefined where one could not be read. */
  readonly digests: readonly string[] | undefined;
  /** Reads what they ask for and compiles their charts; what could not be read is in the library with its findings. */
  readonly open: () => Promise<TemplateLibrary>;
}

/** Finds the templates that a platform uses, and opens them. @throws {KcdkError} as {@link findTemplates} does */
export async function loadLibrary(uses: readonly TemplateUse[], ports: TemplatePorts): Promise<TemplateLibrary> {
  return (await findTemplates(uses, ports)).open();
}

/**
 * Reads the files of the templates that a platform uses, each once.
 *
 * A repository that `konstruct.lock` does not know yet is resolved, and the lock is written at the end. What cannot be
 * read is told at the place that names it first.
 *
 * @throws {KcdkError} `LOCK_INVALID`, `LOCK_VERSION`, `LOCK_UNWRITABLE`
 */
export async function findTemplates(uses: readonly TemplateUse[], ports: TemplatePorts): Promise<FoundTemplates> {
  const before = uses.some(({ source }) => 'url' in source) ? await readLock(ports.root) : { entries: [] };
  let lock: TemplateLock = before;
  const found: (FoundTemplate | LoadedTemplate)[] = [];
  for (const { source, origin } of uses) {
    try {
      const resolved = await resolveTemplate(source, lock, ports);
      lock = resolved.lock;
      const { files, entry } = resolved;
      found.push({ source, files, digest: entry?.digest ?? digestOfFiles(files), commit: entry?.commit });
    } catch (cause) {
      if (!KcdkError.is(cause)) throw cause;
      const at = (finding: Diagnostic): Diagnostic => ({ ...placeOf(origin), ...finding });
      found.push(unreadableTemplate(source, cause.diagnostics.map(at)));
    }
  }
  if (lock !== before) await writeLock(ports.root, lock);
  const isWhole = found.every((one) => !('label' in one));
  return {
    digests: isWhole
      ? found.map((one) => digest(templateSourceKey(one.source), one.digest, one.commit ?? ''))
      : undefined,
    open: async () => {
      // The renderer is the largest part of this program, and not needed where all follows from the digests.
      const { openLibrary } = await import('./open-library.ts');
      return openLibrary(found, ports);
    },
  };
}

// --- internal ---

interface TemplateUse {
  readonly source: TemplateSource;
  readonly origin: Origin;
}
