import type { HistoryCommit, ObjectId } from '../repository.ts';
import { fetchCommits } from './fetch.ts';
import { type GitSession, runLocal } from './git-session.ts';

/**
 * Reads the commits of a branch, newest first, without what was in them.
 *
 * Only the way along first parents counts: what the branch held, one state after the other.
 */
export async function readHistory(session: GitSession, branch: string): Promise<readonly HistoryCommit[]> {
  const ref = await fetchCommits(session, branch);
  const chunks: Buffer[] = [];
  await runLocal(session, ['log', '--first-parent', '-z', '--format=%H%n%P%n%ct%n%B', ref], {
    onStdout: (chunk) => chunks.push(chunk),
  });
  return Buffer.concat(chunks)
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '')
    .map(parseEntry);
}

// --- internal ---

function parseEntry(entry: string): HistoryCommit {
  const [commit = '', parents = '', time = '', ...message] = entry.split('\n');
  const [parent] = parents.split(' ') as readonly (ObjectId | '')[];
  return { commit, parent: parent || undefined, time: Number(time), message: message.join('\n') };
}
