import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openGitHub } from '../../lib/github/github-client.ts';
import { githubCommits } from '../../lib/github/github-commits.ts';
import { DEFAULT_PATIENCE } from '../../lib/github/patience.ts';
import { createTokens } from '../../lib/github/tokens.ts';
import { blobId } from '../../lib/repository/blob-id.ts';
import type { CommitRequest, CommitResult, Snapshot, SnapshotEntry } from '../../lib/repository/repository.ts';
import { codeOf, write } from '../repository/contract.ts';
import { type GapOptions, githubGaps } from '../tools/github-gaps.ts';
import { ANN, type GitHubServer, startGitHub } from '../tools/github-server.ts';

const REPO = '/repos/acme/platform';
const MESSAGE = 'acme: add 1\n\nKonstruct-Project: acme\nKonstruct-Plan: sha256:1\n';
const FILES = { 'README.md': 'Read me\n', 'bin/run': '#!/bin/sh\n' } as const;

describe.each([
  { title: 'by GraphQL', lacks: {} },
  { title: 'by GraphQL that moves no refs', lacks: { withoutUpdateRefs: true } },
  { title: 'by the API of git data, where there is no GraphQL', lacks: { withoutGraphql: true } },
])('a commit that GitHub makes, $title', ({ lacks }) => {
  const { withoutGraphql = false, withoutUpdateRefs = false }: GapOptions = lacks;
  let server: GitHubServer;
  let base: Snapshot;
  let branch = '';
  let count = 0;

  beforeAll(async () => {
    server = await startGitHub({ extend: githubGaps(lacks) });
  });
  afterAll(() => server.close());
  afterEach(() => expect(server.violations).toEqual([]));

  const ask = async (method: string, path: string, body?: unknown) => {
    const { status, data } = await server.ask(method, `${REPO}/git/${path}`, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(data)}`);
    return data as Readonly<Record<string, never>>;
  };
  const head = async (name: string): Promise<string | undefined> => {
    const { status, data } = await server.ask('GET', `${REPO}/git/ref/heads/${name}`);
    return status === 200 ? (data as { readonly object: { readonly sha: string } }).object.sha : undefined;
  };
  const commitOf = async (id: string) =>
    (await ask('GET', `commits/${id}`)) as unknown as {
      readonly message: string;
      readonly parents: readonly { readonly sha: string }[];
      readonly tree: { readonly sha: string };
    };
  const filesOf = async (id: string) => {
    const { tree } = (await ask('GET', `trees/${(await commitOf(id)).tree.sha}?recursive=1`)) as unknown as {
      readonly tree: readonly {
        readonly path: string;
        readonly mode: string;
        readonly type: string;
        readonly sha: string;
      }[];
    };
    return Object.fromEntries(
      tree.filter(({ type }) => type === 'blob').map(({ path, mode, sha }) => [path, { blob: sha, mode }]),
    );
  };
  const entries: readonly (readonly [string, SnapshotEntry])[] = [
    ['README.md', { mode: '100644', blob: blobId(FILES['README.md'], 'sha1') }],
    ['bin/run', { mode: '100755', blob: blobId(FILES['bin/run'], 'sha1') }],
  ];
  beforeEach(async () => {
    branch = `main-${count++}`;
    const tree = await ask('POST', 'trees', {
      tree: entries.map(([path, { mode }]) => ({
        path,
        mode,
        type: 'blob',
        content: FILES[path as keyof typeof FILES],
      })),
    });
    const commit = await ask('POST', 'commits', { message: `Start ${count}`, tree: tree['sha'], parents: [] });
    await ask('POST', 'refs', { ref: `refs/heads/${branch}`, sha: commit['sha'] });
    base = { repository: 'platform', branch, commit: commit['sha'], objectFormat: 'sha1', files: new Map(entries) };
  });
  const commit = (files: Readonly<Record<string, string | undefined>>, more: Partial<CommitRequest> = {}) => {
    const place = { provider: 'github', host: '127.0.0.1', path: 'acme/platform', api: server.api } as const;
    const env = { TOKEN: ANN };
    const client = openGitHub({
      place,
      repository: 'platform',
      source: { env: 'TOKEN' },
      tokens: createTokens({ env }),
      env,
      patience: { ...DEFAULT_PATIENCE, sleep: async () => undefined },
    });
    const writes = Object.entries(files).map(([path, content]) => write(path, content));
    const author = { name: 'Nobody', email: 'nobody@example.invalid', time: 1 };
    return githubCommits(client).commit({ base, writes, message: MESSAGE, author, ...more });
  };
  const idOf = (result: CommitResult) => (result.status === 'committed' ? result.commit : result.status);

  it('adds, changes and removes files on top of the base', async () => {
    const id = idOf(await commit({ 'a/b.yaml': 'ä: 1\n', 'README.md': 'Read me again\n' }));
    expect(await head(branch)).toBe(id);
    const made = await commitOf(id);
    expect(made.message.trim()).toBe(MESSAGE.trim());
    expect(made.parents.map(({ sha }) => sha)).toEqual([base.commit]);
    expect(await filesOf(id)).toEqual({
      'README.md': { mode: '100644', blob: blobId('Read me again\n', 'sha1') },
      'a/b.yaml': { mode: '100644', blob: blobId('ä: 1\n', 'sha1') },
      'bin/run': entries[1]?.[1],
    });
    expect(
      Object.keys(
        await filesOf(
          idOf(await commit({ 'README.md': undefined }, { onto: { branch: `${branch}-own`, head: undefined } })),
        ),
      ),
    ).toEqual(['bin/run']);
  });

  it('keeps a file executable', async () => {
    const id = idOf(await commit({ 'bin/run': '#!/bin/sh\nexit 0\n' }));
    expect((await filesOf(id))['bin/run']).toEqual({ mode: '100755', blob: blobId('#!/bin/sh\nexit 0\n', 'sha1') });
  });

  it('is not made on a branch that has moved', async () => {
    const first = idOf(await commit({ 'a.yaml': 'a\n' }));
    expect(await commit({ 'b.yaml': 'b\n' })).toEqual({ status: 'moved' });
    expect(await head(branch)).toBe(first);
  });

  it('is found when only the answer to it was lost', async () => {
    // the second: the first asks whether there is GraphQL
    server.fail({
      method: 'POST',
      path: withoutGraphql ? /\/git\/commits/ : /^\/graphql/,
      status: 502,
      done: true,
      times: 2,
    });
    if (withoutGraphql) server.fail({ method: 'PATCH', path: /\/git\/refs/, status: 502, done: true });
    const id = idOf(await commit({ 'a.yaml': 'a\n' }));
    expect(await head(branch)).toBe(id);
    expect((await commitOf(id)).parents.map(({ sha }) => sha)).toEqual([base.commit]);
  });

  it('goes onto a branch of ours, and in place of what was there', async () => {
    const own = `${branch}-own`;
    const first = idOf(await commit({ 'a.yaml': 'a\n' }, { onto: { branch: own, head: undefined } }));
    expect(await head(own)).toBe(first);
    const second = idOf(await commit({ 'b.yaml': 'b\n' }, { onto: { branch: own, head: first } }));
    expect(await head(own)).toBe(second);
    expect((await commitOf(second)).parents.map(({ sha }) => sha)).toEqual([base.commit]);
    expect(Object.keys(await filesOf(second)).sort()).toEqual(['README.md', 'b.yaml', 'bin/run']);
    expect(await head(branch)).toBe(base.commit);
    expect(await head(`${own}-next`)).toBeUndefined();
  });

  it('leaves a branch alone that is not where it was seen', async () => {
    const onto = { branch: `${branch}-own`, head: undefined };
    const first = idOf(await commit({ 'a.yaml': 'a\n' }, { onto }));
    expect(await commit({ 'b.yaml': 'b\n' }, { onto })).toEqual({ status: 'moved' });
    expect(await commit({ 'b.yaml': 'b\n' }, { onto: { ...onto, head: base.commit } })).toEqual({ status: 'moved' });
    expect(await head(onto.branch)).toBe(first);
  });

  // where the server cannot compare and swap, the last moment is after the last look
  describe.runIf(!withoutGraphql && !withoutUpdateRefs)('in place of what was there', () => {
    const files = { plain: { 'b.yaml': 'b\n' }, executable: { 'bin/run': '#!/bin/sh\nexit 0\n' } };
    const proposed = async () => {
      const own = `${branch}-own`;
      const first = idOf(await commit({ 'a.yaml': 'a\n' }, { onto: { branch: own, head: undefined } }));
      return { branch: own, head: first };
    };

    it.each(Object.entries(files))(
      'never replaces what somebody puts there in the last moment (%s)',
      async (_, now) => {
        const onto = await proposed();
        let foreign = '';
        const end = server.when(
          ({ body }) => body.includes('updateRefs'),
          async () => {
            const { tree } = await commitOf(onto.head);
            const theirs = { message: 'Theirs', tree: tree.sha, parents: [onto.head] };
            foreign = (await ask('POST', 'commits', theirs))['sha'] ?? '';
            await ask('PATCH', `refs/heads/${onto.branch}`, { sha: foreign });
          },
        );
        expect(await commit(now, { onto })).toEqual({ status: 'moved' });
        end();
        expect(await head(onto.branch)).toBe(foreign);
        expect(await head(`${onto.branch}-next`)).toBeUndefined();
      },
    );

    it.each(Object.entries(files))('is there when only the answer was lost (%s)', async (_, now) => {
      const onto = await proposed();
      server.fail({ path: /^\/graphql/, body: /updateRefs/, status: 502, done: true });
      const second = idOf(await commit(now, { onto }));
      expect(await head(onto.branch)).toBe(second);
      expect(await head(`${onto.branch}-next`)).toBeUndefined();
      expect((await commitOf(second)).parents.map(({ sha }) => sha)).toEqual([base.commit]);
    });
  });

  it('is never the first of a repository', async () => {
    const empty = { ...base, commit: undefined, files: new Map() };
    expect(await codeOf(commit({ 'a.yaml': 'a\n' }, { base: empty }))).toBe('FORGE_REFUSED');
  });
});
