import { kcdkError } from '../../diagnostics/error.ts';
import type { CommitRequest, ObjectId } from '../repository.ts';
import { cleanWords, type GitSession, runLocalIn } from './git-session.ts';

/**
 * Writes a commit once more with the signature of its author, by the means that the author's git is configured for.
 *
 * The commit is the same but for the signature. It is written before anything is pushed, so a key that cannot be used
 * stops an apply that has changed nothing.
 *
 * @param commit an unsigned commit in the store
 * @returns the signed one
 * @throws {KcdkError} `REPOSITORY_SIGNING_FAILED`
 */
export async function signCommit(
  session: GitSession,
  { author, base, message }: CommitRequest,
  commit: ObjectId,
): Promise<ObjectId> {
  const parents = base.commit === undefined ? [] : ['-p', base.commit];
  const date = `@${Math.trunc(author.time)} +0000`;
  const person = (role: string) => ({
    [`GIT_${role}_NAME`]: author.name,
    [`GIT_${role}_EMAIL`]: author.email,
    [`GIT_${role}_DATE`]: date,
  });
  const output: Buffer[] = [];
  const result = await runLocalIn(session, ['commit-tree', '-S', '-F', '-', ...parents, `${commit}^{tree}`], {
    config: author.signing,
    variables: { ...person('AUTHOR'), ...person('COMMITTER') },
    feed: (stdin) => stdin.end(message.endsWith('\n') ? message : `${message}\n`),
    onStdout: (chunk) => output.push(chunk),
  });
  const signed = Buffer.concat(output).toString().trim();
  if (result.exitCode !== 0 || signed === '') {
    throw kcdkError('REPOSITORY_SIGNING_FAILED', {
      repository: session.location.name,
      detail: cleanWords(session, result.stderr),
    });
  }
  session.store.commits.add(signed);
  return signed;
}
