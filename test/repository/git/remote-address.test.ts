import { describe, expect, it } from 'vitest';
import { KcdkError } from '../../../lib/diagnostics/error.ts';
import { isBranchName, parseRemoteAddress } from '../../../lib/repository/git/remote-address.ts';

function parse(url: string, branch?: string) {
  return parseRemoteAddress({ name: 'platform', url, branch }, '/project');
}

function codesOf(url: string, branch?: string): readonly string[] {
  try {
    parse(url, branch);
    return [];
  } catch (caught) {
    if (!KcdkError.is(caught)) throw caught;
    return caught.diagnostics.map((problem) => problem.code);
  }
}

describe('parseRemoteAddress', () => {
  it.each([
    ['/srv/repo.git', { url: '/srv/repo.git', transport: 'local', path: '/srv/repo.git' }],
    ['../repo.git', { url: '/repo.git', transport: 'local', path: '/repo.git' }],
    ['./a:b.git', { url: '/project/a:b.git', transport: 'local', path: '/project/a:b.git' }],
    ['file:///srv/a%20b.git', { url: 'file:///srv/a%20b.git', transport: 'local', path: '/srv/a b.git' }],
    [
      'https://git.example/x.git',
      { url: 'https://git.example/x.git', transport: 'http', origin: 'https://git.example' },
    ],
    [
      'http://git.example:8080/x',
      { url: 'http://git.example:8080/x', transport: 'http', origin: 'http://git.example:8080' },
    ],
    ['git@git.example:acme/x.git', { url: 'git@git.example:acme/x.git', transport: 'ssh' }],
    ['ssh://git@git.example:22/x.git', { url: 'ssh://git@git.example:22/x.git', transport: 'ssh' }],
    ['git://git.example/x.git', { url: 'git://git.example/x.git', transport: 'git' }],
  ])('reads %s', (url, expected) => {
    expect(parse(url)).toEqual(expected);
  });

  it.each([
    '',
    ' ',
    '-upload-pack=touch',
    '--all',
    'ext::sh -c id',
    'fd::17',
    'ftp://h/x',
    'a\nb',
    'ssh://-oProxyCommand=id/x',
    'git@-oProxyCommand=id:x',
    'file://host/x',
  ])('refuses %j', (url) => {
    expect(codesOf(url)).toEqual(['REPOSITORY_URL_INVALID']);
  });

  it.each([
    'https://user:hunter2@h/x',
    'https://hunter2@h/x',
    'HTTPS://hunter2@h/x',
    'ssh://u:hunter2@h/x',
    'git://hunter2@h/x',
  ])('refuses %s without repeating the secret', (url) => {
    try {
      parse(url);
      expect.unreachable();
    } catch (caught) {
      if (!KcdkError.is(caught)) throw caught;
      expect(caught.code).toBe('REPOSITORY_URL_HAS_CREDENTIALS');
      expect(JSON.stringify([caught.message, caught.diagnostics])).not.toContain('hunter2');
    }
  });

  it('reports a bad address and a bad branch together', () => {
    expect(codesOf('-x', '..')).toEqual(['REPOSITORY_URL_INVALID', 'REPOSITORY_BRANCH_INVALID']);
  });
});

describe('isBranchName', () => {
  it.each(['main', 'env/dev', 'a.b', 'ü', 'x@y'])('accepts %s', (name) => {
    expect(isBranchName(name)).toBe(true);
  });
  it.each([
    '',
    '@',
    'HEAD',
    '-x',
    'a..b',
    'a b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[',
    'a\\b',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.lock',
    'a.',
    'a@{1}',
    'refs/heads/main',
    'a\u0000',
  ])('refuses %j', (name) => {
    expect(isBranchName(name)).toBe(false);
  });
});
