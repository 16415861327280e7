import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BareRepository } from './git-server.ts';
import { testGitEnv } from './git-server.ts';
import type { AskEmulator } from './github-server.ts';

/**
 * Keeps a repository of git and one of the emulator the same, object by object: what is pushed by git is seen through the
 * API, and what the API writes can be fetched. The names of all objects are compared, so nothing is only nearly the same.
 */
export interface GitMirror {
  /** Brings branches that git has moved to the emulator. */
  toEmulator(): Promise<void>;
  /** Brings branches that the API has moved to git. */
  fromEmulator(): Promise<void>;
}

export function mirror(name: string, repository: BareRepository, ask: AskEmulator): GitMirror {
  const known = new Set<string>();
  const api = `/repos/${name}/git`;
  const expectOk = async (method: string, path: string, body?: unknown) => {
    const { status, data } = await ask(method, `${api}/${path}`, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(data)}`);
    return data as Readonly<Record<string, unknown>>;
  };
  const refsOfGit = () => looseRefs(repository.path);
  const refsOfApi = async () => {
    const { data } = await ask('GET', `${api}/matching-refs/heads/`);
    const refs = data as readonly { readonly ref: string; readonly object: { readonly sha: string } }[];
    return new Map(refs.map(({ ref, object }) => [ref, object.sha]));
  };
  const send = async (commit: string) => {
    if (known.has(commit)) return;
    const [head = '', ...message] = repository.git('cat-file', 'commit', commit).split('\n\n');
    const fields = head.split('\n').map((line) => line.split(/ (.*)/s) as [string, string]);
    const all = (key: string) => fields.filter(([name]) => name === key).map(([, value]) => value);
    for (const parent of all('parent')) await send(parent);
    const tree = repository
      .git('ls-tree', '-r', '-z', '--full-tree', commit)
      .split('\0')
      .filter(Boolean)
      .map((line) => {
        const [meta = '', path] = line.split('\t');
        const [mode, type, sha = ''] = meta.split(' ');
        return { path, mode, type, content: git(repository, ['cat-file', 'blob', sha]).toString() };
      });
    const made = await expectOk('POST', 'trees', { tree });
    const raw = git(repository, ['cat-file', 'commit', commit]).toString();
    const text = raw.slice(raw.indexOf('\n\n') + 2);
    const [author, committer] = [person(all('author')[0] ?? ''), person(all('committer')[0] ?? '')];
    const parents = all('parent');
    const sent = await expectOk('POST', 'commits', { message: text, tree: made['sha'], parents, author, committer });
    if (sent['sha'] !== commit)
      throw new Error(`the emulator has ${String(sent['sha'])} for ${commit} (${message[0]})`);
    known.add(commit);
  };
  const fetch = async (commit: string) => {
    if (known.has(commit)) return;
    known.add(commit);
    const data = await expectOk('GET', `commits/${commit}`);
    for (const { sha } of data['parents'] as readonly { readonly sha: string }[]) await fetch(sha);
    const { sha: tree } = data['tree'] as { readonly sha: string };
    const listed = await expectOk('GET', `trees/${tree}?recursive=1`);
    const entries = (listed['tree'] as readonly Entry[]).filter(({ type }) => type === 'blob');
    const lines: string[] = [];
    for (const { mode, path, sha } of entries) {
      if (!has(repository, sha)) {
        const blob = await expectOk('GET', `blobs/${sha}`);
        const content = Buffer.from(String(blob['content']), blob['encoding'] === 'base64' ? 'base64' : 'utf8');
        git(repository, ['hash-object', '-w', '--stdin'], content);
      }
      lines.push(`${mode} ${sha} 0\t${path}`);
    }
    const index = { GIT_INDEX_FILE: `${repository.path}/mirror-index` };
    git(repository, ['read-tree', '--empty'], undefined, index);
    git(repository, ['update-index', '--index-info'], Buffer.from(`${lines.join('\n')}\n`), index);
    const written = git(repository, ['write-tree'], undefined, index).toString().trim();
    if (written !== tree) throw new Error(`git has ${written} for the tree ${tree}`);
    const raw = [
      `tree ${tree}`,
      ...(data['parents'] as readonly { readonly sha: string }[]).map(({ sha }) => `parent ${sha}`),
      `author ${line(data['author'] as Person)}`,
      `committer ${line(data['committer'] as Person)}`,
    ].join('\n');
    const stored = git(
      repository,
      ['hash-object', '-t', 'commit', '-w', '--stdin'],
      Buffer.from(`${raw}\n\n${String(data['message']).replace(/\n?$/, '\n')}`),
    );
    if (stored.toString().trim() !== commit) throw new Error(`git has ${stored.toString().trim()} for ${commit}`);
  };
  return {
    async toEmulator() {
      const [here, there] = [refsOfGit(), await refsOfApi()];
      for (const [ref, commit] of here) {
        if (there.get(ref) === commit) continue;
        await send(commit);
        if (there.has(ref)) await expectOk('PATCH', ref.replace('refs/', 'refs/'), { sha: commit, force: true });
        else await expectOk('POST', 'refs', { ref, sha: commit });
      }
      for (const ref of there.keys()) if (!here.has(ref)) await ask('DELETE', `${api}/${ref}`);
    },
    async fromEmulator() {
      const [here, there] = [refsOfGit(), await refsOfApi()];
      for (const [ref, commit] of there) {
        if (here.get(ref) === commit) continue;
        await fetch(commit);
        repository.git('update-ref', ref, commit);
      }
      for (const ref of here.keys()) if (!there.has(ref)) repository.git('update-ref', '-d', ref);
    },
  };
}

// --- internal ---

/** Branches as files: a process for each look would be most of the time that a test takes. */
function looseRefs(path: string): ReadonlyMap<string, string> {
  const root = join(path, 'refs', 'heads');
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .filter(({ name }) => !name.endsWith('.lock'))
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [`refs/heads/${relative(root, file)}`, readFileSync(file, 'utf8').trim()] as const;
      }),
  );
}

interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
}

interface Person {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

function person(text: string): Person {
  const [, name = '', email = '', seconds = ''] = /^(.*) <(.*)> (\d+) \+0000$/.exec(text) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString() };
}

function line({ name, email, date }: Person): string {
  return `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
}

function has(repository: BareRepository, sha: string): boolean {
  try {
    git(repository, ['cat-file', '-e', sha]);
    return true;
  } catch {
    return false;
  }
}

function git(
  repository: BareRepository,
  args: readonly string[],
  input?: Buffer,
  env: Readonly<Record<string, string>> = {},
): Buffer {
  return execFileSync('git', ['--git-dir', repository.path, ...args], {
    env: testGitEnv(env),
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 2 ** 28,
    ...(input !== undefined && { input }),
  });
}
