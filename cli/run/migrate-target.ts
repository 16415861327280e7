import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { gatesOfUnits } from '../../lib/migrate/plan-units.ts';
import { readHistory } from '../../lib/repository/checkout/checkout-history.ts';
import { readCheckout } from '../../lib/repository/checkout/read-checkout.ts';
import { writeCheckout } from '../../lib/repository/checkout/write-checkout.ts';
import { openRepositoryTarget } from './migrate-repository.ts';
import type { Target, TargetOptions } from './migrate-run.ts';
import type { Session } from './session.ts';

/** Opens the repository that was named, or else the checkout of the folder. */
export async function openTarget(options: TargetOptions, session: Session): Promise<Target> {
  if (options.place !== undefined) return openRepositoryTarget(options.place, options, session);
  const root = checkoutOf(session.cwd);
  return {
    root,
    place: { kind: 'checkout', folder: relative(session.io.cwd, root) || '.' },
    files: await readCheckout(root),
    earlier: (paths) => readHistory(root, paths, { env: session.io.env }),
    write: async (units, gates) => {
      const changes = units.flatMap((unit) => unit.changes);
      const { before, after } = gatesOfUnits(units);
      // what is written is not committed yet: what comes after a commit is looked at by the next run
      const diagnostics = await gates.wait(changes.length > 0 ? before : after);
      if (diagnostics.length > 0 || changes.length === 0) return { said: undefined, diagnostics };
      await writeCheckout(root, changes);
      const clusters = units.filter((unit) => unit.changes.length > 0).length;
      const said = `Wrote ${changes.length} files of ${clusters} cluster${clusters === 1 ? '' : 's'}. Commit them together.`;
      return { said, diagnostics };
    },
    save: async () => undefined,
    refresh: async () => undefined,
    close: async () => undefined,
  };
}

// --- internal ---

/** The root of the checkout that a folder is in; the folder itself outside of git. */
function checkoutOf(cwd: string): string {
  if (!existsSync(cwd) || !statSync(cwd).isDirectory())
    throw kcdkError('CHECKOUT_UNREADABLE', { summary: `\`${cwd}\` is no folder` });
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}
