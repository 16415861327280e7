import { error } from '../diagnostics/diagnostic.ts';
import type { FileTexts } from '../edit/file-edits.ts';
import type { MigrationUnit } from './migration.ts';

/**
 * Refuses units that would change files of a program.
 *
 * What a program writes has to change there: here it would be drift, and the next apply would put it back.
 *
 * @param fix  what to do instead
 * @returns the units, with `MIGRATE_FILE_OWNED` for each such file
 */
export function ownedFiles(files: FileTexts, units: readonly MigrationUnit[], fix: string): readonly MigrationUnit[] {
  const owners = ownersOf(files);
  if (owners.size === 0) return units;
  return units.map((unit) => {
    const owned = unit.changes.flatMap(({ path, previousPath }) =>
      [path, previousPath].flatMap((each) => {
        const owner = each === undefined ? undefined : owners.get(each);
        const detail = `The project \`${owner?.project}\` owns it: \`${owner?.address}\`.`;
        return owner === undefined ? [] : [error('MIGRATE_FILE_OWNED', { path: each, detail, fix })];
      }),
    );
    return owned.length === 0 ? unit : { ...unit, changes: [], diagnostics: [...unit.diagnostics, ...owned] };
  });
}

// --- internal ---

interface Owner {
  readonly project: string;
  readonly address: string;
}

const LEDGER = /^\.konstruct\/([^/]+)\.json$/;

/** From the ledgers, read for what they claim: a damaged one claims what can be read of it. */
function ownersOf(files: FileTexts): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const [path, text] of files) {
    const project = LEDGER.exec(path)?.[1];
    if (project === undefined) continue;
    for (const [owned, entry] of Object.entries(filesOf(text))) {
      owners.set(owned, { project, address: String((entry as { address?: unknown } | null)?.address ?? '') });
    }
  }
  return owners;
}

function filesOf(text: string): object {
  try {
    const files = (JSON.parse(text) as { files?: unknown } | null)?.files;
    return typeof files === 'object' && files !== null ? files : {};
  } catch {
    return {};
  }
}
