import { describe, expect, it } from 'vitest';
import { pushStatus, verdictOf } from '../../../lib/repository/git/push.ts';

const REF = 'refs/heads/main';

function verdict(line: string, stderr = '', exitCode = 1) {
  const stdout = `To somewhere\n${line}\n`;
  return verdictOf(pushStatus(stdout, REF), { exitCode, stdout, stderr, ended: 'exit' });
}

describe('verdictOf', () => {
  it.each([
    [` \tabc:${REF}\t1..2`, 'committed'],
    [`*\tabc:${REF}\t[new branch]`, 'committed'],
  ])('reads %j of a push that ended well', (line, expected) => {
    expect(verdict(line, '', 0)).toBe(expected);
  });

  it.each([
    [`=\tabc:${REF}\t[up to date]`, 'moved'],
    [`!\tabc:${REF}\t[rejected] (stale info)`, 'moved'],
    [`!\tabc:${REF}\t[rejected] (fetch first)`, 'moved'],
    [`!\tabc:${REF}\t[rejected] (non-fast-forward)`, 'moved'],
    [`!\tabc:${REF}\t[remote rejected] (cannot lock ref 'refs/heads/main': is at 1 but expected 2)`, 'moved'],
    [`!\tabc:${REF}\t[remote rejected] (reference already exists)`, 'moved'],
    [`!\tabc:${REF}\t[remote rejected] (incorrect old value provided)`, 'moved'],
    [`!\tabc:${REF}\t[remote rejected] (pre-receive hook declined)`, 'REPOSITORY_PROTECTED'],
    [`!\tabc:${REF}\t[remote rejected] (protected branch hook declined)`, 'REPOSITORY_PROTECTED'],
    [`!\tabc:${REF}\t[remote rejected] (push declined due to repository rule violations)`, 'REPOSITORY_PROTECTED'],
    [`!\tabc:${REF}\t[remote rejected] (TF402455: Pushes to this branch are not permitted)`, 'REPOSITORY_PROTECTED'],
    [`!\tabc:${REF}\t[remote rejected] (branch is currently checked out)`, 'REPOSITORY_CHECKED_OUT'],
    [`!\tabc:${REF}\t[remote rejected] (failed to update ref)`, 'unclear'],
    [`!\tabc:${REF}\t[remote failure] (remote failed to report status)`, 'unclear'],
  ])('reads %j', (line, expected) => {
    expect(verdict(line)).toBe(expected);
  });

  it('takes the words of the server into account', () => {
    const line = `!\tabc:${REF}\t[remote rejected] (failed to update ref)`;
    expect(verdict(line, "remote: error: cannot lock ref 'refs/heads/main': is at 1 but expected 2")).toBe('moved');
    expect(verdict(line, 'remote: error: unable to create lock: Permission denied')).toBe('REPOSITORY_READ_ONLY');
  });

  it('believes the reason of the ref before the words of a hook', () => {
    const line = `!\tabc:${REF}\t[remote rejected] (pre-receive hook declined)`;
    expect(verdict(line, 'remote: please fetch first, this is non-fast-forward')).toBe('REPOSITORY_PROTECTED');
  });

  it('looks at no other ref, and asks again when the answer was lost', () => {
    expect(pushStatus('!\tabc:refs/heads/other\t[rejected]', REF)).toBeUndefined();
    expect(verdict('', 'fatal: the remote end hung up unexpectedly')).toBe('unclear');
    expect(verdict('', 'fatal: … The requested URL returned error: 403')).toBe('REPOSITORY_READ_ONLY');
  });
});
