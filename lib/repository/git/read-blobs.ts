import type { Writable } from 'node:stream';
import { KcdkError, kcdkError } from '../../diagnostics/error.ts';
import type { ObjectId, Snapshot } from '../repository.ts';
import { fetchBlobs, fetchWithContents } from './fetch.ts';
import { type GitSession, remoteError, runLocal } from './git-session.ts';

/**
 * Contents of blobs by id: one `git cat-file`, and one fetch for all that the store lacks.
 *
 * A server that sends no objects by name is asked for the whole head instead.
 *
 * @throws {KcdkError} `REPOSITORY_BLOB_MISSING` for ids that the remote does not have (any more)
 */
export async function readBlobs(
  session: GitSession,
  snapshot: Snapshot,
  blobs: Iterable<ObjectId>,
): Promise<ReadonlyMap<ObjectId, Uint8Array>> {
  const wanted = [...new Set(blobs)];
  const found = new Map<ObjectId, Uint8Array>();
  if (wanted.length === 0) return found;
  const malformed = wanted.filter((id) => !isObjectId(id));
  if (malformed.length > 0) throw missing(session, malformed);
  const absent = session.store.contents ? await readPresent(session, wanted, found) : wanted;
  if (absent.length === 0) return found;
  await fetchAbsent(session, snapshot, absent);
  const lost = await readPresent(session, absent, found);
  if (lost.length > 0) throw missing(session, lost);
  return found;
}

/**
 * The same from the store alone.
 *
 * @throws {KcdkError} `REPOSITORY_BLOB_MISSING` for ids that it does not hold
 */
export async function readKeptBlobs(
  session: GitSession,
  blobs: Iterable<ObjectId>,
): Promise<ReadonlyMap<ObjectId, Uint8Array>> {
  const wanted = [...new Set(blobs)];
  const found = new Map<ObjectId, Uint8Array>();
  const absent = wanted.length === 0 ? [] : await readPresent(session, wanted, found);
  if (absent.length === 0) return found;
  throw kcdkError('REPOSITORY_BLOB_MISSING', {
    repository: session.location.name,
    summary: `${absent.length} of the files that are needed of \`${session.location.name}\` are not on this machine`,
    fix: 'Run the same command once without `--offline`; what it reads is kept.',
  });
}

/** Feeds the answers of `git cat-file --batch`, in pieces of any size, to `onBlob` and `onMissing`. */
export function batchParser(
  onBlob: (id: ObjectId, content: Uint8Array) => void,
  onMissing: (id: ObjectId) => void,
): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let buffered = 0;
  let needed = 0;
  let current: { readonly id: ObjectId; readonly size: number; readonly isBlob: boolean } | undefined;
  return (chunk) => {
    chunks.push(chunk);
    buffered += chunk.length;
    // Joined only once the next content is complete: joining at every piece would be quadratic in its size.
    if (buffered < needed) return;
    const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks, buffered);
    let at = 0;
    for (;;) {
      if (current === undefined) {
        const end = bytes.indexOf(LINE_FEED, at);
        if (end === -1) break;
        const [id = '', type = '', size = ''] = bytes.toString('latin1', at, end).split(' ');
        at = end + 1;
        if (type === 'missing') onMissing(id);
        else current = { id, size: Number(size), isBlob: type === 'blob' };
      } else {
        const end = at + current.size;
        if (end >= bytes.length) break;
        if (current.isBlob) onBlob(current.id, bytes.subarray(at, end));
        else onMissing(current.id);
        at = end + 1;
        current = undefined;
      }
    }
    const rest = bytes.subarray(at);
    chunks = rest.length === 0 ? [] : [rest];
    buffered = rest.length;
    needed = current === undefined ? 0 : current.size + 1;
  };
}

// --- internal ---

const LINE_FEED = 0x0a;

/** Reads what the store has into `found`; the store never fetches by itself. */
async function readPresent(
  session: GitSession,
  ids: readonly ObjectId[],
  found: Map<ObjectId, Uint8Array>,
): Promise<readonly ObjectId[]> {
  const absent: ObjectId[] = [];
  const onStdout = batchParser(
    (id, content) => found.set(id, content),
    (id) => absent.push(id),
  );
  const feed = (stdin: Writable) => stdin.end(`${ids.join('\n')}\n`);
  await runLocal(session, ['cat-file', '--batch', '--buffer'], { feed, onStdout });
  return absent;
}

async function fetchAbsent(session: GitSession, snapshot: Snapshot, absent: readonly ObjectId[]): Promise<void> {
  try {
    await fetchBlobs(session, absent);
  } catch (cause) {
    if (!KcdkError.is(cause) || cause.code !== 'REPOSITORY_BLOB_MISSING') throw cause;
    await fetchWithContents(session, snapshot.branch);
  }
}

function isObjectId(id: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id);
}

function missing(session: GitSession, ids: readonly string[]): KcdkError {
  const shown = ids.slice(0, 5).join(', ');
  const more = ids.length > 5 ? ` and ${ids.length - 5} more` : '';
  return remoteError(session, 'REPOSITORY_BLOB_MISSING', `missing: ${shown}${more}`);
}
