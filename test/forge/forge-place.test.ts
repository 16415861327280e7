import { describe, expect, it } from 'vitest';
import { defaultApi, findForge, forgesOfJob, hostAndPath, PUBLIC_FORGES } from '../../lib/forge/forge-place.ts';

describe('the API of a repository', () => {
  it.each([
    ['https://github.com/acme/gitops.git', 'https://api.github.com', 'acme/gitops'],
    ['git@github.com:acme/gitops.git', 'https://api.github.com', 'acme/gitops'],
    ['ssh://git@GitHub.com:22/acme/gitops/', 'https://api.github.com', 'acme/gitops'],
    ['https://acme.ghe.com/acme/gitops', 'https://api.acme.ghe.com', 'acme/gitops'],
    ['https://gitlab.com/acme/platform/gitops.git', 'https://gitlab.com/api/v4', 'acme/platform/gitops'],
  ])('of %s is known', (url, api, path) => {
    expect(findForge(url, PUBLIC_FORGES)).toMatchObject({ api, path });
  });

  it.each([
    'https://github.com.evil.example/acme/gitops',
    'https://evil.example/github.com/acme',
    'https://ghe.com/acme/gitops',
    'https://a.b.ghe.com/acme/gitops',
    '/srv/git/acme/gitops.git',
    'C:/git/gitops.git',
    'file:///srv/git/gitops.git',
    '../gitops',
    'https://github.com/',
    'https://github.com/acme',
    '__proto__:acme/gitops',
  ])('of %s is not', (url) => {
    expect(findForge(url, PUBLIC_FORGES)).toBeUndefined();
  });

  it('is told apart by port for HTTP, not for ssh', () => {
    expect(hostAndPath('http://127.0.0.1:8080/a/b.git')).toEqual({ host: '127.0.0.1:8080', path: 'a/b' });
    expect(hostAndPath('ssh://git@ghe.acme.dev:2222/a/b.git')).toEqual({ host: 'ghe.acme.dev', path: 'a/b' });
  });

  it('is that of the running CI job', () => {
    const env = { GITHUB_SERVER_URL: 'https://ghe.acme.dev', GITHUB_API_URL: 'https://ghe.acme.dev/api/v3' };
    expect(forgesOfJob(env)).toEqual({ 'ghe.acme.dev': { provider: 'github', api: 'https://ghe.acme.dev/api/v3' } });
    expect(forgesOfJob({ CI_SERVER_URL: 'https://git.acme.dev:8443' })).toEqual({
      'git.acme.dev:8443': { provider: 'gitlab', api: 'https://git.acme.dev:8443/api/v4' },
    });
    expect(forgesOfJob({ GITHUB_SERVER_URL: 'nonsense', CI_SERVER_URL: '' })).toEqual({});
  });

  it('has a usual place', () => {
    expect(defaultApi('github.com', 'github')).toBe('https://api.github.com');
    expect(defaultApi('ghe.acme.dev', 'github')).toBe('https://ghe.acme.dev/api/v3');
    expect(defaultApi('github.com', 'gitlab')).toBe('https://github.com/api/v4');
  });
});
