import type { ObjectId, SnapshotEntry } from '../repository.ts';
import { type GitSession, runLocal } from './git-session.ts';

/** Every file of a commit by path, read as git prints it. Contents are not needed. */
export async function listTree(session: GitSession, commit: ObjectId): Promise<ReadonlyMap<string, SnapshotEntry>> {
  const parser = treeParser();
  await runLocal(session, ['ls-tree', '-r', '-z', '--full-tree', commit], { onStdout: parser.push });
  return parser.files;
}

/**
 * Parses `git ls-tree -r -z` in pieces of any size: `<mode> <type> <id>\t<path>\0` an entry; the type may be absent.
 *
 * Paths are read as UTF-8; bytes that are none become U+FFFD, so such a file is seen, under a name that no
 * program can want.
 */
export function treeParser(): {
  readonly files: ReadonlyMap<string, SnapshotEntry>;
  readonly push: (chunk: Buffer) => void;
} {
  const files = new Map<string, SnapshotEntry>();
  let rest: Buffer | undefined;
  return {
    files,
    push: (chunk) => {
      const last = chunk.lastIndexOf(0);
      if (last === -1) {
        rest = rest ? Buffer.concat([rest, chunk]) : chunk;
        return;
      }
      const whole = chunk.subarray(0, last + 1);
      addEntries(files, (rest ? Buffer.concat([rest, whole]) : whole).toString('utf8'));
      rest = last + 1 < chunk.length ? chunk.subarray(last + 1) : undefined;
    },
  };
}

// --- internal ---

/** Width of the octal mode in git's output. */
const MODE_WIDTH = 6;

function addEntries(files: Map<string, SnapshotEntry>, text: string): void {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\0', start);
    const tab = text.indexOf('\t', start);
    const id = text.lastIndexOf(' ', tab) + 1;
    const mode = internedMode(text.slice(start, start + MODE_WIDTH));
    files.set(text.slice(tab + 1, end), { blob: text.slice(id, tab), mode });
    start = end + 1;
  }
}

/** Nearly all entries share one of four texts. */
function internedMode(mode: string): string {
  return mode === '100644' ? '100644' : mode;
}
