import { pipeline, Readable, type Writable } from 'node:stream';
import type { TreeChanges } from '../check-writes.ts';
import type { CommitRequest, ObjectId } from '../repository.ts';
import { type GitSession, runLocal } from './git-session.ts';

/** Where the last commit that we made is kept; never pushed under this name. */
const NEXT_REF = 'refs/kcdk/next';

/** Characters of the pieces that are written to git: thousands of small files should not be thousands of writes. */
const PIECE = 64 * 1024;

/**
 * Makes a commit in the store, on top of the base, from one stream.
 *
 * @returns its id, which depends on nothing but the request
 * @see https://git-scm.com/docs/git-fast-import#_input_format
 */
export async function importCommit(
  session: GitSession,
  request: CommitRequest,
  changes: TreeChanges,
): Promise<ObjectId> {
  const args = ['fast-import', '--quiet', '--done', '--force', '--date-format=raw', '--cat-blob-fd=1'];
  const feed = (stdin: Writable) => {
    // git's exit status tells what went wrong, and it does so better than a broken pipe.
    pipeline(Readable.from(pieces(importStream(request, changes))), stdin, () => undefined);
  };
  const output: Buffer[] = [];
  await runLocal(session, args, { feed, onStdout: (chunk) => output.push(chunk) });
  const commit = Buffer.concat(output).toString().trim();
  session.store.commits.add(commit);
  session.store.contents = true;
  return commit;
}

/** The stream itself; every length counts bytes. */
export function* importStream({ base, message, author }: CommitRequest, changes: TreeChanges): Generator<string> {
  const person = `${identity(author.name)} <${identity(author.email)}> ${Math.trunc(author.time)} +0000`;
  yield `commit ${NEXT_REF}\nmark :1\nauthor ${person}\ncommitter ${person}\n`;
  yield data(message.endsWith('\n') ? message : `${message}\n`);
  if (base.commit !== undefined) yield `from ${base.commit}\n`;
  for (const path of changes.removals) yield `D ${quoted(path)}\n`;
  for (const file of changes.files) {
    yield `M ${file.mode} inline ${quoted(file.path)}\n${data(file.content)}`;
  }
  yield '\nget-mark :1\ndone\n';
}

// --- internal ---

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

/** git ends a name at `<`, and a line at a line break. */
function identity(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return text.replace(/[<>\s\u0000-\u001f]+/g, ' ').trim();
}

/** Always quoted: spaces, quotes and a leading dash then need no rules of their own. */
function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

/** Joined as text and encoded together: a buffer for each part would cost more than what is in it. */
function* pieces(parts: Iterable<string>): Generator<Buffer> {
  let collected = '';
  for (const part of parts) {
    collected += part;
    if (collected.length < PIECE) continue;
    yield Buffer.from(collected);
    collected = '';
  }
  if (collected !== '') yield Buffer.from(collected);
}
