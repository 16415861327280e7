import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Content by path; `undefined` removes a path in a commit. */
export type FilesOf = Readonly<Record<string, string | undefined>>;

export interface BareRepositoryOptions {
  /** Default branch. @default "main" */
  readonly branch?: string;
  /** @default "sha1" */
  readonly objectFormat?: 'sha1' | 'sha256';
}

/** A bare repository in a folder of its own, and what other people do to it. */
export interface BareRepository {
  readonly path: string;
  readonly branch: string;
  /** Runs git in the repository and returns its standard output without the last line break. */
  git(...args: string[]): string;
  /** Commits as another writer would, straight into the repository. Returns the new head. */
  commit(
    files: FilesOf,
    options?: { readonly branch?: string; readonly message?: string; readonly modes?: FilesOf },
  ): string;
  /** Bytes of a file at the head of a branch; undefined when there is none. */
  read(path: string, branch?: string): Buffer | undefined;
  /** Mode and path of every file at the head. */
  list(branch?: string): ReadonlyMap<string, string>;
  /** Head of a branch; undefined when it does not exist. */
  head(branch?: string): string | undefined;
  countCommits(branch?: string): number;
  /** Makes the server refuse every push, with `message` on the pusher's screen. */
  declinePushes(message?: string): void;
  remove(): void;
}

/** The environment of git in tests: none of the configuration of the machine. */
export function testGitEnv(extra: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const env = {
    PATH: process.env['PATH'],
    HOME: join(tmpdir(), 'kcdk-no-home'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...extra,
  };
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Makes a bare repository; without files it has no commit. Servers may leave out contents (`--filter`). */
export function createBareRepository(files?: FilesOf, options: BareRepositoryOptions = {}): BareRepository {
  const { branch: defaultBranch = 'main', objectFormat = 'sha1' } = options;
  const root = mkdtempSync(join(tmpdir(), 'kcdk-bare-'));
  const path = join(root, 'repo.git');
  const run = (args: readonly string[], input?: string | Buffer) =>
    execFileSync('git', [...args], {
      cwd: root,
      env: testGitEnv(),
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 2 ** 28,
    });
  const git = (...args: string[]) =>
    run(['--git-dir', path, ...args])
      .toString()
      .replace(/\n$/, '');
  const attempt = (...args: string[]) => {
    try {
      return run(['--git-dir', path, ...args]);
    } catch {
      return undefined;
    }
  };
  const repository: BareRepository = {
    path,
    branch: defaultBranch,
    git,
    commit: (changes, { branch = defaultBranch, message = 'Change by another writer', modes = {} } = {}) => {
      const parent = repository.head(branch);
      run(['--git-dir', path, 'fast-import', '--quiet'], fastImport(changes, { branch, message, modes, parent }));
      return repository.head(branch) ?? '';
    },
    read: (file, branch = defaultBranch) => attempt('cat-file', 'blob', `refs/heads/${branch}:${file}`),
    list: (branch = defaultBranch) => {
      const lines = git('ls-tree', '-r', '-z', '--full-tree', `refs/heads/${branch}`).split('\0').filter(Boolean);
      return new Map(lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.slice(0, 6)]));
    },
    head: (branch = defaultBranch) =>
      looseRef(join(path, 'refs', 'heads', branch)) ??
      attempt('rev-parse', '--verify', '--quiet', `refs/heads/${branch}`)?.toString().trim(),
    countCommits: (branch = defaultBranch) => Number(git('rev-list', '--count', `refs/heads/${branch}`)),
    declinePushes: (message = 'no pushes today') => {
      mkdirSync(join(path, 'hooks'), { recursive: true });
      const hook = join(path, 'hooks', 'pre-receive');
      writeFileSync(hook, `#!/bin/sh\ncat >/dev/null\necho '${message}' >&2\nexit 1\n`);
      chmodSync(hook, 0o755);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  const key = JSON.stringify([defaultBranch, objectFormat, Object.entries(files ?? {}), files === undefined]);
  const made = prototypes.get(key);
  if (made !== undefined) {
    cpSync(made, path, { recursive: true });
    return repository;
  }
  run(['init', '--quiet', '--bare', `--object-format=${objectFormat}`, `--initial-branch=${defaultBranch}`, path]);
  // Appended by hand: a process for every setting would be most of the time that a test takes.
  appendFileSync(
    join(path, 'config'),
    '[http]\n\treceivepack = true\n[uploadpack]\n\tallowFilter = true\n[gc]\n\tauto = 0\n',
  );
  if (files) repository.commit(files, { message: 'First commit' });
  prototypes.set(key, keepPrototype(path));
  return repository;
}

/** A process for each look at a branch would be most of the time of many tests. */
function looseRef(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'latin1').trim();
    return /^[0-9a-f]{40,64}$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Repositories as they were when new: to copy one is many times cheaper than the processes that make it. */
const prototypes = new Map<string, string>();

function keepPrototype(path: string): string {
  const root = mkdtempSync(join(tmpdir(), 'kcdk-prototype-'));
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  const kept = join(root, 'repo.git');
  cpSync(path, kept, { recursive: true });
  return kept;
}

export interface GitServerOptions {
  /** Required user and password. @default none */
  readonly auth?: { readonly username: string; readonly password: string };
  /** Answers 403 to everything that has to do with a push. */
  readonly readOnly?: boolean;
  /** False: ignores the client's wish for protocol 2, as old servers do. @default true */
  readonly protocolV2?: boolean;
  /** Sends every request to this origin. */
  readonly redirectTo?: string;
  /** Status that the first requests are answered with, one each. */
  readonly failures?: readonly number[];
}

/** A smart HTTP server on the loopback interface around `git http-backend`. */
export interface GitServer {
  readonly origin: string;
  /** URL of a repository made by `createBareRepository`. */
  url(repository: BareRepository): string;
  /** Method and path of every request, and the `Authorization` header if there was one. */
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly authorization: string | undefined;
  }[];
  /** Bytes of all answers of git so far, without heads. */
  sent(): number;
  close(): Promise<void>;
}

/** Starts a server for every repository in the temporary folder. */
export async function startGitServer(options: GitServerOptions = {}): Promise<GitServer> {
  const requests: { method: string; path: string; authorization: string | undefined }[] = [];
  const failures = [...(options.failures ?? [])];
  const count = { sent: 0 };
  const backend = join(execFileSync('git', ['--exec-path']).toString().trim(), 'git-http-backend');
  const server = createServer((request, response) => {
    requests.push({
      method: request.method ?? '',
      path: request.url ?? '',
      authorization: request.headers.authorization,
    });
    const refusal = refusalOf(request, options, failures);
    if (refusal) response.writeHead(refusal.status, refusal.headers).end(refusal.body);
    else runBackend(backend, request, response, options, count);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    origin,
    url: (repository) => `${origin}/${basename(dirname(repository.path))}/repo.git`,
    requests,
    sent: () => count.sent,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Whether the installed git can make repositories of this format. */
export function supportsObjectFormat(format: string): boolean {
  const root = mkdtempSync(join(tmpdir(), 'kcdk-format-'));
  try {
    execFileSync('git', ['init', '--quiet', '--bare', `--object-format=${format}`, root], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

// --- internal ---

interface FastImport {
  readonly branch: string;
  readonly message: string;
  readonly modes: FilesOf;
  readonly parent: string | undefined;
}

function fastImport(files: FilesOf, { branch, message, modes, parent }: FastImport): Buffer {
  const parts: Buffer[] = [];
  const add = (text: string) => parts.push(Buffer.from(text));
  const data = (text: string) => add(`data ${Buffer.byteLength(text)}\n${text}\n`);
  add(`commit refs/heads/${branch}\ncommitter Another Writer <writer@example.invalid> 1700000000 +0000\n`);
  // as git's own commands end a message
  data(message.endsWith('\n') ? message : `${message}\n`);
  if (parent) add(`from ${parent}\n`);
  for (const [path, content] of Object.entries(files)) {
    const quoted = `"${path.replace(/["\\]/g, '\\$&')}"`;
    const mode = modes[path] ?? '100644';
    if (content === undefined) add(`D ${quoted}\n`);
    else if (mode === '160000') add(`M 160000 ${content} ${quoted}\n`);
    else {
      add(`M ${mode} inline ${quoted}\n`);
      data(content);
    }
  }
  return Buffer.concat(parts);
}

interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function refusalOf(request: IncomingMessage, options: GitServerOptions, failures: number[]): Refusal | undefined {
  const failure = failures.shift();
  if (failure !== undefined) return { status: failure, headers: {}, body: 'not now' };
  if (options.redirectTo !== undefined) {
    return { status: 302, headers: { location: `${options.redirectTo}${request.url ?? ''}` }, body: '' };
  }
  if (options.auth) {
    const expected = `Basic ${Buffer.from(`${options.auth.username}:${options.auth.password}`).toString('base64')}`;
    if (request.headers.authorization !== expected) {
      return { status: 401, headers: { 'www-authenticate': 'Basic realm="git"' }, body: 'who are you' };
    }
  }
  if (options.readOnly && request.url?.includes('git-receive-pack'))
    return { status: 403, headers: {}, body: 'read only' };
  return undefined;
}

/** Runs the CGI program for one request. */
function runBackend(
  backend: string,
  request: IncomingMessage,
  response: ServerResponse,
  options: GitServerOptions,
  count: { sent: number },
): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const header = (name: string) => request.headers[name]?.toString() ?? '';
  const child = spawn(backend, {
    env: testGitEnv({
      GIT_PROJECT_ROOT: tmpdir(),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: header('content-type'),
      CONTENT_LENGTH: header('content-length') || undefined,
      HTTP_CONTENT_ENCODING: header('content-encoding') || undefined,
      GIT_PROTOCOL: options.protocolV2 === false ? undefined : header('git-protocol') || undefined,
      REMOTE_USER: 'someone',
      REMOTE_ADDR: '127.0.0.1',
    }),
  });
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  child.stderr.resume();
  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    count.sent += chunk.length;
    if (head === undefined) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end === -1) return;
    const headers: Record<string, string> = {};
    for (const line of head.subarray(0, end).toString().split('\r\n')) {
      const colon = line.indexOf(':');
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    const { status = '200', ...others } = headers;
    response.writeHead(Number.parseInt(status, 10), others);
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  child.on('close', () => response.end());
}
