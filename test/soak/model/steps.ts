import fc from 'fast-check';
import type { OnDrift } from '../../../lib/plan/three-way.ts';
import { RANDOM_REPOSITORIES, type RandomPlatform, randomPlatform } from '../../tools/random-platform.ts';

/** What another writer does to one repository; numbers choose among what is there. */
export interface ForeignWrite {
  readonly repository: string;
  readonly kind: 'note' | 'remove-note' | 'edit-ours' | 'delete-ours' | 'occupy';
  readonly choice: number;
}

/** One run of the command line, and what happens around it. */
export interface Step {
  /** The program from now on; undefined leaves it as it is. */
  readonly platform: RandomPlatform | undefined;
  readonly onDrift: Exclude<OnDrift, 'merge'>;
  /** Before the run. */
  readonly before: readonly ForeignWrite[];
  /** After it has planned: each when the next commit of ours is on its way. */
  readonly between: readonly ForeignWrite[];
  /** The call at which the run dies; undefined lets it end. */
  readonly killedAt: number | undefined;
  /** Of each gate in turn: whether it passes. */
  readonly gates: readonly boolean[];
}

/** Mostly one organization: each is two repositories, and every look at one is a dozen processes. */
const platform: fc.Arbitrary<RandomPlatform> = fc.oneof(
  {
    weight: 4,
    arbitrary: randomPlatform.map(({ global, organizations }) => ({
      global,
      organizations: organizations.filter(({ name }) => name === 'retail'),
    })),
  },
  { weight: 1, arbitrary: randomPlatform },
);

const foreignWrite: fc.Arbitrary<ForeignWrite> = fc.record({
  repository: fc.constantFrom(...RANDOM_REPOSITORIES),
  kind: fc.constantFrom('note', 'note', 'remove-note', 'edit-ours', 'delete-ours', 'occupy'),
  choice: fc.nat(1000),
});

const step: fc.Arbitrary<Step> = fc.record({
  platform: fc.option(platform, { nil: undefined, freq: 3 }),
  onDrift: fc.constantFrom('refuse', 'keep', 'overwrite'),
  before: fc.array(foreignWrite, { maxLength: 2 }),
  between: fc.array(foreignWrite, { maxLength: 2 }),
  killedAt: fc.option(fc.nat(24), { nil: undefined, freq: 1 }),
  gates: fc.array(fc.boolean(), { maxLength: 3 }),
});

/** A project's life: where it starts, and what comes over it. */
export const sequences: fc.Arbitrary<{ readonly start: RandomPlatform; readonly steps: readonly Step[] }> = fc.record({
  start: platform,
  steps: fc.array(step, { minLength: 1, maxLength: 3 }),
});
