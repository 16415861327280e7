import { ApiObject, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Folder } from '../../../constructs/index.ts';
import { type CacheKind, openCache } from '../../../lib/cache/cache.ts';
import { checkSchemas } from '../../../lib/check-schemas.ts';
import { compile } from '../../../lib/compile.ts';
import type { DiagnosticCode } from '../../../lib/diagnostics/codes.ts';
import { smallPlatform } from '../../tools/program.ts';

/** What is wrong, its code, the text that names the field, and the object. */
type WrongManifest = readonly [what: string, code: DiagnosticCode, field: string, object: object];

const deployment = (container: object, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  spec: { selector: {}, template: { spec: { containers: [{ name: 'web', ...container }] } }, ...spec },
});
const app = (spec: object) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  spec: { project: 'default', destination: {}, source: { repoURL: 'x' }, ...spec },
});
const v1 = (kind: string, rest: object) => ({ apiVersion: 'v1', kind, ...rest });
const eso = (spec: object) => ({ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', spec });

const WRONG: readonly WrongManifest[] = [
  [
    'a misspelt field',
    'MANIFEST_FIELD_UNKNOWN',
    '`selfheal` is no field of `spec.syncPolicy.automated`',
    app({ syncPolicy: { automated: { selfheal: true } } }),
  ],
  [
    'a text for a flag',
    'MANIFEST_FIELD_TYPE',
    '`spec.syncPolicy.automated.prune`',
    app({ syncPolicy: { automated: { prune: 'true' } } }),
  ],
  [
    'a missing project',
    'MANIFEST_FIELD_MISSING',
    '`spec.project`',
    { ...app({}), spec: { destination: {}, source: { repoURL: 'x' } } },
  ],
  ['a missing repository', 'MANIFEST_FIELD_MISSING', '`spec.source.repoURL`', app({ source: { path: 'x' } })],
  [
    'sync options as a mapping',
    'MANIFEST_FIELD_TYPE',
    '`spec.syncPolicy.syncOptions`',
    app({ syncPolicy: { syncOptions: { CreateNamespace: true } } }),
  ],
  [
    'values of a chart as a mapping',
    'MANIFEST_FIELD_TYPE',
    '`spec.source.helm.values`',
    app({ source: { repoURL: 'x', helm: { values: { a: 1 } } } }),
  ],
  [
    'a field of the root',
    'MANIFEST_FIELD_UNKNOWN',
    '`specs` is no field of the object',
    { ...v1('ConfigMap', {}), specs: {} },
  ],
  ['a number in a ConfigMap', 'MANIFEST_FIELD_TYPE', '`data.port`', v1('ConfigMap', { data: { port: 8080 } })],
  ['a flag in a ConfigMap', 'MANIFEST_FIELD_TYPE', '`data.on`', v1('ConfigMap', { data: { on: true } })],
  [
    'a label that is no text',
    'MANIFEST_FIELD_TYPE',
    '`metadata.labels.version`',
    v1('ConfigMap', { metadata: { labels: { version: 1 } } }),
  ],
  [
    'an annotation that is no text',
    'MANIFEST_FIELD_TYPE',
    '`metadata.annotations["argocd.argoproj.io/sync-wave"]`',
    v1('ConfigMap', { metadata: { annotations: { 'argocd.argoproj.io/sync-wave': 30 } } }),
  ],
  [
    'a field of the metadata',
    'MANIFEST_FIELD_UNKNOWN',
    '`lables` is no field of `metadata`',
    v1('ConfigMap', { metadata: { lables: { a: 'b' } } }),
  ],
  [
    'a port as text',
    'MANIFEST_FIELD_TYPE',
    '`spec.ports[0].port`',
    v1('Service', { spec: { ports: [{ port: '80' }] } }),
  ],
  [
    'a Service without a port',
    'MANIFEST_FIELD_MISSING',
    '`spec.ports[0].port`',
    v1('Service', { spec: { ports: [{ name: 'http' }] } }),
  ],
  [
    'an unknown field of a port',
    'MANIFEST_FIELD_UNKNOWN',
    '`targetport` is no field of `spec.ports[0]`',
    v1('Service', { spec: { ports: [{ port: 80, targetport: 80 }] } }),
  ],
  [
    'a misspelt field of a container',
    'MANIFEST_FIELD_UNKNOWN',
    '`imagePullpolicy` is no field of `spec.template.spec.containers[0]`',
    deployment({ imagePullpolicy: 'Always' }),
  ],
  [
    'a number in the environment',
    'MANIFEST_FIELD_TYPE',
    '`spec.template.spec.containers[0].env[0].value`',
    deployment({ env: [{ name: 'PORT', value: 8080 }] }),
  ],
  [
    'arguments as one text',
    'MANIFEST_FIELD_TYPE',
    '`spec.template.spec.containers[0].args`',
    deployment({ args: '--verbose' }),
  ],
  [
    'a probe without a port',
    'MANIFEST_FIELD_MISSING',
    '`spec.template.spec.containers[0].livenessProbe.httpGet.port`',
    deployment({ livenessProbe: { httpGet: { path: '/' } } }),
  ],
  ['replicas as text', 'MANIFEST_FIELD_TYPE', '`spec.replicas`', deployment({}, { replicas: '3' })],
  [
    'a selector that is missing',
    'MANIFEST_FIELD_MISSING',
    '`spec.selector`',
    { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: {} } },
  ],
  [
    'a store of a kind that is none',
    'MANIFEST_FIELD_VALUE',
    '`spec.secretStoreRef.kind`',
    eso({ secretStoreRef: { kind: 'ClusterStore', name: 'a' } }),
  ],
  [
    'a key that is missing',
    'MANIFEST_FIELD_MISSING',
    '`spec.dataFrom[0].extract.key`',
    eso({ dataFrom: [{ extract: {} }] }),
  ],
  ['a name with capitals', 'MANIFEST_FIELD_VALUE', '`spec.target.name`', eso({ target: { name: 'Upper' } })],
  [
    'two backends of one store',
    'MANIFEST_FIELD_VALUE',
    '`spec.provider`',
    { ...eso({ provider: { gitlab: {}, github: {} } }), kind: 'SecretStore' },
  ],
  [
    'a schedule that is missing',
    'MANIFEST_FIELD_MISSING',
    '`spec.schedule`',
    { apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: {} } },
  ],
  [
    'a binding without a role',
    'MANIFEST_FIELD_MISSING',
    '`roleRef`',
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', subjects: [] },
  ],
  [
    'verbs as one text',
    'MANIFEST_FIELD_TYPE',
    '`rules[0].verbs`',
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', rules: [{ verbs: '*' }] },
  ],
  [
    'an Ingress of the old form',
    'MANIFEST_FIELD_UNKNOWN',
    '`serviceName` is no field of',
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      spec: { rules: [{ http: { paths: [{ pathType: 'Prefix', backend: { serviceName: 'a' } }] } }] },
    },
  ],
  [
    'a module that is missing',
    'MANIFEST_FIELD_MISSING',
    '`spec.forProvider.module`',
    { apiVersion: 'tf.upbound.io/v1beta1', kind: 'Workspace', spec: { forProvider: { source: 'Remote' } } },
  ],
  [
    'a variable that is no text',
    'MANIFEST_FIELD_TYPE',
    '`spec.forProvider.vars[0].value`',
    {
      apiVersion: 'tf.upbound.io/v1beta1',
      kind: 'Workspace',
      spec: { forProvider: { source: 'Remote', module: 'm', vars: [{ key: 'n', value: 3 }] } },
    },
  ],
  [
    'an interval that is none',
    'MANIFEST_FIELD_VALUE',
    '`spec.endpoints[0].interval`',
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      spec: { selector: {}, endpoints: [{ interval: '15 s' }] },
    },
  ],
];

describe('manifests against schemas', () => {
  it.each(WRONG)('finds %s', async (_, code, field, object) => {
    const found = await check([object]);
    expect(found.map((one) => [one.code, one.address])).toEqual([[code, 'acme/retail/a/objects']]);
    expect(found[0]?.summary).toContain(field);
    expect(found[0]).toMatchObject({ repository: 'acme-platform/retail', path: 'a/objects.yaml', severity: 'error' });
  });

  it('names what was probably meant', async () => {
    const [found] = await check([app({ syncPolicy: { automated: { selfheal: true } } })]);
    expect(found?.fix).toBe('Did you mean `selfHeal`?');
  });

  it('finds all mistakes of an object, and shows no value', async () => {
    const found = await check([v1('ConfigMap', { data: { a: 42_4242, b: ['hunter2'] }, x: 'hunter2' })]);
    expect(found.map(({ code }) => code).toSorted()).toEqual([
      'MANIFEST_FIELD_TYPE',
      'MANIFEST_FIELD_TYPE',
      'MANIFEST_FIELD_UNKNOWN',
    ]);
    expect(JSON.stringify(found)).not.toMatch(/hunter2|4242/);
  });

  it('tells kinds without a schema once', async () => {
    const widget = (kind: string) => ({ apiVersion: 'example.com/v1', kind });
    const found = await check([widget('Widget'), widget('Widget'), widget('Gadget'), v1('ConfigMap', {})]);
    expect(found).toMatchObject([
      { code: 'SCHEMA_MISSING', severity: 'warning', detail: '`example.com/v1/Gadget`, `example.com/v1/Widget`' },
    ]);
  });

  it('remembers what was right, and nothing that was wrong', async () => {
    const memory = new Map<string, string>();
    const cache = {
      ...openCache({ folder: undefined, version: '0' }),
      get: (kind: CacheKind, key: string) => memory.get(`${kind} ${key}`),
      put: (kind: CacheKind, key: string, value: string) => void memory.set(`${kind} ${key}`, value),
    };
    const objects = [v1('ConfigMap', {}), { apiVersion: 'example.com/v1', kind: 'Widget' }];
    const first = await check(objects, cache);
    expect(first.map(({ code }) => code)).toEqual(['SCHEMA_MISSING']);
    const [kept = ''] = memory.values();
    // The next run finds the same from what was kept alone, and keeps nothing anew.
    expect(await check(objects, cache)).toEqual(first);
    expect([...memory.values()]).toEqual([kept]);
    const wrong = [v1('ConfigMap', { data: [] })];
    expect(await check(wrong, cache)).toHaveLength(1);
    expect(await check(wrong, cache)).toHaveLength(1);
  });
});

// --- internal ---

async function check(objects: readonly object[], cache?: Parameters<typeof checkSchemas>[1]['cache']) {
  const { app: root, retail } = smallPlatform();
  const chart = new Chart(new Folder(retail, 'a'), 'objects');
  for (const [index, object] of objects.entries()) {
    const { metadata = {}, ...rest } = object as { metadata?: object };
    new ApiObject(chart, String(index), { ...rest, metadata: { name: `o${index}`, ...metadata } } as never);
  }
  return checkSchemas(compile(root).fileSets, { root: '/project', cache });
}
