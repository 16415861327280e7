import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Diagnostic, type DiagnosticDetails, error } from '../diagnostics/diagnostic.ts';

/** A file to read. */
export interface DeclarationFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the project, with `/`. */
  readonly shown: string;
}

/** Most files that are read: a platform of this many single resources would be kept in fewer. */
const MOST_FILES = 20_000;

/** Largest file that is read, in bytes; about ten thousand records. */
const LARGEST_FILE = 4 * 1024 * 1024;

/** Most bytes that are read altogether. */
const LARGEST_TOTAL = 32 * 1024 * 1024;

/**
 * Finds the `.yaml` and `.yml` files in a folder and the folders below it, sorted by path.
 *
 * Leaves out what begins with a dot and `node_modules`. Symbolic links are followed inside of the project only, and a
 * file or folder that is met twice counts once.
 *
 * @param root absolute folder of the project
 * @param folder absolute; none of it is no finding
 */
export function findDeclarationFiles(
  root: string,
  folder: string,
): { readonly files: readonly DeclarationFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const files: DeclarationFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const met = new Set<string>();
  let total = 0;
  const report = (
    code: 'DECLARATIONS_UNREADABLE' | 'DECLARATIONS_TOO_LARGE' | 'DECLARATIONS_OUTSIDE_PROJECT',
    path: string,
    details: DiagnosticDetails,
  ) => {
    diagnostics.push(error(code, { ...details, source: { file: shownPath(root, path), line: 1, column: 1 } }));
  };
  const project = realpathSync(root);
  const pending = [folder];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const isYaml = /\.ya?ml$/.test(path);
    try {
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat === undefined ? !isYaml : !stat.isDirectory() && (!isYaml || path === folder)) continue;
      const real = realpathSync(path);
      if (met.has(real)) continue;
      met.add(real);
      if (!isInside(real, project)) report('DECLARATIONS_OUTSIDE_PROJECT', path, { detail: `It leads to ${real}.` });
      else if (stat?.isDirectory()) {
        // In reverse, so that what comes first is met first.
        const names = readdirSync(real).filter(isWanted).toSorted().toReversed();
        for (const name of names) pending.push(join(path, name));
      } else if (!stat?.isFile()) {
        report('DECLARATIONS_UNREADABLE', path, { summary: 'What is named like a file of declarations is no file' });
      } else if (stat.size > LARGEST_FILE) {
        const detail = `It has ${stat.size} bytes; at most ${LARGEST_FILE} are read.`;
        report('DECLARATIONS_TOO_LARGE', path, { summary: 'A file of declarations is too large', detail });
      } else {
        total += stat.size;
        files.push({ path, shown: shownPath(root, path) });
        if (files.length <= MOST_FILES && total <= LARGEST_TOTAL) continue;
        const detail = `At most ${MOST_FILES} files and ${LARGEST_TOTAL} bytes altogether are read.`;
        report('DECLARATIONS_TOO_LARGE', folder, { detail });
        return { files: [], diagnostics };
      }
    } catch (reason) {
      report('DECLARATIONS_UNREADABLE', path, { detail: String(reason) });
    }
  }
  return { files: files.toSorted((a, b) => (a.shown < b.shown ? -1 : 1)), diagnostics };
}

// --- internal ---

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function isWanted(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}

function shownPath(root: string, path: string): string {
  return relative(root, path).replaceAll(sep, '/');
}
