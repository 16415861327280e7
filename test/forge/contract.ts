import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Forge } from '../../lib/forge/forge.ts';
import { codeOf } from '../repository/contract.ts';

/** A forge as seen from the other side. */
export interface TestForge {
  readonly forge: Forge;
  /** Moves a branch to a new commit with this message; returns it. */
  push(branch: string, message?: string): Promise<string>;
  approve(pull: number): Promise<void>;
  /** Merges as a person does; returns the commit on the base. */
  merge(pull: number): Promise<string>;
  /** The next answers to a method are lost, after it was done. */
  loseAnswers(method: 'POST' | 'PUT' | 'PATCH', times: number): void;
  /** Who approves and merges. */
  readonly person: string;
  /** Fails when something is wrong with a request that was sent. */
  verify(): void;
  close(): Promise<void>;
}

const MARKER = '<!-- kcdk:plan acme -->';

/** What every adapter of the `Forge` port must do. */
export function describeForgeContract(name: string, start: () => Promise<TestForge>): void {
  describe(`the forge ${name}`, () => {
    let test: TestForge;
    let head = 0;
    let branch = '';
    beforeAll(async () => {
      test = await start();
      await test.push('main', 'First commit');
    });
    beforeEach(() => {
      branch = `konstruct/acme-${head++}`;
    });
    afterEach(() => test.verify());
    afterAll(() => test.close());
    const open = (body = 'What it does') =>
      test.forge.upsertPullRequest({ head: branch, base: 'main', title: 'A title', body });

    it('has no head of a branch that is not there', async () => {
      expect(await test.forge.branch('konstruct/nothing')).toBeUndefined();
    });

    it('tells the head of a branch, its message and its parents', async () => {
      const commit = await test.push(branch, 'Say something\n\nKonstruct-Project: acme');
      const found = await test.forge.branch(branch);
      expect(found?.commit).toBe(commit);
      expect(found?.message.trim()).toBe('Say something\n\nKonstruct-Project: acme');
      expect(await test.forge.commit(commit)).toEqual(found);
      expect(await codeOf(test.forge.commit('f'.repeat(40)))).toBe('FORGE_NOT_FOUND');
    });

    it('opens one pull request, and brings its text up to date', async () => {
      const commit = await test.push(branch);
      const created = await open();
      expect(created).toMatchObject({
        status: 'created',
        pull: { state: 'open', title: 'A title', body: 'What it does', base: 'main', head: { branch, commit } },
      });
      expect((await open()).status).toBe('unchanged');
      expect((await open('One line\nand another\n')).status).toBe('updated');
      expect((await open('One line\nand another\n')).status).toBe('unchanged');
      const updated = await open('What it does now');
      expect(updated).toMatchObject({
        status: 'updated',
        pull: { number: created.pull.number, body: 'What it does now' },
      });
      expect(await test.forge.pullRequestsFrom(branch, 'main')).toHaveLength(1);
      expect((await test.forge.pullRequest(created.pull.number)).body).toBe('What it does now');
    });

    it('closes a pull request, and opens another after it', async () => {
      await test.push(branch);
      const { pull } = await open();
      await test.forge.closePullRequest(pull.number);
      expect((await test.forge.pullRequest(pull.number)).state).toBe('closed');
      const again = await open();
      expect(again.status).toBe('created');
      expect(again.pull.number).not.toBe(pull.number);
      const states = (await test.forge.pullRequestsFrom(branch, 'main')).map(({ state }) => state);
      expect(states).toEqual(['open', 'closed']);
    });

    it('keeps one comment a marker', async () => {
      await test.push(branch);
      const { number } = (await open()).pull;
      const write = (body: string, marker = MARKER) => test.forge.upsertComment(number, { marker, body });
      const created = await write('one');
      expect(created.status).toBe('created');
      expect((await write('one')).status).toBe('unchanged');
      expect(await write('two')).toEqual({ url: created.url, status: 'updated' });
      expect((await write('three', '<!-- kcdk:plan other -->')).url).not.toBe(created.url);
    });

    it('makes no second comment when the answer to the first is lost', async () => {
      await test.push(branch);
      const { number } = (await open()).pull;
      test.loseAnswers('POST', 1);
      const first = await test.forge.upsertComment(number, { marker: MARKER, body: 'one' });
      expect(first.status).toBe('created');
      expect(await test.forge.upsertComment(number, { marker: MARKER, body: 'one' })).toEqual({
        url: first.url,
        status: 'unchanged',
      });
    });

    it('takes a comment of the largest size, and says so of a larger one', async () => {
      await test.push(branch);
      const { number } = (await open()).pull;
      const most = test.forge.mostCharacters - MARKER.length - 2;
      const write = (length: number) => test.forge.upsertComment(number, { marker: MARKER, body: 'x'.repeat(length) });
      expect((await write(most)).status).toBe('created');
      expect(await codeOf(write(most + 1))).toBe('FORGE_REFUSED');
    });

    it('says which commit was approved, and what came after it', async () => {
      const commit = await test.push(branch);
      const { number } = (await open()).pull;
      expect(await test.forge.reviewsOf(number)).toEqual([]);
      await test.approve(number);
      expect(await test.forge.reviewsOf(number)).toEqual([{ author: test.person, state: 'approved', commit }]);
      const later = await test.push(branch, 'One more');
      expect((await test.forge.pullRequest(number)).head.commit).toBe(later);
      expect((await test.forge.reviewsOf(number)).map((review) => review.commit)).toEqual([commit]);
    });

    it('keeps the last word of each status of a commit', async () => {
      const commit = await test.push(branch);
      await test.forge.setStatus(commit, { context: 'kcdk/acme', state: 'pending', description: 'Planning' });
      const status = {
        context: 'kcdk/acme',
        state: 'success',
        description: 'Plan: 1 to add',
        url: 'https://example.invalid/1',
      } as const;
      await test.forge.setStatus(commit, status);
      await test.forge.setStatus(commit, { context: 'kcdk/other', state: 'failure', description: 'No' });
      const found = await test.forge.statusesOf(commit);
      expect([...found].sort((a, b) => a.context.localeCompare(b.context))).toEqual([
        status,
        { context: 'kcdk/other', state: 'failure', description: 'No' },
      ]);
    });

    it('finds the pull request of a commit, before and after it is merged', async () => {
      const commit = await test.push(branch);
      const { number } = (await open()).pull;
      const numbers = async (sha: string) => (await test.forge.pullRequestsOf(sha)).map((pull) => pull.number);
      expect(await numbers(commit)).toEqual([number]);
      const merged = await test.merge(number);
      expect(await numbers(merged)).toEqual([number]);
      expect(await test.forge.pullRequest(number)).toMatchObject({
        state: 'merged',
        mergedBy: test.person,
        mergeCommit: merged,
        head: { commit },
      });
    });

    it('says that there is no such pull request', async () => {
      expect(await codeOf(test.forge.pullRequest(4711))).toBe('FORGE_NOT_FOUND');
    });
  });
}
