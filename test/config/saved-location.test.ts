import { describe, expect, it } from 'vitest';
import type { Config, RepositoryOverride } from '../../lib/config/config.ts';
import { resolveRecordedLocation, resolveSavedLocation } from '../../lib/config/saved-location.ts';
import { codeOf } from '../tools/code-of.ts';

const credentials = { env: 'TOKEN' } as const;

function configWith(repositories: Readonly<Record<string, RepositoryOverride>>): Config {
  return {
    root: '/p',
    file: '/p/cdk8s.yaml',
    app: { kind: 'module', path: '/p/main.ts' },
    output: '/p/dist',
    project: undefined,
    repositories,
  };
}

const saved = (url: string) => ({ name: 'a/b', url, branch: 'main' });

describe('a repository of a saved plan', () => {
  it('is entered without credentials where none are configured', () => {
    expect(resolveSavedLocation(undefined, saved('https://evil.example.com/a/b'))).toEqual(
      saved('https://evil.example.com/a/b'),
    );
    expect(resolveSavedLocation(configWith({}), saved('/tmp/x'))).toEqual(saved('/tmp/x'));
  });

  it.each([
    [
      'the remote that is configured for it',
      { 'a/b': { remote: 'https://git.example.com/a/b', credentials } },
      'https://git.example.com/a/b',
    ],
    [
      'the remote that is configured for all',
      { '*': { remote: 'https://git.example.com/{name}', credentials } },
      'https://git.example.com/a/b',
    ],
    [
      'the remote that is configured for all, with a branch of its own',
      { 'a/b': { branch: 'live' }, '*': { remote: 'https://git.example.com/{name}', credentials } },
      'https://git.example.com/a/b',
    ],
    ['a public host', { '*': { credentials } }, 'https://github.com/a/b'],
    [
      'a public host, with a branch of its own',
      { 'a/b': { branch: 'live' }, '*': { credentials } },
      'https://github.com/a/b',
    ],
  ] as const)('gets the credentials at %s', (_, repositories, url) => {
    expect(resolveSavedLocation(configWith(repositories), saved(url))).toMatchObject({ ...saved(url), credentials });
  });

  it.each([
    ['another host', { '*': { credentials } }, 'https://evil.example.com/a/b'],
    ['a host that starts like a public one', { '*': { credentials } }, 'https://github.com.evil.example.com/a/b'],
    ['a public host without encryption', { '*': { credentials } }, 'http://github.com/a/b'],
    [
      'another host, with a branch of its own',
      { 'a/b': { branch: 'live' }, '*': { remote: 'https://git.example.com/{name}', credentials } },
      'https://evil.example.com/a/b',
    ],
    [
      'another remote than configured',
      { 'a/b': { remote: 'https://git.example.com/a/b', credentials } },
      'https://git.example.com/a/c',
    ],
  ] as const)('gets no credentials at %s', (_, repositories, url) => {
    expect(codeOf(() => resolveSavedLocation(configWith(repositories), saved(url)))).toBe('PLAN_REMOTE_UNTRUSTED');
  });
});

describe('a repository that a record in git names', () => {
  const url = 'https://git.example.com/a/b';
  const recorded = { name: 'a/b', url, branch: undefined };
  const declared = { name: 'x/y', url: 'https://git.example.com/x/y', credentials };

  it('gets the credentials where a declared repository gets the same', () => {
    const config = configWith({ '*': { credentials } });
    expect(resolveRecordedLocation(config, recorded, [declared])).toEqual({ name: 'a/b', url, credentials });
  });

  it('is where the configuration says', () => {
    const config = configWith({ '*': { remote: 'https://mirror.example.com/{name}', credentials } });
    expect(resolveRecordedLocation(config, recorded, []).url).toBe('https://mirror.example.com/a/b');
  });

  it.each([
    ['no declared repository is', []],
    ['declared repositories get others', [{ ...declared, credentials: { env: 'OTHER' } }]],
    ['declared repositories are entered on another port', [{ ...declared, url: 'https://git.example.com:8443/x/y' }]],
  ])('gets none where %s', (_, others) => {
    const config = configWith({ '*': { credentials } });
    expect(codeOf(() => resolveRecordedLocation(config, recorded, others))).toBe('PLAN_REMOTE_UNTRUSTED');
  });
});
