import { describe, expect, it } from 'vitest';
import type { Config } from '../../lib/config/config.ts';
import { locateTemplate } from '../../lib/config/locate-template.ts';
import type { PlatformRepository } from '../../lib/model/repository-location.ts';

const origin = { address: 'acme/retail', position: () => undefined };
const PLATFORM = [
  { name: 'acme/retail-gitops', url: 'https://git.example.com/acme/retail-gitops', origin },
  { name: 'local', url: '/repositories/acme/local.git', origin },
] as unknown as readonly PlatformRepository[];

const token = (env: string) => ({ credentials: { env } });

function credentialsFor(url: string, repositories: Config['repositories']) {
  const config = { root: '/project', repositories } as Config;
  return locateTemplate({ url, path: 'x', ref: undefined } as never, '/project', config, PLATFORM).credentials;
}

describe('how the repository of a template is entered', () => {
  it.each([
    ['by its own entry', 'https://git.example.com/acme/catalog', { 'acme/catalog': token('CATALOG') }, 'CATALOG'],
    [
      'as the one it is',
      'git@git.example.com:acme/retail-gitops.git',
      { 'acme/retail-gitops': token('RETAIL') },
      'RETAIL',
    ],
    [
      'as one of its owner',
      'https://git.example.com/acme/catalog.git',
      { 'acme/retail-gitops': token('RETAIL') },
      'RETAIL',
    ],
    [
      'rather by its own entry',
      'https://git.example.com/acme/catalog',
      { 'acme/retail-gitops': token('A'), 'acme/catalog': token('B') },
      'B',
    ],
    [
      'by nothing on another host',
      'https://evil.example.com/acme/catalog',
      { 'acme/retail-gitops': token('RETAIL'), '*': token('ALL') },
      undefined,
    ],
    [
      'by nothing of another owner',
      'https://git.example.com/other/catalog',
      { 'acme/retail-gitops': token('RETAIL'), '*': token('ALL') },
      undefined,
    ],
    ['by nothing for a path', '/repositories/acme/catalog.git', { '*': token('ALL') }, undefined],
  ])('%s', (_, url, repositories, env) => {
    expect(credentialsFor(url, repositories)).toEqual(env === undefined ? undefined : { env });
  });
});
