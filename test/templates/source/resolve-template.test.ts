import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCache } from '../../../lib/cache/cache.ts';
import type { DiagnosticCode } from '../../../lib/diagnostics/codes.ts';
import { KcdkError } from '../../../lib/diagnostics/error.ts';
import type { GitTemplateSource } from '../../../lib/model/template.ts';
import { resolveTemplate, type TemplatePorts } from '../../../lib/repository/template/resolve-template.ts';
import { updateTemplates } from '../../../lib/repository/template/update-templates.ts';
import { EMPTY_LOCK, type TemplateLock } from '../../../lib/templates/source/lock.ts';
import {
  type BareRepository,
  createBareRepository,
  type GitServerOptions,
  startGitServer,
  supportsObjectFormat,
  testGitEnv,
} from '../../tools/git-server.ts';

const CHART = {
  'README.md': '# Catalog\n',
  'agent/Chart.yaml': 'name: agent\n',
  'agent/values.yaml': '# @input.type: string\nname: a\n',
  'agent/templates/app.yaml': 'name: {{ .Values.name }}\n',
  'other/values.yaml': 'x: 1\n',
};

let folder: string;
let bare: BareRepository;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kcdk-template-'));
  bare = createBareRepository(CHART);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  bare.remove();
});

const portsFor = (more: Partial<TemplatePorts> = {}): TemplatePorts => ({
  root: folder,
  cache: openCache({ folder: join(folder, 'cache'), version: 'templates' }),
  git: { env: testGitEnv(), cwd: folder, tempDir: folder, sleep: async () => undefined },
  locate: ({ url }) => ({ name: 'catalog', url }),
  ...more,
});

const sourceOf = (more: Partial<GitTemplateSource> = {}): GitTemplateSource => ({
  url: bare.path,
  path: 'agent',
  ...more,
});

async function codeOfRejection(promise: Promise<unknown>): Promise<DiagnosticCode | undefined> {
  try {
    await promise;
    return undefined;
  } catch (cause) {
    if (KcdkError.is(cause)) return cause.code;
    throw cause;
  }
}

const resolved = (source: GitTemplateSource, lock: TemplateLock = EMPTY_LOCK, ports = portsFor()) =>
  resolveTemplate(source, lock, ports);

describe('a template of a repository', () => {
  it('is the files below its folder, locked to a commit', async () => {
    const { files, entry, lock } = await resolved(sourceOf());
    expect(Object.fromEntries(files)).toEqual({
      'Chart.yaml': 'name: agent\n',
      'values.yaml': '# @input.type: string\nname: a\n',
      'templates/app.yaml': 'name: {{ .Values.name }}\n',
    });
    expect(entry?.commit).toBe(bare.head());
    expect(lock.entries).toEqual([entry]);
    expect(readdirSync(folder)).toEqual(['cache']);
  });

  it('stays at its commit when the branch moves, and needs no repository from then on', async () => {
    const first = await resolved(sourceOf());
    bare.commit({ 'agent/values.yaml': 'name: b\n' });
    expect((await resolved(sourceOf(), first.lock)).files).toEqual(first.files);
    const gone = portsFor({
      locate: () => ({ name: 'catalog', url: '/nonexistent' }),
      git: { env: { PATH: '/nonexistent' } },
    });
    expect((await resolved(sourceOf(), first.lock, gone)).files).toEqual(first.files);
  });

  it('is read from its commit again where the cache is lost, also when the commit is no head any more', async () => {
    const first = await resolved(sourceOf());
    bare.commit({ 'agent/values.yaml': 'name: b\n' });
    const again = await resolved(sourceOf(), first.lock, portsFor({ cache: undefined }));
    expect([again.files, again.entry]).toEqual([first.files, first.entry]);
  });

  it('is not taken from a cache that somebody changed', async () => {
    const ports = portsFor();
    const first = await resolved(sourceOf(), EMPTY_LOCK, ports);
    const digest = first.entry?.digest ?? '';
    ports.cache?.put('templates.json', digest, JSON.stringify([['values.yaml', 'name: evil\n']]));
    expect((await resolved(sourceOf(), first.lock, ports)).files).toEqual(first.files);
    ports.cache?.put('templates.json', digest, 'no JSON');
    expect((await resolved(sourceOf(), first.lock, ports)).files).toEqual(first.files);
  });

  it('is refused when its commit holds other files than were locked', async () => {
    const { entry } = await resolved(sourceOf());
    if (entry === undefined) throw new Error('not locked');
    const forged = { entries: [{ ...entry, digest: 'f'.repeat(64) }] };
    expect(await codeOfRejection(resolved(sourceOf(), forged))).toBe('TEMPLATE_DIGEST_DIFFERS');
  });

  it('is found by branch, tag, annotated tag and commit; a tag comes before a branch', async () => {
    const first = bare.head() ?? '';
    bare.git('tag', 'v1');
    bare.git(
      '-c',
      'user.name=A',
      '-c',
      'user.email=a@example.invalid',
      'tag',
      '--annotate',
      '--message',
      'x',
      'v1-annotated',
    );
    const second = bare.commit({ 'agent/values.yaml': 'name: b\n' });
    bare.git('branch', 'feature/x');
    bare.git('branch', 'both', second);
    bare.git('tag', 'both', first);
    const commitOf = async (ref: string) => (await resolved(sourceOf({ ref }))).entry?.commit;
    expect(await commitOf('v1')).toBe(first);
    expect(await commitOf('v1-annotated')).toBe(first);
    expect(await commitOf('refs/tags/v1')).toBe(first);
    expect(await commitOf('feature/x')).toBe(second);
    expect(await commitOf('both')).toBe(first);
    expect(await commitOf('refs/heads/both')).toBe(second);
    expect(await commitOf(first)).toBe(first);
  });

  it.each<[string, Partial<GitTemplateSource>, DiagnosticCode]>([
    ['no such ref', { ref: 'mian' }, 'TEMPLATE_REF_MISSING'],
    ['an option for a ref', { ref: '--upload-pack=x' }, 'TEMPLATE_REF_MISSING'],
    ['a short commit', { ref: 'abcdef1' }, 'TEMPLATE_REF_MISSING'],
    ['no such commit', { ref: '0'.repeat(39).concat('1') }, 'TEMPLATE_COMMIT_MISSING'],
    ['no such folder', { path: 'agnet' }, 'TEMPLATE_NOT_FOUND'],
    ['a file for a folder', { path: 'README.md' }, 'TEMPLATE_NOT_FOUND'],
    ['no repository', { url: '/nonexistent/repo.git' }, 'REPOSITORY_NOT_FOUND'],
    ['credentials in the address', { url: 'https://a:b@git.example.com/x' }, 'REPOSITORY_URL_HAS_CREDENTIALS'],
  ])('is refused with %s, and leaves nothing behind', async (_name, more, code) => {
    expect(await codeOfRejection(resolved(sourceOf(more)))).toBe(code);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused with a link or a submodule in it, each named', async () => {
    bare.commit(
      { 'agent/link': '../other', 'agent/module': bare.head() ?? '' },
      { modes: { 'agent/link': '120000', 'agent/module': '160000' } },
    );
    const found = await resolved(sourceOf()).catch((cause: unknown) => cause);
    expect(KcdkError.is(found) && found.diagnostics.map(({ code }) => code)).toEqual([
      'TEMPLATE_HAS_LINK',
      'TEMPLATE_HAS_LINK',
    ]);
    expect((await resolved(sourceOf({ path: 'other' }))).files.size).toBe(1);
  });

  it.runIf(supportsObjectFormat('sha256'))('may be in a repository of SHA-256', async () => {
    const modern = createBareRepository(CHART, { objectFormat: 'sha256' });
    try {
      const { files, entry } = await resolved(sourceOf({ url: modern.path }));
      expect([files.size, entry?.commit]).toEqual([3, modern.head()]);
    } finally {
      modern.remove();
    }
  });
});

describe('a template behind HTTP', () => {
  const AUTH = { username: 'x-access-token', password: 'not-a-real-token' };

  async function overHttp(options: GitServerOptions, body: (url: string, ports: TemplatePorts) => Promise<void>) {
    const server = await startGitServer(options);
    const git = {
      env: testGitEnv({ TEMPLATE_TOKEN: AUTH.password, WRONG_TOKEN: 'x' }),
      cwd: folder,
      tempDir: folder,
      sleep: async () => undefined,
    };
    try {
      await body(
        server.url(bare),
        portsFor({ git, locate: ({ url }) => ({ name: 'catalog', url, credentials: { env: 'TEMPLATE_TOKEN' } }) }),
      );
    } finally {
      await server.close();
    }
  }

  it('is read with the credentials of its repository, once', async () => {
    const server = await startGitServer({ auth: AUTH });
    const env = testGitEnv({ TEMPLATE_TOKEN: AUTH.password });
    const git = { env, cwd: folder, tempDir: folder, sleep: async () => undefined };
    const ports = portsFor({
      git,
      locate: ({ url }) => ({ name: 'catalog', url, credentials: { env: 'TEMPLATE_TOKEN' } }),
    });
    try {
      const source = sourceOf({ url: server.url(bare) });
      const first = await resolved(source, EMPTY_LOCK, ports);
      expect(first.files.size).toBe(3);
      const asked = server.requests.length;
      await resolved(source, first.lock, ports);
      expect(server.requests.length).toBe(asked);
      expect(JSON.stringify(first.lock)).not.toContain(AUTH.password);
      const anonymous = { ...ports, cache: undefined, locate: () => ({ name: 'catalog', url: source.url }) };
      expect(await codeOfRejection(resolved(source, first.lock, anonymous))).toBe('REPOSITORY_AUTHENTICATION_FAILED');
    } finally {
      await server.close();
    }
  });

  it.each([{ protocolV2: true }, { protocolV2: false }])(
    'is read from old commits on servers with %j',
    async (server) => {
      bare.git('tag', 'v1');
      const first = bare.head();
      await overHttp({ auth: AUTH, ...server }, async (url, ports) => {
        const tagged = await resolved(sourceOf({ url, ref: 'v1' }), EMPTY_LOCK, ports);
        expect(tagged.entry?.commit).toBe(first);
        const main = await resolved(sourceOf({ url }), EMPTY_LOCK, ports);
        bare.git('tag', '--delete', 'v1');
        bare.commit({ 'agent/values.yaml': 'name: b\n' });
        const again = await resolved(sourceOf({ url }), main.lock, { ...ports, cache: undefined });
        expect(again.files).toEqual(main.files);
      });
    },
  );
});

describe('an update', () => {
  it('moves to where the refs stand, and says what that changes', async () => {
    bare.git('tag', 'v1');
    const ports = portsFor();
    const pinned = await resolved(sourceOf({ ref: 'v1' }), EMPTY_LOCK, ports);
    const before = await resolved(sourceOf(), pinned.lock, ports);
    const head = bare.commit({
      'agent/values.yaml': '# @input.type: int\n# @input.required: true\nname: ""\n',
      'agent/templates/extra.yaml': '{}\n',
      'other/values.yaml': 'x: 2\n',
    });
    const { lock, updates } = await updateTemplates(before.lock, before.lock.entries, ports);
    const [main, tag] = updates;
    expect(main?.after.commit).toBe(head);
    expect(main?.changes).toEqual({
      files: [
        { path: 'templates/extra.yaml', action: 'added' },
        { path: 'values.yaml', action: 'changed' },
      ],
      inputs: [
        {
          name: 'name',
          action: 'changed',
          fields: [
            { field: 'type', before: 'string', after: 'int' },
            { field: 'required', before: 'false', after: 'true' },
            { field: 'default', before: 'a', after: '' },
          ],
          breaking: true,
        },
      ],
    });
    expect([tag?.after, tag?.changes]).toEqual([tag?.before, { files: [], inputs: [] }]);
    expect((await updateTemplates(lock, lock.entries, ports)).lock).toEqual(lock);
  });

  it('goes on where the commit that was locked is gone, and does not say what it cannot know', async () => {
    const { entry } = await resolved(sourceOf(), EMPTY_LOCK, portsFor({ cache: undefined }));
    if (entry === undefined) throw new Error('not locked');
    const lock = { entries: [{ ...entry, commit: '1'.repeat(40), digest: '2'.repeat(64) }] };
    const { updates, lock: next } = await updateTemplates(lock, lock.entries, portsFor({ cache: undefined }));
    expect(updates.map(({ changes }) => changes)).toEqual([undefined]);
    expect(next.entries).toEqual([entry]);
  });
});

describe('a template of a folder', () => {
  const read = (path: string) => resolveTemplate({ folder: path }, EMPTY_LOCK, portsFor());

  it('is its files as they are, and is not locked', async () => {
    mkdirSync(join(folder, 't', '.git'), { recursive: true });
    mkdirSync(join(folder, 't', 'b'));
    writeFileSync(join(folder, 't', '.git', 'config'), '');
    writeFileSync(join(folder, 't', 'b', 'text'), '\ufeffa\r\n');
    writeFileSync(join(folder, 't', 'a'), new Uint8Array([0xff, 0]));
    const { files, lock, entry } = await read('t');
    expect([...files.keys()]).toEqual(['a', 'b/text']);
    expect(files.get('b/text')).toBe('\ufeffa\r\n');
    expect(Buffer.from(files.get('a') ?? '')).toEqual(readFileSync(join(folder, 't', 'a')));
    expect([lock, entry]).toEqual([EMPTY_LOCK, undefined]);
  });

  it('is refused where it is missing, empty, a file or has a link', async () => {
    mkdirSync(join(folder, 'empty'));
    mkdirSync(join(folder, 'linked'));
    symlinkSync('/etc/passwd', join(folder, 'linked', 'x'));
    writeFileSync(join(folder, 'file'), '');
    const codes = await Promise.all(['none', 'empty', 'file', 'linked'].map((path) => codeOfRejection(read(path))));
    expect(codes).toEqual(['TEMPLATE_NOT_FOUND', 'TEMPLATE_NOT_FOUND', 'TEMPLATE_NOT_FOUND', 'TEMPLATE_HAS_LINK']);
  });
});
