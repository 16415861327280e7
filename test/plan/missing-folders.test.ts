import { describe, expect, it } from 'vitest';
import { createMemoryRemote } from '../../lib/repository/memory-repository.ts';
import { memoryRemotes, planTree } from '../tools/memory-platform.ts';
import { application, type RulePlatform, rulePlatform } from '../validate/rules/rule-program.ts';

const NAMES = ['acme/platform', 'acme-platform/retail', 'acme-retail/retail'];

describe('folders that Applications sync', () => {
  it('are missing when neither the program nor the repository has a file there', async () => {
    const platform = rulePlatform();
    platform.tree('one', application('a'));
    expect(await warnings(platform)).toEqual(['APPLICATION_FOLDER_MISSING acme/retail/lon1/one']);
  });

  it('are there when others write to them', async () => {
    const platform = rulePlatform();
    platform.tree('one', application('a'));
    expect(await warnings(platform, { 'registry/clusters/lon1/a/deep/motd.yaml': '# by hand\n' })).toEqual([]);
  });

  it('are nobody’s business in a repository that is not of the program', async () => {
    const platform = rulePlatform();
    const source = { repoURL: 'https://git.example.com/other/tools', path: 'a', targetRevision: 'HEAD' };
    platform.tree('one', application('a', { source }));
    expect(await warnings(platform)).toEqual([]);
  });
});

// --- internal ---

async function warnings(
  { app }: RulePlatform,
  files: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const remotes = new Map(memoryRemotes(NAMES));
  const name = 'acme-platform/retail';
  remotes.set(name, createMemoryRemote({ name, files: { 'README.md': 'By people.\n', ...files } }));
  const { bundle, close } = await planTree(app, remotes);
  await close();
  return bundle.plan.diagnostics.map(({ code, address }) => `${code} ${address}`);
}
