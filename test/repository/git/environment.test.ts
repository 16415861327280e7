import { describe, expect, it } from 'vitest';
import { gitEnvironment } from '../../../lib/repository/git/environment.ts';

describe('gitEnvironment', () => {
  it('drops what points git elsewhere and keeps what says how to reach a server', () => {
    const env = gitEnvironment({
      gitDir: '/store',
      inherited: {
        PATH: '/bin',
        HOME: '/home/me',
        https_proxy: 'http://proxy',
        GIT_DIR: '/elsewhere',
        GIT_WORK_TREE: '/elsewhere',
        GIT_INDEX_FILE: '/elsewhere',
        GIT_OBJECT_DIRECTORY: '/elsewhere',
        GIT_NAMESPACE: 'x',
        GIT_TRACE_CURL: '1',
        GIT_CONFIG_PARAMETERS: "'core.hooksPath'='/evil'",
        GIT_SSL_CAINFO: '/ca.pem',
        GIT_CONFIG_GLOBAL: '/my/config',
        EDITOR: 'vi',
        SSH_ASKPASS: '/usr/bin/ask',
        GONE: undefined,
      },
    });
    expect(env).toMatchObject({ PATH: '/bin', HOME: '/home/me', https_proxy: 'http://proxy', GIT_DIR: '/store' });
    expect(env).toMatchObject({ GIT_SSL_CAINFO: '/ca.pem', GIT_CONFIG_GLOBAL: '/my/config', GIT_TERMINAL_PROMPT: '0' });
    expect(env).toMatchObject({ GIT_ASKPASS: '', LC_ALL: 'C' });
    for (const name of ['GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_NAMESPACE', 'GIT_TRACE_CURL']) {
      expect(env).not.toHaveProperty(name);
    }
    for (const name of ['GIT_CONFIG_PARAMETERS', 'EDITOR', 'SSH_ASKPASS', 'GONE']) expect(env).not.toHaveProperty(name);
  });

  it('adds its configuration behind that of the user', () => {
    const inherited = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.hooksPath', GIT_CONFIG_VALUE_0: '/mine' };
    const env = gitEnvironment({ inherited, gitDir: '/store', config: [['a.b', 'c']] });
    const count = Number(env['GIT_CONFIG_COUNT']);
    const entries = Array.from({ length: count }, (_, index) => [
      env[`GIT_CONFIG_KEY_${index}`],
      env[`GIT_CONFIG_VALUE_${index}`],
    ]);
    expect(entries[0]).toEqual(['core.hooksPath', '/mine']);
    expect(entries.findLast(([key]) => key === 'core.hooksPath')).toEqual(['core.hooksPath', '/dev/null']);
    expect(entries).toContainEqual(['protocol.ext.allow', 'never']);
    expect(entries.at(-1)).toEqual(['a.b', 'c']);
  });

  it('lets git keep its memory, unless the user says how much', () => {
    const name = 'MALLOC_TRIM_THRESHOLD_';
    const of = (inherited: Record<string, string>) => gitEnvironment({ inherited, gitDir: '/store' })[name];
    expect(Number(of({}))).toBeGreaterThan(1024 * 1024);
    expect(of({ [name]: '131072' })).toBe('131072');
  });

  it('silences ssh only where the user did not say how to run it', () => {
    const quiet = (inherited: Record<string, string>) =>
      gitEnvironment({ inherited, gitDir: '/store', quietSsh: true })['GIT_SSH_COMMAND'];
    expect(quiet({})).toBe('ssh -oBatchMode=yes');
    expect(quiet({ GIT_SSH_COMMAND: 'my-ssh' })).toBe('my-ssh');
    expect(quiet({ GIT_SSH: '/my/ssh' })).toBeUndefined();
    expect(gitEnvironment({ inherited: {}, gitDir: '/store' })['GIT_SSH_COMMAND']).toBeUndefined();
  });

  it('asks no program of the user when it has credentials of its own', () => {
    const inherited = { GIT_ASKPASS: '/my/askpass' };
    expect(gitEnvironment({ inherited, gitDir: '/store' })['GIT_ASKPASS']).toBe('/my/askpass');
    expect(gitEnvironment({ inherited, gitDir: '/store', ownCredentials: true })['GIT_ASKPASS']).toBe('');
  });
});
