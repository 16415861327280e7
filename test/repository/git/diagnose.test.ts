import { describe, expect, it } from 'vitest';
import { diagnose, tellingLines } from '../../../lib/repository/git/diagnose.ts';

describe('diagnose', () => {
  it.each([
    ["fatal: unable to access 'http://h/x/': Could not resolve host: h", 'REPOSITORY_UNREACHABLE'],
    [
      "fatal: unable to access 'http://h/x/': Failed to connect to h port 80 after 0 ms: Couldn't connect to server",
      'REPOSITORY_UNREACHABLE',
    ],
    ["fatal: unable to access 'http://h/x/': The requested URL returned error: 503", 'REPOSITORY_UNREACHABLE'],
    [
      'ssh: connect to host h port 22: Connection refused\nfatal: Could not read from remote repository.',
      'REPOSITORY_UNREACHABLE',
    ],
    ["fatal: could not read Username for 'https://h': terminal prompts disabled", 'REPOSITORY_AUTHENTICATION_FAILED'],
    ['remote: HTTP Basic: Access denied\nfatal: Authentication failed for …', 'REPOSITORY_AUTHENTICATION_FAILED'],
    [
      "fatal: unable to access 'https://h/x/': The requested URL returned error: 403",
      'REPOSITORY_AUTHENTICATION_FAILED',
    ],
    [
      'git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.',
      'REPOSITORY_AUTHENTICATION_FAILED',
    ],
    [
      "fatal: '/x' does not appear to be a git repository\nfatal: Could not read from remote repository.",
      'REPOSITORY_NOT_FOUND',
    ],
    ["remote: Repository not found.\nfatal: repository 'https://h/x/' not found", 'REPOSITORY_NOT_FOUND'],
    ['Host key verification failed.\nfatal: Could not read from remote repository.', 'REPOSITORY_HOST_UNVERIFIED'],
    [
      "fatal: unable to access 'https://h/': SSL certificate problem: self-signed certificate",
      'REPOSITORY_HOST_UNVERIFIED',
    ],
    ["fatal: detected dubious ownership in repository at '/x'", 'REPOSITORY_OWNER_UNTRUSTED'],
    ["fatal: unable to access 'http://h/': The requested URL returned error: 302", 'REPOSITORY_REDIRECTED'],
    ["fatal: couldn't find remote ref refs/heads/x", 'REPOSITORY_BRANCH_MISSING'],
    ['fatal: remote error: upload-pack: not our ref abc', 'REPOSITORY_BLOB_MISSING'],
    ['error: unable to write file: No space left on device', 'REPOSITORY_STORE_FAILED'],
    ['fatal: something new', 'REPOSITORY_READ_FAILED'],
  ])('reads %j of a fetch', (stderr, code) => {
    expect(diagnose(stderr, 128, 'read').code).toBe(code);
  });

  it.each([
    ["fatal: unable to access 'https://h/x/': The requested URL returned error: 403", 'REPOSITORY_READ_ONLY'],
    ['fatal: remote error: service not enabled: /x', 'REPOSITORY_READ_ONLY'],
    ['ERROR: The key you are authenticating with has been marked as read only.', 'REPOSITORY_READ_ONLY'],
    ['ERROR: Permission to acme/x.git denied to deploy key', 'REPOSITORY_READ_ONLY'],
    ['remote: This repository was archived so it is read-only.\nfatal: … error: 403', 'REPOSITORY_READ_ONLY'],
    ['error: remote unpack failed: unable to create temporary object directory', 'REPOSITORY_READ_ONLY'],
    [
      'remote: error: insufficient permission for adding an object to repository database ./objects',
      'REPOSITORY_READ_ONLY',
    ],
    ['git@h: Permission denied (publickey).', 'REPOSITORY_AUTHENTICATION_FAILED'],
    ['remote: fatal: write error: No space left on device', 'REPOSITORY_PUSH_FAILED'],
    ['fatal: something new', 'REPOSITORY_PUSH_FAILED'],
  ])('reads %j of a push', (stderr, code) => {
    expect(diagnose(stderr, 128, 'write').code).toBe(code);
  });

  it('calls only what the network broke transient', () => {
    expect(diagnose('fatal: early EOF', 128, 'read').transient).toBe(true);
    expect(diagnose('Authentication failed', 128, 'read').transient).toBe(false);
  });

  it('takes a refused option for an old git', () => {
    expect(diagnose("error: unknown option `refetch'", 129, 'read').code).toBe('REPOSITORY_GIT_TOO_OLD');
  });
});

describe('tellingLines', () => {
  it('keeps what went wrong and drops progress, hints and repetitions', () => {
    const stderr = 'remote: Counting objects: 5\rremote: no\nremote: no\nhint: try this\nTo http://h\nfatal: bad\n';
    expect(tellingLines(stderr)).toBe('remote: no\nfatal: bad');
  });

  it('is bounded however much a server says', () => {
    expect(
      tellingLines(Array.from({ length: 10_000 }, (_, index) => `${index}${'x'.repeat(1_000)}`).join('\n')).length,
    ).toBeLessThan(7_000);
  });
});
