/** A path that cannot be created beside another one. */
export interface PathConflict {
  readonly path: string;
  /** `blocked`: one is a folder of the other. `case`: only file systems that ignore letter case cannot hold both. */
  readonly kind: 'blocked' | 'case';
  /** The path of a file that is in the way. */
  readonly other: string;
}

/**
 * Finds which new paths cannot stand beside the paths that stay, or beside each other.
 *
 * @param created  paths that do not exist yet, sorted
 * @param staying  every other file after the change; must not hold a created path
 * @returns at most one conflict a created path, in the order of `created`
 */
export function findPathConflicts(created: readonly string[], staying: Iterable<string>): readonly PathConflict[] {
  if (created.length === 0) return [];
  const known: KnownPaths = { files: new Map(), folders: new Map() };
  for (const path of staying) remember(path, known);
  const conflicts: PathConflict[] = [];
  for (const path of created) {
    const conflict = conflictOf(path, known);
    if (conflict !== undefined) conflicts.push(conflict);
    remember(path, known);
  }
  return conflicts;
}

/** Every folder of a path, innermost first: `a/b/c` has `a/b` and `a`. */
export function* foldersOf(path: string): Generator<string> {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) yield path.slice(0, end);
}

// --- internal ---

/** Both by folded path; the value is a path of a file as it is spelled. */
interface KnownPaths {
  readonly files: Map<string, string>;
  readonly folders: Map<string, string>;
}

function remember(path: string, known: KnownPaths): void {
  const folded = fold(path);
  known.files.set(folded, path);
  for (const folder of foldersOf(folded)) {
    if (known.folders.has(folder)) break;
    known.folders.set(folder, path);
  }
}

function conflictOf(path: string, known: KnownPaths): PathConflict | undefined {
  const folded = fold(path);
  const twin = known.files.get(folded);
  if (twin !== undefined) return { path, kind: 'case', other: twin };
  const inside = known.folders.get(folded);
  if (inside !== undefined) return { path, kind: inside.startsWith(`${path}/`) ? 'blocked' : 'case', other: inside };
  for (const folder of foldersOf(folded)) {
    const above = known.files.get(folder);
    if (above !== undefined) return { path, kind: path.startsWith(`${above}/`) ? 'blocked' : 'case', other: above };
  }
  return undefined;
}

/** What macOS and Windows take as the same name: canonical composition and letter case do not count. */
function fold(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
