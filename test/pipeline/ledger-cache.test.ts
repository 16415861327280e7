import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { App, GitConnection, Organization, Platform, SecretRef } from '../../constructs/index.ts';
import { type Cache, openCache } from '../../lib/cache/cache.ts';
import { compile } from '../../lib/compile.ts';
import { planProgram } from '../../lib/pipeline.ts';
import { ledgerPath } from '../../lib/plan/ledger.ts';
import type { MemoryRemote } from '../../lib/repository/memory-repository.ts';
import type { Repository } from '../../lib/repository/repository.ts';
import { applyPlan, memoryRemotes, planTree, type Remotes, STRICT } from '../tools/memory-platform.ts';

let folder: string;
let cache: Cache;
let remotes: Remotes;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kcdk-ledger-'));
  cache = openCache({ folder, version: '0.0.0' });
  remotes = memoryRemotes(['acme/platform', 'acme/retail', 'retail/apps']);
  await applyPlan(await planTree(program('Retail'), remotes));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('reads no ledger that says what an apply of the program would write', async () => {
  const { plan, read } = await planCounting(program('Retail'));
  expect(plan).toMatchObject({ complete: true, resource_changes: [] });
  expect(read).toEqual([]);
});

it('reads each other ledger once', async () => {
  const ledgers = ledgerIds();
  const first = await planCounting(program('Retail and more'));
  const changed = first.plan.repositories.filter(({ files }) => files.length > 0).map(({ ledger }) => ledger.before);
  expect(changed).not.toEqual([]);
  expect(first.read.filter((id) => ledgers.includes(id)).toSorted()).toEqual(changed.toSorted());
  const second = await planCounting(program('Retail and more'));
  expect(second.plan).toEqual(first.plan);
  expect(second.read.filter((id) => ledgers.includes(id))).toEqual([]);
});

it('reads a ledger again when it has changed', async () => {
  await planCounting(program('Retail and more'));
  const before = ledgerIds();
  await applyPlan(await planTree(program('Retail and less'), remotes));
  const changed = ledgerIds().filter((id) => !before.includes(id));
  expect(changed).not.toEqual([]);
  const { read } = await planCounting(program('Retail and more'));
  expect(read.filter((id) => [...before, ...changed].includes(id))).toEqual(changed);
});

it('does not believe a cache that holds another text', async () => {
  const ledgers = ledgerIds();
  const first = await planCounting(program('Retail and more'));
  expect(first.read.filter((id) => ledgers.includes(id))).not.toEqual([]);
  for (const id of ledgers) cache.put('ledger.json', id, '{}');
  expect(await planCounting(program('Retail and more'))).toEqual(first);
});

// --- internal ---

function program(displayName: string): App {
  const app = new App();
  const repository = (name: string) => ({ url: `https://git.example.com/${name}` });
  const acme = new Platform(app, 'acme', { domain: 'acme.dev', repository: repository('acme/platform') });
  new Organization(acme, 'retail', {
    displayName,
    git: GitConnection.pat({ organization: 'retail', credentials: SecretRef.vault('argocd/retail') }),
    platformRepository: repository('acme/retail'),
    applicationRepository: repository('retail/apps'),
  });
  return app;
}

function ledgerIds(): readonly string[] {
  const ids = [...remotes.values()].map((remote) => remote.commits().at(-1)?.files.get(ledgerPath('acme'))?.blob);
  return ids.filter((id) => id !== undefined).sort();
}

/** Plans with the cache, and notes the blobs that the remotes were asked for. */
async function planCounting(root: App) {
  const read: string[] = [];
  const planned = await planProgram(
    {
      config: {
        root: '/project',
        file: '/project/cdk8s.yaml',
        app: { kind: 'module', path: '/project/main.ts' },
        output: '/project/dist',
        project: undefined,
        repositories: {},
      },
      compilation: compile(root),
    },
    {
      kcdkVersion: '0.0.0',
      compare: STRICT,
      git: { env: {} },
      cache,
      open: ({ name }) => counting(remotes.get(name), read),
    },
  );
  await planned.close();
  return { plan: planned.bundle.plan, read };
}

function counting(remote: MemoryRemote | undefined, read: string[]): Repository {
  if (remote === undefined) throw new Error('the program has a repository that the test lacks');
  const repository = remote.open();
  return {
    ...repository,
    read: (snapshot, blobs) => {
      const wanted = [...blobs];
      read.push(...wanted);
      return repository.read(snapshot, wanted);
    },
  };
}
