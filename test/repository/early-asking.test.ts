import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cache, openCache } from '../../lib/cache/cache.ts';
import type { Config, RepositoryOverride } from '../../lib/config/config.ts';
import { resolveRepositoryLocation } from '../../lib/config/repository-location.ts';
import { askEarly, type EarlyAsking } from '../../lib/early-asking.ts';
import type { PlatformRepository } from '../../lib/model/repository-location.ts';
import {
  type BareRepository,
  createBareRepository,
  type GitServer,
  startGitServer,
  testGitEnv,
} from '../tools/git-server.ts';

let folder: string;
let cache: Cache;
let server: GitServer;
let bare: BareRepository;
const started: EarlyAsking[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kcdk-asking-'));
  cache = openCache({ folder: join(folder, 'cache'), version: '0.0.0' });
  server = await startGitServer();
  bare = createBareRepository({ 'a.yaml': '1\n' });
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((early) => early.close()));
  await server.close();
  bare.remove();
  rmSync(folder, { recursive: true, force: true });
});

const configOf = (repositories: Readonly<Record<string, RepositoryOverride>> = {}, file = 'cdk8s.yaml'): Config => ({
  root: folder,
  file: join(folder, file),
  app: { kind: 'module', path: join(folder, 'main.ts') },
  output: join(folder, 'dist'),
  project: undefined,
  repositories,
});
const early = (part?: string): EarlyAsking => {
  const asking = askEarly({ git: { env: testGitEnv({ TOKEN: 'secret' }) }, cache, parallelism: 10, part });
  started.push(asking);
  return asking;
};
const located = (config: Config, url: string) => {
  const declared = { name: 'r', url, branch: 'main' } as PlatformRepository;
  return { declared, location: resolveRepositoryLocation(config, declared) };
};
/** What a second run asks early that finds the same repository in the program. */
const askedAgain = async (before: Config, now: Config, url: string): Promise<number> => {
  await early().settle([located(before, url)], before);
  const next = early();
  next.start(now);
  await next.settle([located(now, url)], now);
  return server.requests.length;
};
/** Everything that is written down of repositories. */
const written = (): string => {
  const asked = join(folder, 'cache', 'kcdk-0.0.0', 'asked');
  return readdirSync(asked)
    .map((name) => readFileSync(join(asked, name), 'utf8'))
    .join();
};

describe('what is remembered of a plan', () => {
  it('is asked by the next one', async () => {
    const config = configOf();
    expect(await askedAgain(config, config, server.url(bare))).toBeGreaterThan(0);
    expect(started[1]?.take(located(config, server.url(bare)).location)?.commit).toBe(bare.head());
  });

  it('is nothing at first, of another file, or of another part', async () => {
    const config = configOf();
    early().start(config);
    await early().settle([located(config, server.url(bare))], config);
    early().start(configOf({}, 'other.yaml'));
    early('1/2').start(config);
    await Promise.all(started.map((asking) => asking.close()));
    expect(server.requests).toEqual([]);
  });

  it.each([
    (url: string) => url.replace('//', '//user:hidden@'),
    (url: string) => url.replace('//', '//hidden@'),
    (url: string) => `${url}?access=hidden`,
    (url: string) => `${url}#hidden`,
    () => 'ssh://git:hidden@host.invalid/r.git',
    (url: string) => `${url}/ghp_${'hidden'.repeat(6)}`,
  ])('holds no secret of an address (%#)', async (spoil) => {
    const config = configOf();
    await early().settle([located(config, spoil(server.url(bare))), located(config, 'https://host.invalid/x')], config);
    expect(written()).toContain('https://host.invalid/x');
    expect(written()).not.toContain('hidden');
  });
});

describe('a token of the configuration', () => {
  const credentials = { env: 'TOKEN' };

  it('goes to an address of the configuration', async () => {
    const config = configOf({ '*': { credentials, remote: server.url(bare) } });
    expect(await askedAgain(config, config, 'https://host.invalid/r')).toBeGreaterThan(0);
    expect(server.requests.at(-1)?.authorization).toBe(
      `Basic ${Buffer.from('x-access-token:secret').toString('base64')}`,
    );
    expect(written()).not.toContain('secret');
  });

  it('never goes to an address that only the memory has', async () => {
    const config = configOf({ '*': { credentials } });
    expect(await askedAgain(config, config, server.url(bare))).toBe(0);
  });
});

describe('the configuration of the run', () => {
  it('says where a repository is', async () => {
    const other = await startGitServer();
    try {
      const url = server.url(bare);
      await askedAgain(configOf(), configOf({ r: { remote: other.url(bare) } }), url);
      expect({ here: server.requests.length, there: other.requests.length > 0 }).toEqual({ here: 0, there: true });
    } finally {
      await other.close();
    }
  });
});
