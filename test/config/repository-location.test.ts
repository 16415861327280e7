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
    'acme/branch': { branch: 'live' },
    'acme/token': { credentials: { env: 'OTHER' } },
    'acme/elsewhere': { remote: 'https://other.example/a.git' },
    'acme/port': { remote: 'https://git.example:8443/a.git' },
    'acme/near': { remote: 'https://git.example/near.git' },
    'acme/shell': { remote: 'git@git.example:a.git' },
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

  it('uses `*` for repositories that are not named', () => {
    expect(resolveRepositoryLocation(CONFIG, { name: 'x/$&', url: 'https://a', branch: 'main' })).toEqual({
      name: 'x/$&',
      url: 'https://git.example/x/$&/x/x/$&.git',
      branch: 'main',
      credentials: { file: '/t' },
    });
  });

  const TEMPLATE = (name: string) => `https://git.example/${name}/x/${name}.git`;
  it.each([
    ['nothing', 'acme/plain', { url: TEMPLATE('acme/plain'), credentials: { file: '/t' } }],
    ['a branch', 'acme/branch', { url: TEMPLATE('acme/branch'), branch: 'live', credentials: { file: '/t' } }],
    ['credentials', 'acme/token', { url: TEMPLATE('acme/token'), credentials: { env: 'OTHER' } }],
    ['a remote on the same server', 'acme/near', { url: 'https://git.example/near.git', credentials: { file: '/t' } }],
    ['a remote on another server', 'acme/elsewhere', { url: 'https://other.example/a.git' }],
    ['a remote on another port', 'acme/port', { url: 'https://git.example:8443/a.git' }],
    ['a remote by SSH', 'acme/shell', { url: 'git@git.example:a.git' }],
  ])('takes from `*` what an entry with %s does not say, but no credentials for another server', (_, name, place) => {
    expect(resolveRepositoryLocation(CONFIG, { name, url: 'https://a' })).toEqual({ name, ...place });
  });

  it('takes the branch of `*`, and its credentials where neither says a remote', () => {
    const config: Config = {
      ...CONFIG,
      repositories: {
        'acme/a': { branch: 'live' },
        'acme/b': { remote: 'https://b' },
        '*': { branch: 'all', credentials: { env: 'T' } },
      },
    };
    const [a, b] = ['acme/a', 'acme/b'].map((name) => resolveRepositoryLocation(config, { name, url: 'https://a' }));
    expect(a).toEqual({ name: 'acme/a', url: 'https://a', branch: 'live', credentials: { env: 'T' } });
    expect(b).toEqual({ name: 'acme/b', url: 'https://b', branch: 'all' });
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
