import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ModelEra, type ModelPart, PARTS } from './cluster-model.ts';
import { migrated, statesOf } from './run-migration.ts';
import { CLEAN, dataOfFile, targetOf, type Written, writtenCluster } from './written-cluster.ts';

const FOLDER = 'registry/konstruct-clusters/acme-mgmt';
const STACK = `${FOLDER}/35-kube-prometheus-stack.yaml`;
const RUNS = { numRuns: Number(process.env['KCDK_RUNS'] ?? 100) };

/** Each part in its own era: every way in which a cluster can be half migrated. */
const eras: fc.Arbitrary<(part: ModelPart) => ModelEra> = fc.subarray([...PARTS]).map((done) =>
  Object.assign((part: ModelPart): ModelEra => (done.includes(part) ? 'github-app' : 'pat'), {
    toString: () => `done: ${done.join(' ')}`,
  }),
);

const hand = fc.record({
  step: fc.constantFrom(2, 4),
  listOffset: fc.constantFrom(0, 2),
  quotes: fc.constantFrom('plain', 'single', 'double', 'mixed'),
  newline: fc.constantFrom('\n', '\r\n'),
  bom: fc.boolean(),
  finalNewline: fc.boolean(),
  clutter: fc.constantFrom(0, 0.1, 0.3),
} as const);

const cluster = (forms: readonly Written['form'][]): fc.Arbitrary<Written> =>
  fc.record({ form: fc.constantFrom(...forms), folder: fc.constant(FOLDER), eraOf: eras, hand, seed: fc.nat() });

const run = (files: ReadonlyMap<string, string>) => migrated(files, { clusters: ['acme-mgmt'] });

describe('laws of the migration', () => {
  it('comes from every half-migrated state to the same target, however the files are written', () => {
    let refused = 0;
    fc.assert(
      fc.property(cluster(['token', 'hydrated']), (written) => {
        const files = writtenCluster(written);
        const { changes, errors, after } = run(files);
        if (written.form === 'token' && errors.length > 0) {
          // A token that stands for more lines of what would be replaced.
          expect(new Set(errors)).toEqual(new Set(['EDIT_TEMPLATED']));
          expect(changes).toEqual([]);
          refused++;
          return;
        }
        expect(errors).toEqual([]);
        const data = Object.fromEntries(
          [...after].filter(([path]) => path !== STACK).map(([path, text]) => [path, dataOfFile(text)]),
        );
        expect(data).toEqual(targetOf(written.form, FOLDER));
        expect(after.has(STACK)).toBe(true);
      }),
      RUNS,
    );
    expect(refused).toBeLessThan(RUNS.numRuns / 20);
  });

  it('does nothing to what it has migrated', () => {
    fc.assert(
      fc.property(cluster(['token', 'hydrated', 'chart']), (written) => {
        const files = writtenCluster(written);
        const { after, errors } = run(files);
        if (errors.length > 0) return;
        const again = run(after);
        expect(again.errors).toEqual([]);
        expect(again.changes).toEqual([]);
        expect(statesOf(again.units[0]).filter(([step, era]) => era !== 'github-app' && step !== 'I')).toEqual([]);
      }),
      RUNS,
    );
  });

  it('keeps files, documents and comments that it does not mean', () => {
    fc.assert(
      fc.property(cluster(['token', 'hydrated', 'chart']), (written) => {
        const files = writtenCluster(written);
        const { changes, after } = run(files);
        const edited = new Set(changes.map(({ path }) => path));
        for (const [path, text] of files) {
          const now = after.get(path) ?? '';
          if (!edited.has(path)) expect(now).toBe(text);
          expect(now.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
          if (text.includes('\r\n')) expect(now.replaceAll('\r\n', '')).not.toContain('\n');
          else expect(now).not.toContain('\r');
        }
        const secrets = `${FOLDER}/crossplane-components/crossplane-secrets.yaml`;
        const [environment = ''] = (files.get(secrets) ?? '').split(/^---\r?\n/m);
        expect(after.get(secrets)?.startsWith(environment)).toBe(true);
        const service = `${FOLDER}/crossplane-components/svc.yaml`;
        const ingress = (files.get(service) ?? '').split(/^---\r?\n/m)[1] ?? '';
        expect(after.get(service)?.endsWith(ingress)).toBe(true);
      }),
      RUNS,
    );
  });

  it('refuses few charts, and those for what their templates do', () => {
    let refused = 0;
    fc.assert(
      fc.property(cluster(['chart']), (written) => {
        const { errors, changes } = run(writtenCluster(written));
        if (errors.length === 0) return;
        refused++;
        expect(changes).toEqual([]);
        for (const code of errors)
          expect(['EDIT_TEMPLATED', 'EDIT_AMBIGUOUS', 'EDIT_CHECK_FAILED', 'MIGRATE_SHAPE_UNKNOWN']).toContain(code);
      }),
      RUNS,
    );
    expect(refused).toBeLessThan(RUNS.numRuns / 3);
  });

  it('does not depend on the order of the files', () => {
    const files = writtenCluster({ form: 'hydrated', folder: FOLDER, eraOf: () => 'pat', hand: CLEAN, seed: 1 });
    const reversed = new Map([...files].reverse());
    expect(run(reversed).changes).toEqual(run(files).changes);
  });
});
