import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCache } from '../../lib/cache/cache.ts';
import { loadSchemas } from '../../lib/config/load-schemas.ts';
import { createSchemaSet } from '../../lib/validate/schemas/schema-set.ts';
import { CRD_FOLDER, hasCrds } from '../tools/crd-schemas.ts';
import { SAMPLES } from '../validate/schemas/samples.ts';
import { temporaryFolder } from './temporary-folder.ts';

const widget = (members: object, versions: readonly string[] = ['v1']) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    names: { kind: 'Widget' },
    versions: versions.map((name) => ({ name, schema: { openAPIV3Schema: { type: 'object', properties: members } } })),
  },
});

const SPEC = {
  spec: {
    type: 'object',
    required: ['size'],
    properties: {
      size: { type: 'integer' },
      port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
      mode: { type: 'string', pattern: '^(?i)(on|off)$' },
      open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      embedded: {
        type: 'object',
        'x-kubernetes-embedded-resource': true,
        properties: { data: { type: 'object', additionalProperties: { type: 'string' } } },
      },
      odd: { type: 'string', nullable: true, pattern: '[[:alpha:]]\\C' },
    },
  },
};

const object = (spec: object) => ({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'a' }, spec });

describe('schemas of users', () => {
  it.each([
    ['a definition', JSON.stringify(widget(SPEC))],
    ['a List', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ kind: 'Other' }, widget(SPEC)] })],
    ['several documents', `# by kubectl\n---\nkind: ConfigMap\n---\n${JSON.stringify(widget(SPEC))}\n---\n`],
    [
      'definitions of the API',
      JSON.stringify({
        definitions: {
          'com.example.v1.Widget': {
            type: 'object',
            'x-kubernetes-group-version-kind': [{ group: 'example.com', version: 'v1', kind: 'Widget' }],
            properties: { metadata: { $ref: '#/definitions/m' }, spec: { $ref: '#/definitions/com.example.v1.Spec' } },
          },
          'com.example.v1.Spec': SPEC.spec,
        },
      }),
    ],
  ])('are read from %s, strictly', async (_, text) => {
    const check = await checkOf(text);
    expect(check({ size: 1, port: 'http', mode: 'ON', open: { any: [1] }, odd: null })).toEqual([]);
    expect(
      check({ size: 1, embedded: { apiVersion: 'v1', kind: 'ConfigMap', metadata: {}, data: { a: 'b' } } }),
    ).toEqual([]);
    expect(check({})).toEqual(['/spec required']);
    expect(check({ size: 1, sise: 2 })).toEqual(['/spec additionalProperties']);
    expect(check({ size: '1' })).toEqual(['/spec/size type']);
    expect(check({ size: 1, port: true })).toEqual(['/spec/port type']);
    expect(check({ size: 1, mode: 'maybe' })).toEqual(['/spec/mode pattern']);
    expect(check({ size: 1, embedded: { data: { a: 1 } } })).toEqual(['/spec/embedded/data/a type']);
  });

  it('come before ours, and keep ours for other kinds', async () => {
    const folder = temporaryFolder();
    const own = widget({ spec: { type: 'object', properties: { own: { type: 'string' } } } });
    own.spec.group = 'argoproj.io';
    own.spec.names.kind = 'Application';
    writeFileSync(
      join(folder, 'crd.yaml'),
      JSON.stringify({ ...own, spec: { ...own.spec, versions: [{ ...own.spec.versions[0], name: 'v1alpha1' }] } }),
    );
    const { schemas } = await loadSchemas([{ path: join(folder, 'crd.yaml') }], { root: folder });
    const set = createSchemaSet(schemas);
    const check = await set.of('argoproj.io/v1alpha1/Application');
    expect(check({ apiVersion: 'a', kind: 'b', spec: { own: 'x' } })).toEqual([]);
    expect(set.kinds.has('v1/ConfigMap')).toBe(true);
  });

  it('are read again from the cache, by content', async () => {
    const folder = temporaryFolder();
    const cache = openCache({ folder: join(folder, 'cache'), version: '1' });
    const crds = join(folder, 'crds');
    mkdirSync(join(crds, 'deep'), { recursive: true });
    writeFileSync(join(crds, 'deep', 'widget.yml'), JSON.stringify(widget(SPEC)));
    writeFileSync(join(crds, 'notes.yaml'), 'a: 1\n');
    const load = () => loadSchemas([{ path: crds }], { root: folder, cache });
    const first = await load();
    expect(first.diagnostics).toEqual([]);
    expect(first.schemas?.kinds).toEqual(['example.com/v1/Widget']);
    const second = await load();
    expect(second.schemas?.digest).toBe(first.schemas?.digest);
    expect(await second.schemas?.load()).toEqual(await first.schemas?.load());
    writeFileSync(join(crds, 'deep', 'widget.yml'), JSON.stringify(widget(SPEC, ['v1', 'v2'])));
    const third = await load();
    expect(third.schemas?.kinds).toEqual(['example.com/v1/Widget', 'example.com/v2/Widget']);
  });

  it.each([
    ['SCHEMA_FILE_UNREADABLE', undefined],
    ['SCHEMA_FILE_INVALID', 'a: [1\n'],
    ['SCHEMA_FILE_INVALID', '{"a": '],
    ['SCHEMA_FILE_INVALID', 'kind: ConfigMap\n'],
    ['SCHEMA_FILE_INVALID', ''],
  ])('are refused with %s at their line of the configuration: %j', async (code, text) => {
    const folder = temporaryFolder();
    const path = join(folder, 'crd.yaml');
    if (text !== undefined) writeFileSync(path, text);
    const source = { file: 'cdk8s.yaml', line: 4, column: 7 };
    const { schemas, diagnostics } = await loadSchemas([{ path, source }], { root: folder });
    expect(schemas).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code, source }]);
  });

  it.skipIf(!hasCrds)(
    `take the real definitions${hasCrds ? '' : ` (skipped: no ${CRD_FOLDER})`}`,
    { timeout: 120_000 },
    async () => {
      const groups = readdirSync(CRD_FOLDER).filter((name) => name.includes('.io') || name.includes('.com'));
      const small = groups.flatMap((group) =>
        readdirSync(join(CRD_FOLDER, group)).map((file) => join(CRD_FOLDER, group, file)),
      );
      const locations = small.filter((file) => readFileSync(file).length < 500_000).map((path) => ({ path }));
      const { schemas, diagnostics } = await loadSchemas(locations, { root: CRD_FOLDER });
      expect(diagnostics).toEqual([]);
      const set = createSchemaSet(schemas);
      let compared = 0;
      for (const sample of SAMPLES) {
        const kind = `${sample['apiVersion']}/${sample['kind']}`;
        if (!schemas?.kinds.includes(kind)) continue;
        const check = await set.of(kind);
        expect(check(sample), kind).toEqual([]);
        expect(check({ ...sample, surplus: 1 })).toHaveLength(1);
        compared += 1;
      }
      expect(compared).toBeGreaterThan(8);
    },
  );
});

// --- internal ---

async function checkOf(text: string) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'crd.yaml'), text);
  const { schemas, diagnostics } = await loadSchemas([{ path: join(folder, 'crd.yaml') }], { root: folder });
  expect(diagnostics).toEqual([]);
  const check = await createSchemaSet(schemas).of('example.com/v1/Widget');
  return (spec: object) => check(object(spec)).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}
