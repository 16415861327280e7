import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ModelEra, type ModelPart, PARTS } from './cluster-model.ts';
import { migrated } from './run-migration.ts';
import { CLEAN, dataOfFile, sourceOf, type Written, writtenCluster } from './written-cluster.ts';

const FOLDER = 'registry/konstruct-clusters/acme-mgmt';
const SECRET = `${FOLDER}/secrets/secret.yaml`;
const STACK = `${FOLDER}/35-kube-prometheus-stack.yaml`;
const ACME = { clusters: ['acme-mgmt'] };
const RUNS = { numRuns: Number(process.env['KCDK_RUNS'] ?? 40) };

const hand = fc.record({
  step: fc.constantFrom(2, 4),
  listOffset: fc.constantFrom(0, 2),
  quotes: fc.constantFrom('plain', 'single', 'double', 'mixed'),
  newline: fc.constantFrom('\n', '\r\n'),
  bom: fc.boolean(),
  finalNewline: fc.boolean(),
  clutter: fc.constantFrom(0, 0.1, 0.3),
} as const);

const eras: fc.Arbitrary<(part: ModelPart) => ModelEra> = fc.subarray([...PARTS]).map((done) =>
  Object.assign((part: ModelPart): ModelEra => (done.includes(part) ? 'github-app' : 'pat'), {
    toString: () => `done: ${done.join(' ')}`,
  }),
);

const cluster = (forms: readonly Written['form'][], eraOf: Written['eraOf'] | undefined) =>
  fc.record({
    form: fc.constantFrom(...forms),
    folder: fc.constant(FOLDER),
    eraOf: eraOf === undefined ? eras : fc.constant(eraOf),
    hand,
    seed: fc.nat(),
  });

const back = (files: ReadonlyMap<string, string>, earlier: readonly ReadonlyMap<string, string>[] = []) =>
  migrated(files, { ...ACME, direction: 'back', earlier });

describe('the way back', () => {
  it('gives the very bytes of before, however the files were written', () => {
    fc.assert(
      fc.property(
        cluster(['token', 'hydrated', 'chart'], () => 'pat'),
        (written) => {
          const files = writtenCluster(written);
          const there = migrated(files, ACME);
          if (there.errors.length > 0) return;
          const result = back(there.after, [files]);
          expect(result.errors).toEqual([]);
          expect(sorted(result.after)).toEqual(sorted(files));
        },
      ),
      RUNS,
    );
  });

  it('needs no past for files as the platform writes them', () => {
    for (const form of ['token', 'hydrated', 'chart'] as const) {
      const files = writtenCluster({ form, folder: FOLDER, eraOf: () => 'pat', hand: CLEAN, seed: 1 });
      const result = back(migrated(files, ACME).after);
      expect(result.errors).toEqual([]);
      expect(dataOf(result.after)).toEqual(sourceOf(form, FOLDER));
      expect(result.after.get(SECRET)).toBe(files.get(SECRET));
    }
  });

  it('comes from every half-migrated state to the token, without a past', () => {
    fc.assert(
      fc.property(cluster(['hydrated'], undefined), (written) => {
        const result = back(writtenCluster(written));
        expect(result.errors).toEqual([]);
        expect(dataOf(result.after)).toEqual(sourceOf('hydrated', FOLDER));
        expect(back(result.after).changes).toEqual([]);
      }),
      RUNS,
    );
  });

  it('keeps what was edited since, and gives the bytes of before everywhere else', () => {
    const files = writtenCluster({
      form: 'hydrated',
      folder: FOLDER,
      eraOf: () => 'pat',
      hand: { ...CLEAN, quotes: 'mixed', clutter: 0.3 },
      seed: 7,
    });
    const there = new Map(migrated(files, ACME).after);
    there.set(SECRET, `# rotated in May\n${there.get(SECRET)}`);
    const result = back(there, [new Map(), files]);
    expect(sorted(result.after)).toEqual(
      sorted(new Map([...files, [SECRET, `# rotated in May\n${files.get(SECRET)}`]])),
    );
  });

  it('takes away only what is as the migration writes it', () => {
    const files = writtenCluster({ form: 'hydrated', folder: FOLDER, eraOf: () => 'pat', hand: CLEAN, seed: 1 });
    const there = new Map(migrated(files, ACME).after);
    there.set(STACK, (there.get(STACK) ?? '').replace('retention: 2h', 'retention: 9h'));
    const { after, warnings } = back(there);
    expect(warnings).toEqual(['MIGRATE_KEPT']);
    expect(after.has(STACK)).toBe(true);
    expect(after.has(`${FOLDER}/crossplane-components/servicemonitor.yaml`)).toBe(false);
  });

  it('says what has to be in Vault, and what may leave it', () => {
    const files = writtenCluster({ form: 'hydrated', folder: FOLDER, eraOf: () => 'github-app', hand: CLEAN, seed: 1 });
    expect(back(files).units[0]?.vault[0]).toEqual({
      key: 'argocd/repo-credentials-template/acme',
      needed: ['name', 'password', 'type', 'url', 'username'],
      released: ['githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey'],
      readBy: [],
    });
  });

  it('finds nothing to do where nothing is migrated', () => {
    const files = writtenCluster({ form: 'hydrated', folder: FOLDER, eraOf: () => 'pat', hand: CLEAN, seed: 1 });
    expect(back(files)).toMatchObject({ changes: [], errors: [] });
  });
});

function sorted(files: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...files].sort());
}

function dataOf(files: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...files].map(([path, text]) => [path, dataOfFile(text)]));
}
