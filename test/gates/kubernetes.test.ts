import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccess } from '../../lib/gates/kubernetes/access.ts';
import type { Gate } from '../../lib/model/gate.ts';
import { drainedGate } from '../tools/drained-gate.ts';
import {
  applicationObject,
  type KubernetesStub,
  kubeconfigFor,
  startKubernetesStub,
} from '../tools/kubernetes-stub.ts';
import { startVaultStub, type VaultStub } from '../tools/vault-stub.ts';
import { wait } from './worlds.ts';

const folder = mkdtempSync(join(tmpdir(), 'kcdk-kubernetes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const drained = drainedGate();

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

let stub: KubernetesStub;
beforeEach(async () => {
  stub = await startKubernetesStub();
});
afterEach(() => stub.close());

describe('a list that is followed', () => {
  it('survives lost watches, versions that are gone, and errors, and never lets through what is still there', async () => {
    const kubeconfig = write('follow', kubeconfigFor(stub.url));
    for (let index = 0; index < 5; index++)
      stub.put(applicationObject(`child-${index}`, { namespace: 'lon1-environment', parent: 'lon1-dev' }));
    stub.put(applicationObject('lon1-dev'));
    const troubles = [
      () => stub.dropWatches('end'),
      () => stub.dropWatches('break'),
      () => {
        stub.compact();
        stub.dropWatches('break');
      },
      () => {
        stub.fail(410);
        stub.dropWatches('end');
      },
      () => {
        stub.fail(500, 0, 503);
        stub.dropWatches('break');
      },
      () => stub.erase('applications', 'argocd', 'lon1-dev'),
    ];
    const present = () =>
      stub.has('applications', 'argocd', 'lon1-dev') ||
      [0, 1, 2, 3, 4].some((index) => stub.has('applications', 'lon1-environment', `child-${index}`));
    let passedEarly = false;
    const { codes } = await wait(
      [drained],
      { kubeconfig: [kubeconfig] },
      {
        onLook: (observation, count) => {
          if (observation.status === 'passed') passedEarly ||= present();
          else if (observation.status === 'waiting') {
            troubles.shift()?.();
            const index = count % 5;
            stub.erase('applications', 'lon1-environment', `child-${index}`);
            // a change that must be seen, for the next look
            if (troubles.length > 0) stub.put(applicationObject(`noise-${count}`, { namespace: 'lon1-environment' }));
            else for (let rest = 0; rest < 5; rest++) stub.erase('applications', 'lon1-environment', `child-${rest}`);
          }
        },
      },
    );
    expect(codes).toEqual([]);
    expect(troubles).toEqual([]);
    expect(passedEarly).toBe(false);
  });

  it('does not take a server without Argo CD for one where everything is gone', async () => {
    const kubeconfig = write('wrong', kubeconfigFor(`${stub.url}/other`));
    expect((await wait([drained], { kubeconfig: [kubeconfig] })).codes).toEqual(['GATE_WRONG_TARGET']);
  });
});

describe('kubeconfig', () => {
  it('gets a token from a plugin, and another one when it is refused', async () => {
    const plugin = write(
      'plugin',
      '#!/bin/sh\nn=$(cat "$COUNT"); echo $((n + 1)) > "$COUNT"\nprintf \'{"status":{"token":"t%s"}}\' "$n"\n',
    );
    chmodSync(plugin, 0o755);
    const count = write('count', '1');
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: './plugin',
      env: [{ name: 'COUNT', value: count }],
    };
    const kubeconfig = write('exec', kubeconfigFor(stub.url, { exec }));
    stub.requireToken('t2');
    expect((await wait([drained], { kubeconfig: [kubeconfig] })).codes).toEqual([]);
    stub.requireToken('never');
    const { codes, diagnostics } = await wait([drained], { kubeconfig: [kubeconfig] });
    expect(codes).toEqual(['GATE_REFUSED']);
    expect(JSON.stringify(diagnostics)).not.toMatch(/t[0-9]"/);
  });

  it('merges the files that KUBECONFIG lists, the first of a name first', async () => {
    const first = write('first', kubeconfigFor(stub.url, { token: 'right' }, 'a'));
    const second = write('second', kubeconfigFor('http://127.0.0.1:1', { token: 'wrong' }, 'a'));
    const third = write('third', kubeconfigFor('http://127.0.0.1:2', { token: 'third' }, 'b'));
    const env = { KUBECONFIG: [join(folder, 'missing'), first, second, third].join(delimiter) };
    const a = await openAccess({ name: 'mgmt', settings: { kubeconfig: [] }, env });
    expect([a.base.href, await a.headers()]).toEqual([`${stub.url}/`, { authorization: 'Bearer right' }]);
    const b = await openAccess({ name: 'mgmt', settings: { kubeconfig: [], context: 'b' }, env });
    expect(b.base.href).toBe('http://127.0.0.1:2/');
  });

  it.each([
    ['no file', () => join(folder, 'nowhere')],
    ['no YAML, and does not quote it', () => write('broken', 'users: [token: "hunter2\n')],
    ['no such context', () => write('empty', 'apiVersion: v1\ncurrent-context: x\n')],
    ['a proxy', () => write('proxy', kubeconfigFor(stub.url).replace('"server"', '"proxy-url":"http://p","server"'))],
  ])('is refused: %s', async (_, make) => {
    const { codes, diagnostics } = await wait([drained], { kubeconfig: [make()] });
    expect(codes).toEqual(['CLUSTER_ACCESS_INVALID']);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });
});

describe('fields of Vault', () => {
  const gate: Gate = {
    kind: 'vault-fields',
    cluster: 'mgmt',
    mount: 'secret',
    path: 'argocd/repo-credentials-template/retail',
    fields: ['githubAppID', 'githubAppPrivateKey'],
  };
  let vault: VaultStub;
  beforeEach(async () => {
    vault = await startVaultStub();
  });
  afterEach(() => vault.close());

  it('are waited for by name, through errors, and no value is ever asked for', async () => {
    vault.fail(500, 0);
    const key = 'secret/argocd/repo-credentials-template/retail';
    const { codes, seen } = await wait(
      [gate],
      { vault: { address: vault.url, auth: { token: { env: 'VAULT_TOKEN' } } } },
      {
        onLook: ({ status }) => {
          if (status !== 'waiting') return;
          vault.keys.set(
            key,
            vault.keys.has(key) ? ['type', 'githubAppID', 'githubAppPrivateKey'] : ['type', 'githubAppID'],
          );
        },
      },
    );
    expect(codes).toEqual([]);
    expect(seen.map(({ status }) => status)).toEqual(['unreachable', 'unreachable', 'waiting', 'waiting', 'passed']);
    expect(vault.requests.every((request) => request.includes('/subkeys/'))).toBe(true);
  });

  it('are read after a Kubernetes login, and a refusal ends the wait', async () => {
    vault.keys.set('secret/argocd/repo-credentials-template/retail', gate.fields);
    const jwt = write('jwt', 'service-account\n');
    const auth = { role: 'kcdk', mount: 'kubernetes', jwt: { file: jwt } };
    vault.logins.set('kcdk:service-account', 's.test');
    expect((await wait([gate], { vault: { address: vault.url, auth } })).codes).toEqual([]);
    vault.tokens.clear();
    expect((await wait([gate], { vault: { address: vault.url, auth } })).codes).toEqual(['GATE_REFUSED']);
  });
});
