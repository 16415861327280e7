import { describe, expect, it } from 'vitest';
import type { Config } from '../../lib/config/config.ts';
import { resolveLocation, resolveRepositoryLocation } from '../../lib/config/repository-location.ts';

const CONFIG: Config = {
  root: '/srv/project',
  file: '/srv/project/cdk8s.yaml',
  app: { kind: 'module', path: '/srv/project/main.ts' },
  output: '/srv/project/dist',
  project: undefined,
  repositories: {
    'acme/apps': { remote: '/mirror/apps.git', branch: 'live', credentials: { env: 'TOKEN' } },
    'acme/plain': {},
    '*': { remote: 'https://git.example/{name}/x/{name}.git', credentials: { file: '/t' } },
  },
};

describe('resolveRepositoryLocation', () => {
  it('prefers the configuration to the program', () => {
    const found = resolveRepositoryLocation(CONFIG, { name: 'acme/apps', url: 'https://a', branch: 'main' });
    expect(found).toEqual({
      name: 'acme/apps',
      url: '/mirror/apps.git',
      branch: 'live',
      credentials: { env: 'TOKEN' },
    });
  });

  it('uses `*` for repositories that are not named, and only for them', () => {
    expect(resolveRepositoryLocation(CONFIG, { name: 'x/$&', url: 'https://a', branch: 'main' })).toEqual({
      name: 'x/$&',
      url: 'https://git.example/x/$&/x/x/$&.git',
      branch: 'main',
      credentials: { file: '/t' },
    });
    const plain = resolveRepositoryLocation(CONFIG, { name: 'acme/plain', url: 'https://a' });
    expect(plain).toEqual({ name: 'acme/plain', url: 'https://a' });
  });

  it('takes no name of an object for an entry', () => {
    const bare = { ...CONFIG, repositories: {} };
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(resolveRepositoryLocation(bare, { name, url: '../r.git' })).toEqual({ name, url: '/srv/r.git' });
    }
  });
});

describe('resolveLocation', () => {
  it.each([
    ['https://git.example/a.git', 'https://git.example/a.git'],
    ['file:///a', 'file:///a'],
    ['git@github.com:acme/a.git', 'git@github.com:acme/a.git'],
    ['host:a', 'host:a'],
    ['/absolute/a', '/absolute/a'],
    ['a.git', '/base/a.git'],
    ['./with:colon', '/base/with:colon'],
    ['../{name}.git', '/{name}.git'],
    ['~/a', '/home/me/a'],
    ['~other/a', '/base/~other/a'],
  ])('%s', (location, expected) => {
    expect(resolveLocation(location, '/base', '/home/me')).toBe(expected);
  });
});
