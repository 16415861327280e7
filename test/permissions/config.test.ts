import { describe, expect, it } from 'vitest';
import { openCache } from '../../lib/cache/cache.ts';
import { loadConfig } from '../../lib/config/load-config.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import type { PermissionSettings } from '../../lib/permissions/settings.ts';
import { rejection, temporaryFolder } from '../config/temporary-folder.ts';

function files(section: string) {
  const lines = section.replaceAll(/^/gm, '    ');
  return { 'main.ts': '', 'cdk8s.yaml': `app: main.ts\nkonstruct:\n  permissions:\n${lines}\n` };
}

async function load(section: string): Promise<PermissionSettings | undefined> {
  return (await loadConfig({ cwd: temporaryFolder(files(section)), env: {} })).permissions;
}

describe('the permissions of cdk8s.yaml', () => {
  it('are read, with what counts where nothing is said', async () => {
    const section = `matrix: '0.5.2'
actor: jane@acme.dev
overrides:
  environment: { Team Admin: RWD, Developer: none }
users:
  jane@acme.dev: { groups: [devs, devs] }
  root@acme.dev: { superUser: true }
  nobody@acme.dev:`;
    const permissions = await load(section);
    expect(permissions).toEqual({
      matrix: '0.5.2',
      actor: 'jane@acme.dev',
      overrides: { environment: { 'Team Admin': 'RWD', Developer: 'none' } },
      users: {
        'jane@acme.dev': { groups: ['devs', 'devs'], superUser: false },
        'root@acme.dev': { groups: [], superUser: true },
        'nobody@acme.dev': { groups: [], superUser: false },
      },
    });
    expect(Object.isFrozen(permissions) && Object.isFrozen(permissions?.users)).toBe(true);
    expect(await load('users: {}')).toEqual({ matrix: '0.6', actor: undefined, overrides: {}, users: {} });
    expect(await load('')).toBeUndefined();
  });

  it('take a matrix without quotes, which YAML reads as a number', async () => {
    expect((await load('matrix: 0.5'))?.matrix).toBe('0.5');
    expect((await load('matrix: 0.6'))?.matrix).toBe('0.6');
    expect((await load('matrix: 0.5.1'))?.matrix).toBe('0.5.1');
  });

  it('are the same from the cache', async () => {
    const cwd = temporaryFolder(files('matrix: 0.5\nusers: { jane: { groups: [devs] } }'));
    const cache = openCache({ folder: temporaryFolder(), version: '0' });
    const first = await loadConfig({ cwd, env: {}, cache });
    expect(await loadConfig({ cwd, env: {}, cache })).toEqual(first);
    expect(first.permissions?.matrix).toBe('0.5');
  });

  it.each<[string, string, ...(readonly [string, number, number])[]]>([
    ['a matrix that was never published', "matrix: '0.7'", ['CONFIG_BAD_VALUE', 4, 13]],
    ['a misspelt key', 'matrx: 0.6', ['CONFIG_UNKNOWN_KEY', 4, 5]],
    ['an actor of spaces', 'actor: " "', ['CONFIG_BAD_VALUE', 4, 12]],
    ['a resource of no matrix', 'overrides:\n  enviroment: { Developer: R }', ['CONFIG_UNKNOWN_KEY', 5, 7]],
    ['a role of no matrix', 'overrides:\n  environment: { Develper: R }', ['CONFIG_UNKNOWN_KEY', 5, 22]],
    ['less for a Platform Admin', 'overrides:\n  environment: { Platform Admin: R }', ['CONFIG_UNKNOWN_KEY', 5, 22]],
    ['letters in another order', 'overrides:\n  environment: { Developer: WR }', ['CONFIG_BAD_VALUE', 5, 33]],
    ['groups that are no list', 'users:\n  jane: { groups: devs }', ['CONFIG_WRONG_TYPE', 5, 23]],
    ['a misspelt key of a user', 'users:\n  jane: { group: [devs] }', ['CONFIG_UNKNOWN_KEY', 5, 15]],
    ['a super-user who is no truth', 'users:\n  jane: { superUser: maybe }', ['CONFIG_WRONG_TYPE', 5, 26]],
    [
      'several mistakes',
      'matrix: 1\nusers:\n  jane: { groups: [""], superuser: true }',
      ['CONFIG_BAD_VALUE', 4, 13],
      ['CONFIG_BAD_VALUE', 6, 24],
      ['CONFIG_UNKNOWN_KEY', 6, 29],
    ],
  ])('are refused with %s', async (_, section, ...expected) => {
    const reason = await rejection(load(section));
    if (!KcdkError.is(reason)) throw reason;
    expect(reason.diagnostics.map(({ code, source }) => [code, source?.line, source?.column])).toEqual(expected);
  });
});
