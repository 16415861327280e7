import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../lib/compile.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { RECORD_TITLES } from '../../lib/synth/compile/records.ts';
import { filesOf } from '../tools/program.ts';
import { buildPlatform, randomPlatform } from '../tools/random-platform.ts';
import { fullProgram, onlyPlatform } from './full-program.ts';
import { downgrade } from './legacy-form.ts';
import { randomFullPlatform } from './random-full-platform.ts';
import { declared, parse, read, recordsOf } from './reader.ts';

const runs = { numRuns: 60 };

const randomProgram = fc.oneof(
  randomFullPlatform.map((platform) => () => fullProgram(platform)),
  randomPlatform
    .map(({ organizations, global }) => ({
      global,
      // What watches a cluster is no resource of the platform and has no record.
      organizations: organizations.map((one) => ({
        ...one,
        clusters: one.clusters.map((cluster) => ({ ...cluster, monitoring: undefined })),
      })),
    }))
    .map((platform) => () => buildPlatform(platform)),
);

describe('laws of records, for every platform', () => {
  it('a platform that is declared by its own records comes to the same bytes', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(randomProgram, (program) => {
        const first = compile(program());
        expect(errorsOf(first.diagnostics)).toEqual([]);
        const records = recordsOf(first);
        for (const { manifest } of records) kinds.add(manifest.kind);
        const parsed = parse(records.map(({ text }) => text).join('---\n'));
        expect(parsed.diagnostics).toEqual([]);
        // What an environment brings along is declared by it.
        const declaring = records.filter(({ text }) => !text.includes('provisionedBy:'));
        expect(parsed.records).toHaveLength(declaring.length);
        const second = compile(onlyPlatform().app, { declarations: declared(parsed) });
        expect(errorsOf(second.diagnostics)).toEqual([]);
        expect(filesOf(second)).toEqual(filesOf(first));
      }),
      runs,
    );
    expect([...kinds].sort()).toEqual([...new Set(Object.values(RECORD_TITLES))].sort());
  });

  it('what was read is the same after it was kept as JSON', () => {
    fc.assert(
      fc.property(randomProgram, (program) => {
        const first = compile(program());
        const parsed = parse(
          recordsOf(first)
            .map(({ text }) => text)
            .join('---\n'),
        );
        const kept = JSON.parse(JSON.stringify(parsed));
        const second = compile(onlyPlatform().app, { declarations: declared(kept) });
        expect(filesOf(second)).toEqual(filesOf(first));
      }),
      { numRuns: 20 },
    );
  });

  it('a record in its form from before 0.5 means the same wherever its bare names are unambiguous', () => {
    let withLegacy = 0;
    fc.assert(
      fc.property(randomProgram, (program) => {
        const first = compile(program());
        const { manifests, isAmbiguous } = downgrade(recordsOf(first).map(({ manifest }) => manifest));
        fc.pre(!isAmbiguous);
        const parsed = parse(manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n'));
        expect(new Set(parsed.diagnostics.map(({ code }) => code)).has('LEGACY_FIELD')).toBe(manifests.length > 0);
        expect(parsed.diagnostics.filter(({ code }) => code !== 'LEGACY_FIELD')).toEqual([]);
        withLegacy += parsed.diagnostics.length;
        const second = compile(onlyPlatform().app, { declarations: declared(parsed) });
        expect(errorsOf(second.diagnostics)).toEqual([]);
        expect(filesOf(second)).toEqual(filesOf(first));
      }),
      runs,
    );
    expect(withLegacy).toBeGreaterThan(100);
  });

  it('the order of files and documents does not matter', () => {
    fc.assert(
      fc.property(
        randomFullPlatform.chain((platform) => {
          const texts = recordsOf(compile(fullProgram(platform))).map(({ text }) => text);
          return fc.tuple(fc.constant(texts), fc.shuffledSubarray(texts, { minLength: texts.length }));
        }),
        ([texts, shuffled]) => {
          const files = (all: readonly string[]) =>
            filesOf(compile(onlyPlatform().app, { declarations: declared(parse(all.join('---\n'))) }));
          expect(files(shuffled)).toEqual(files(texts));
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('the reader', () => {
  const kinds = [...Object.values(RECORD_TITLES), 'Platform', 'GitAccount', 'constructor'];

  it('never throws and always says something, on any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { declaration, findings } = read(value);
        expect(declaration).toBeUndefined();
        expect(findings.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('never throws on what is nearly a record', () => {
    const anything = fc.jsonValue({ maxDepth: 2 });
    const fieldNames = fc.constantFrom(
      ...['name', 'namespace', 'env', 'environments', 'body', 'org_id', 'type', 'provider', 'credentials', 'gitUrl'],
      ...['clusters', 'gitConnection', 'platformRepository', 'roleMappings', 'releaseStages', 'yamlValues', 'deployAs'],
      ...['teams', 'catalog_application_name', 'cluster_name', 'token', '__proto__', 'instance_name', 'hostCluster'],
    );
    const record = fc.record({
      apiVersion: fc.constant('konstruct-cdk.dev/v1'),
      kind: fc.constantFrom(...kinds),
      metadata: fc.oneof(
        anything,
        fc.record({ name: fc.string(), namespace: fc.string() }),
        fc.constant({ name: 'a' }),
      ),
      spec: fc.oneof(anything, fc.dictionary(fieldNames, anything)),
    });
    fc.assert(
      fc.property(record, (value) => {
        const { declaration, findings } = read(value);
        if (declaration === undefined) expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
        const diagnostics = compile(onlyPlatform().app, { declarations: declared(parse(JSON.stringify(value))) });
        expect(diagnostics.diagnostics).toBeInstanceOf(Array);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on any text', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '\n',
      '  ',
      '- ',
      '---\n',
      '&x ',
      '*x ',
      '[',
      '{',
      '"',
      '!!set ',
      '%YAML 1.1\n',
      '? ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          expect(parse(text).diagnostics).toBeInstanceOf(Array);
        },
      ),
      { numRuns: 500 },
    );
  });
});
