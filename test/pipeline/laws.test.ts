import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerPath } from '../../lib/plan/ledger.ts';
import { parseLedger } from '../../lib/plan/parse-ledger.ts';
import { serializePlan } from '../../lib/plan/plan-json.ts';
import { parseSavedPlan, serializeSavedPlan } from '../../lib/plan/saved-plan.ts';
import { blobId } from '../../lib/repository/blob-id.ts';
import { applyPlan, contentsOf, memoryRemotes, planTree, README } from '../tools/memory-platform.ts';
import { compile, filesOf } from '../tools/program.ts';
import { buildPlatform, RANDOM_REPOSITORIES, randomPlatform } from '../tools/random-platform.ts';

const runs = { numRuns: 60 };

describe('laws of the chain, for every program', () => {
  it('the same program gives the same bytes, in whatever order its constructs were added', () => {
    fc.assert(
      fc.property(randomPlatform, (platform) => {
        const first = compile(buildPlatform(platform));
        expect(first.diagnostics).toEqual([]);
        expect(filesOf(compile(buildPlatform(platform)))).toEqual(filesOf(first));
        expect(filesOf(compile(buildPlatform(platform, true)))).toEqual(filesOf(first));
      }),
      runs,
    );
  });

  it('planning again after an apply finds no change', async () => {
    await fc.assert(
      fc.asyncProperty(randomPlatform, async (platform) => {
        const remotes = memoryRemotes(RANDOM_REPOSITORIES);
        const first = await planTree(buildPlatform(platform), remotes);
        expect((await applyPlan(first)).diagnostics).toEqual([]);
        const { plan } = (await planTree(buildPlatform(platform, true), remotes)).bundle;
        expect(plan).toMatchObject({ complete: true, applyable: false, resource_changes: [], phases: [] });
      }),
      runs,
    );
  });

  it('an edited program comes to the same files as a fresh one, and touches nothing of others', async () => {
    await fc.assert(
      fc.asyncProperty(randomPlatform, randomPlatform, async (before, after) => {
        const edited = memoryRemotes(RANDOM_REPOSITORIES);
        await applyPlan(await planTree(buildPlatform(before), edited));
        // A repository that the new program no longer has is out of its reach: keep the organizations.
        const organizations = [
          ...after.organizations,
          ...before.organizations.filter(({ name }) => !after.organizations.some((one) => one.name === name)),
        ];
        const next = { ...after, organizations };
        const change = await planTree(buildPlatform(next), edited);
        expect((await applyPlan(change)).diagnostics).toEqual([]);

        const fresh = memoryRemotes(RANDOM_REPOSITORIES);
        await applyPlan(await planTree(buildPlatform(next), fresh));
        expect(contentsOf(edited)).toEqual(contentsOf(fresh));
        for (const remote of edited.values()) {
          expect(remote.read('README.md')).toBe(README);
          // the first file, the first apply, and one commit a phase
          expect(remote.commits().length).toBeLessThanOrEqual(2 + Math.max(1, change.bundle.plan.phases.length));
        }
      }),
      runs,
    );
  });

  it('the ledger is what is in the tree', async () => {
    await fc.assert(
      fc.asyncProperty(randomPlatform, async (platform) => {
        const remotes = memoryRemotes(RANDOM_REPOSITORIES);
        const app = buildPlatform(platform);
        await applyPlan(await planTree(app, remotes));
        const wanted = filesOf(compile(app));
        for (const [repository, remote] of remotes) {
          const owned = Object.keys(wanted).filter((key) => key.startsWith(`${repository}:`));
          const text = remote.read(ledgerPath('acme'));
          if (text === undefined) {
            expect(owned).toEqual([]);
            continue;
          }
          const { ledger, diagnostics } = parseLedger(text, { repository, project: 'acme', objectFormat: 'sha1' });
          expect(diagnostics).toEqual([]);
          expect([...(ledger?.files ?? [])].map(([path, { blob }]) => [`${repository}:${path}`, blob])).toEqual(
            owned.map((key) => [key, blobId(wanted[key] ?? '', 'sha1')]),
          );
        }
      }),
      runs,
    );
  });

  it('equal plans are equal bytes, and a saved plan reads back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(randomPlatform, randomPlatform, async (before, after) => {
        const remotes = memoryRemotes(RANDOM_REPOSITORIES);
        await applyPlan(await planTree(buildPlatform(before), remotes));
        const { bundle } = await planTree(buildPlatform(after), remotes);
        const again = await planTree(buildPlatform(after, true), remotes);
        expect(serializePlan(again.bundle.plan)).toBe(serializePlan(bundle.plan));
        const { saved, diagnostics } = parseSavedPlan(serializeSavedPlan(bundle));
        expect(diagnostics).toEqual([]);
        expect(saved?.plan.digest).toBe(bundle.plan.digest);
        expect(saved?.blobs).toEqual(bundle.blobs);
      }),
      runs,
    );
  });
});
