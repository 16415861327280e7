import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, Manifest } from '../../lib/model/json.ts';
import { orderManifest } from '../../lib/render/manifest-order.ts';
import { canonical } from './yaml/hostile.ts';

/** Every key of the data with its depth, in the order of the data. */
function keysOf(data: unknown): readonly unknown[] {
  if (Array.isArray(data)) return data.map(keysOf);
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).map(([key, value]) => {
    const inner = keysOf(value);
    return inner.length === 0 ? key : [key, ...inner];
  });
}

/** The same data with the keys of every mapping turned round. */
function reversed(data: Json | undefined): Json {
  if (Array.isArray(data)) return data.map(reversed);
  if (typeof data !== 'object' || data === null) return data ?? null;
  const entries = Object.entries(data) as [string, Json][];
  return Object.fromEntries(entries.reverse().map(([key, value]) => [key, reversed(value)]));
}

function orderOf(manifest: Json): readonly unknown[] {
  return keysOf(orderManifest(manifest as Manifest));
}

describe('orderManifest', () => {
  it('orders an Application down to its fields, and leaves values and labels alone', () => {
    const application = {
      spec: {
        syncPolicy: {
          retry: { backoff: { maxDuration: '3m', duration: '5s' }, limit: 5 },
          syncOptions: [],
          automated: {},
        },
        destination: { namespace: 'a', name: 'b' },
        sources: [{ helm: { valuesObject: { z: 1, a: 2 }, releaseName: 'x' }, targetRevision: 'HEAD', repoURL: 'r' }],
        later: 1,
        project: 'default',
      },
      kind: 'Application',
      metadata: { finalizers: ['f'], later: 1, labels: { z: '1', a: '2' }, namespace: 'argocd', name: 'a' },
      later: 1,
      apiVersion: 'argoproj.io/v1alpha1',
    };
    expect(orderOf(application)).toEqual([
      'apiVersion',
      'kind',
      ['metadata', 'name', 'namespace', ['labels', 'z', 'a'], ['finalizers', []], 'later'],
      [
        'spec',
        'project',
        ['sources', ['repoURL', 'targetRevision', ['helm', 'releaseName', ['valuesObject', 'z', 'a']]]],
        ['destination', 'name', 'namespace'],
        ['syncPolicy', 'automated', 'syncOptions', ['retry', 'limit', ['backoff', 'duration', 'maxDuration']]],
        'later',
      ],
      'later',
    ]);
  });

  it('orders an AppProject', () => {
    const project = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      spec: {
        roles: [{ policies: ['p'], groups: ['g'], name: 'n', description: 'd' }],
        clusterResourceWhitelist: [{ kind: '*', group: '*' }],
        destinations: [{ namespace: '*', server: '*' }],
        sourceRepos: ['*'],
        description: 'd',
      },
      metadata: { name: 'p' },
    };
    expect(orderOf(project)[3]).toEqual([
      'spec',
      'description',
      ['sourceRepos', []],
      ['destinations', ['server', 'namespace']],
      ['clusterResourceWhitelist', ['group', 'kind']],
      ['roles', ['name', 'description', ['groups', []], ['policies', []]]],
    ]);
  });

  it.each(['external-secrets.io/v1', 'external-secrets.io/v1beta1'])('orders an ExternalSecret of %s', (apiVersion) => {
    const secret = {
      apiVersion,
      kind: 'ExternalSecret',
      metadata: { name: 's' },
      spec: {
        data: [{ remoteRef: { property: 'p', key: 'k' }, secretKey: 's' }],
        target: {
          template: { data: { z: '1', a: '2' }, metadata: { labels: {}, name: 'n' }, engineVersion: 'v2' },
          name: 't',
        },
        secretStoreRef: { name: 'n', kind: 'ClusterSecretStore' },
        refreshInterval: '10s',
      },
    };
    expect(orderOf(secret)[3]).toEqual([
      'spec',
      'refreshInterval',
      ['secretStoreRef', 'kind', 'name'],
      ['target', 'name', ['template', 'engineVersion', ['metadata', 'name', 'labels'], ['data', 'z', 'a']]],
      ['data', ['secretKey', ['remoteRef', 'key', 'property']]],
    ]);
  });

  it('gives any other kind the order of its top level only', () => {
    const secret = {
      stringData: { z: '1', a: '2' },
      type: 'Opaque',
      x: 1,
      metadata: { name: 's' },
      kind: 'Secret',
      apiVersion: 'v1',
    };
    expect(orderOf(secret)).toEqual([
      'apiVersion',
      'kind',
      ['metadata', 'name'],
      'type',
      ['stringData', 'z', 'a'],
      'x',
    ]);
    // Only the group of a kind makes it the kind of a table.
    const other = {
      apiVersion: 'app.k8s.io/v1',
      kind: 'Application',
      metadata: { name: 'a' },
      spec: { z: 1, project: 'p' },
    };
    expect(orderOf(other)[3]).toEqual(['spec', 'z', 'project']);
  });

  it('returns what is in order, and copies only what is not', () => {
    const spec = { project: 'p', destination: { server: 's', namespace: 'n' } };
    const inOrder: Manifest = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'a' },
      spec,
    };
    expect(orderManifest(inOrder)).toBe(inOrder);
    const turned: Manifest = { ...inOrder, metadata: { namespace: 'n', name: 'a' } };
    const result = orderManifest(turned);
    expect(result['spec']).toBe(spec);
    expect(Object.keys(turned.metadata)).toEqual(['namespace', 'name']);
    expect(Object.keys(result.metadata)).toEqual(['name', 'namespace']);
  });

  it('neither loses nor changes data, and what it returned stays as it is', () => {
    const kind = fc.constantFrom(
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' },
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject' },
      { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' },
      { apiVersion: 'v1', kind: 'ConfigMap' },
    );
    // No key here looks like an integer: JavaScript puts those first, whatever anybody wants.
    const key = fc.constantFrom('name', 'spec', 'data', 'source', 'helm', 'labels', '__proto__', 'constructor', 'zz');
    const { node } = fc.letrec<{ node: Json }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom('text', null, 1),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(key, tie('node'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(kind, fc.dictionary(key, node), fc.dictionary(key, node), (type, metadata, rest) => {
        const manifest = { ...rest, metadata: { ...metadata, name: 'n' }, ...type } as Manifest;
        const result = orderManifest(manifest);
        expect(canonical(result)).toBe(canonical(manifest));
        expect(Object.keys(result).slice(0, 3)).toEqual(['apiVersion', 'kind', 'metadata']);
        expect(orderManifest(result)).toBe(result);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives data of known keys one order, whatever order it came in', () => {
    const application: Json = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'a', namespace: 'argocd' },
      spec: {
        project: 'p',
        source: { repoURL: 'r', chart: 'c', targetRevision: '1', helm: { releaseName: 'x', values: 'y' } },
        destination: { name: 'n', namespace: 'm' },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
    };
    expect(orderOf(reversed(application))).toEqual(orderOf(application));
  });
});
