import { realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { type Diagnostic, error, type SourcePosition } from '../diagnostics/diagnostic.ts';

const DEFAULT_FOLDER = 'platform';

/** Where the folder of declarations is, and what is wrong with it. */
export interface ResolvedDeclarations {
  /** Absolute. */
  readonly declarations: string;
  readonly problem?: Diagnostic;
}

/**
 * Decides which folder holds the declarations in YAML. One that the configuration names must be there.
 *
 * @param folder  the text in the configuration, if there is one
 * @param root    absolute folder of the configuration
 * @param source  where the text stands, for the diagnostic
 */
export function resolveDeclarations(
  folder: string | undefined,
  root: string,
  source: SourcePosition | undefined,
): ResolvedDeclarations {
  const declarations = resolve(root, folder ?? DEFAULT_FOLDER);
  if (folder === undefined) return { declarations };
  const refused = (summary: string, fix: string) => ({
    declarations,
    problem: error('CONFIG_DECLARATIONS_UNUSABLE', { summary, fix, source }),
  });
  const isInside = (path: string, above: string) => path.startsWith(above.endsWith(sep) ? above : above + sep);
  if (!isInside(declarations, resolve(root))) {
    const what = declarations === resolve(root) ? 'the project folder itself' : 'outside of the project folder';
    return refused(`\`declarations\` is ${what}`, 'Name a folder inside of it, for example `platform`.');
  }
  try {
    if (!statSync(declarations).isDirectory()) {
      return refused(`\`declarations\` names a file: ${folder}`, 'Name the folder that the file is in.');
    }
    if (isInside(realpathSync(declarations), realpathSync(root))) return { declarations };
    return refused('`declarations` is a link that leads out of the project', 'Put the folder into the project.');
  } catch {
    return refused(`There is no folder ${folder}`, 'Create it, or correct `declarations`.');
  }
}
