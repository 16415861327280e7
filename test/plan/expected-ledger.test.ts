import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedLedger } from '../../lib/plan/expected-ledger.ts';
import { type Ledger, ledgerPath, serializeLedger } from '../../lib/plan/ledger.ts';
import { parseLedger } from '../../lib/plan/parse-ledger.ts';
import { blobId } from '../../lib/repository/blob-id.ts';
import { applyPlan, memoryRemotes, planTree } from '../tools/memory-platform.ts';
import { compile } from '../tools/program.ts';
import { buildPlatform, RANDOM_REPOSITORIES, randomPlatform } from '../tools/random-platform.ts';
import { fileSet, PROJECT, settled } from './world.ts';

const FORMAT = 'sha1';

describe('a ledger that was not read', () => {
  it('is the one that git has after an apply, for every program', async () => {
    await fc.assert(
      fc.asyncProperty(randomPlatform, async (platform) => {
        const remotes = memoryRemotes(RANDOM_REPOSITORIES);
        await applyPlan(await planTree(buildPlatform(platform), remotes));
        const { project, fileSets, records } = compile(buildPlatform(platform, true));
        for (const wanted of fileSets) {
          const { repository } = wanted;
          const text = remotes.get(repository)?.read(ledgerPath(project)) ?? '';
          const { ledger } = parseLedger(text, { repository, project, objectFormat: FORMAT });
          const input = { project, wanted, records: records.get(repository) ?? [], objectFormat: FORMAT } as const;
          expect(inOrder(expectedLedger(blobId(text, FORMAT), input))).toEqual(inOrder(ledger));
        }
      }),
      { numRuns: 40 },
    );
  });

  const wanted = { 'registry/a.yaml': 'a: 1\n', 'registry/b.yaml': 'b: 2\n' };
  const known = { kind: 'environment', namespace: 'default', name: 'dev', address: `${PROJECT}/dev` };

  it.each([
    { name: 'another content', other: { wanted: { ...wanted, 'registry/b.yaml': 'b: 3\n' } }, found: false },
    { name: 'one file less', other: { wanted: { 'registry/a.yaml': 'a: 1\n' } }, found: false },
    { name: 'one file more', other: { wanted: { ...wanted, 'c.yaml': '' } }, found: false },
    { name: 'protection', other: { protectedAddresses: [`${PROJECT}/app`] }, found: false },
    { name: 'another record', other: { records: [{ ...known, name: 'test' }] }, found: false },
    { name: 'no record', other: { records: [] }, found: false },
    { name: 'another project', other: { project: 'other' }, found: false },
    { name: 'a change by hand, which no ledger tells', other: { edited: 'a: 2\n' }, found: true },
    { name: 'nothing new', other: {}, found: true },
  ])('is found only where it follows from the program: $name', async ({ other, found }) => {
    const world = await settled(wanted, {}, { records: [known] });
    const next = { project: PROJECT, wanted, protectedAddresses: [], records: [known], ...other };
    const files = 'edited' in other ? { ...world.files, 'registry/a.yaml': other.edited } : world.files;
    const text = files[ledgerPath(PROJECT)];
    const ledger = expectedLedger(blobId(String(text), FORMAT), {
      project: next.project,
      wanted: fileSet('platform', next.wanted, next.protectedAddresses),
      records: next.records,
      objectFormat: FORMAT,
    });
    expect(ledger !== undefined).toBe(found);
    if (ledger !== undefined) expect(serializeLedger(ledger)).toBe(text);
  });
});

// --- internal ---

/** With the order of files, which `toEqual` does not look at. */
function inOrder(ledger: Ledger | undefined) {
  return ledger && { ...ledger, files: [...ledger.files] };
}
