import { describe, expect, it } from 'vitest';
import { isRepoPath } from '../../lib/model/repo-path.ts';
import type { CommitResult, Repository, Snapshot } from '../../lib/repository/repository.ts';
import type { TestRemote } from './contract.ts';

/** What every adapter of the `Repository` port must do with a branch that is ours alone. */
export function describeOwnBranch(
  context: () => { readonly remote: TestRemote; readonly open: () => Repository },
): void {
  describe('a branch of our own', () => {
    const propose = (repository: Repository, base: Snapshot, head: string | undefined, text: string) =>
      repository.commit({
        base,
        writes: [{ path: PATH, content: text }],
        message: 'Proposed',
        author: { name: 'Kcdk Test', email: 'kcdk@example.invalid', time: 1_750_000_000 },
        onto: { branch: 'konstruct/acme', head },
      });
    const committed = (result: CommitResult): string => (result.status === 'committed' ? result.commit : 'none');

    it('is made on the base, and put on a newer base whatever was on it', async () => {
      const { remote, open } = context();
      const repository = open();
      const base = await repository.snapshot();
      const first = committed(await propose(repository, base, undefined, 'one\n'));
      expect(remote.head('konstruct/acme')).toBe(first);
      expect(remote.head()).toBe(base.commit);
      expect((await repository.snapshotAt(first)).files.has('ours.yaml')).toBe(true);
      remote.write({ 'theirs.yaml': 't\n' });
      const second = committed(await propose(repository, await repository.snapshot(), first, 'two\n'));
      expect(remote.head('konstruct/acme')).toBe(second);
      expect(remote.read('ours.yaml', 'konstruct/acme')).toBe('two\n');
      expect(remote.read('theirs.yaml', 'konstruct/acme')).toBe('t\n');
      expect(remote.read('ours.yaml')).toBeUndefined();
    });

    it('is left alone when it is not where it was seen', async () => {
      const { remote, open } = context();
      const repository = open();
      const base = await repository.snapshot();
      const first = committed(await propose(repository, base, undefined, 'one\n'));
      expect((await propose(repository, base, undefined, 'two\n')).status).toBe('moved');
      expect((await propose(repository, base, base.commit, 'two\n')).status).toBe('moved');
      expect(remote.head('konstruct/acme')).toBe(first);
    });
  });
}

// --- internal ---

const PATH = pathOf('ours.yaml');

function pathOf(text: string) {
  if (!isRepoPath(text)) throw new TypeError(text);
  return text;
}
