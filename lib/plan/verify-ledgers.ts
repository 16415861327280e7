import { type Diagnostic, error, warning } from '../diagnostics/diagnostic.ts';
import type { Snapshot } from '../repository/repository.ts';
import type { Ledger } from './ledger.ts';

/** A ledger that could be read, and where it lies. */
export interface LocatedLedger {
  readonly path: string;
  readonly ledger: Ledger;
}

/**
 * Checks the ledgers of one repository against its files and against each other.
 *
 * A file that is gone or no regular file, and one that two projects own, are errors; one that was edited is a warning,
 * since a plan says the same with more words. None is told of a file with fields that others change: which of them were
 * changed only its contents tell, and `kcdk drift` reads those.
 */
export function verifyLedgers(ledgers: readonly LocatedLedger[], snapshot: Snapshot): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const owners = new Map<string, string>();
  for (const { ledger } of ledgers) {
    for (const [path, file] of ledger.files) {
      const where = { repository: snapshot.repository, path, address: file.address };
      const other = owners.get(path);
      owners.set(path, ledger.project);
      if (other !== undefined) {
        const summary = `\`${path}\` is in the ledgers of \`${other}\` and of \`${ledger.project}\``;
        found.push(error('LEDGER_FILE_SHARED', { ...where, summary }));
      }
      // What was scaffolded is in other hands: changed or gone, it is as it should be.
      if (file.scaffold === true) continue;
      const entry = snapshot.files.get(path);
      if (entry === undefined || !entry.mode.startsWith('100')) {
        const what = entry === undefined ? 'is not in the repository' : 'is a link or a submodule';
        found.push(error('LEDGER_FILE_MISSING', { ...where, summary: `\`${path}\` ${what}` }));
      } else if (entry.blob !== file.blob && file.ignored === undefined) {
        const summary = `\`${path}\` is not as it was last written`;
        found.push(warning('LEDGER_FILE_CHANGED', { ...where, summary }));
      }
    }
  }
  return found;
}
