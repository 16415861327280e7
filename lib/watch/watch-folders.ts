import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

export interface WatchOptions {
  /** Absolute folders to watch with everything below them. */
  readonly roots: readonly string[];
  /** Absolute folders that are left out, as those that we write to. */
  readonly ignored: readonly string[];
  /** Called after every change, with the absolute path. */
  readonly changed: (path: string) => void;
}

export interface FolderWatch {
  /** Looks for folders that are new. */
  refresh(): void;
  close(): void;
}

/**
 * Watches folders one by one, packages and hidden folders excepted: a watch of a whole tree would walk through
 * `node_modules`. It is folders that are watched, so editors that write by renaming are seen as well.
 */
export function watchFolders({ roots, ignored, changed }: WatchOptions): FolderWatch {
  const watchers = new Map<string, FSWatcher>();
  const forget = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const refresh = () => {
    const wanted = new Set(roots.flatMap((root) => foldersBelow(root, new Set(ignored))));
    for (const folder of watchers.keys()) if (!wanted.has(folder)) forget(folder);
    for (const folder of wanted) {
      if (watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, (_event, name) => {
          const path = name === null ? folder : join(folder, name);
          if (!ignored.includes(path) && !isPassing(path)) changed(path);
        });
        watcher.on('error', () => forget(folder));
        watchers.set(folder, watcher);
      } catch {
        // gone again, or more than the system lets us watch: what cannot be seen is planned with the next change
      }
    }
  };
  refresh();
  return {
    refresh,
    close: () => {
      for (const folder of [...watchers.keys()]) forget(folder);
    },
  };
}

// --- internal ---

const MOST_FOLDERS = 5_000;

function foldersBelow(root: string, ignored: ReadonlySet<string>): readonly string[] {
  const found = [root];
  for (const folder of found) {
    if (found.length > MOST_FOLDERS) break;
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      const isLeftOut = entry.name.startsWith('.') || entry.name === 'node_modules' || ignored.has(path);
      if (entry.isDirectory() && !isLeftOut) found.push(path);
    }
  }
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** What editors leave for a moment. */
function isPassing(path: string): boolean {
  return /(?:~|\.sw[a-z]|\.tmp|\/4913|\/\.#[^/]*)$/.test(path);
}
