import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PullRequest, Review } from '../../lib/forge/forge.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { parseStatus, planStatus, short } from '../../lib/propose/describe.ts';
import { approvalProblems, checkReview, type ReviewEvidence } from '../../lib/review/check-review.ts';
import { reviewDigest } from '../../lib/review/review-digest.ts';

const HEAD = 'a'.repeat(40);
const OLD = 'b'.repeat(40);
const PULL: PullRequest = {
  number: 7,
  url: 'https://github.com/acme/program/pull/7',
  state: 'merged',
  title: 'A change',
  body: '',
  head: { branch: 'change', commit: HEAD },
  base: 'main',
  author: 'ann',
};

const PLAN = {
  format_version: '1.2',
  kcdk_version: '0.1.0',
  project: 'acme',
  complete: true,
  applyable: true,
  digest: `sha256:${'1'.repeat(64)}`,
  summary: { add: 12_345, change: 67_890, destroy: 99_999, move: 1, adopt: 0 },
  repositories: [
    {
      name: 'acme/platform',
      url: 'https://github.com/acme/platform',
      branch: 'main',
      base: OLD,
      object_format: 'sha1',
      ledger: { path: '.konstruct/acme.json', before: null, after: HEAD },
      contents_digest: `sha256:${'2'.repeat(64)}`,
      files: [],
    },
  ],
  resource_changes: [],
  phases: [{ id: 'phase-1', commits: ['acme/platform'] }],
  diagnostics: [],
} as unknown as PlanDocument;

const review = (author: string, state: Review['state'], commit = HEAD): Review => ({ author, state, commit });
const codes = (reviews: readonly Review[], approvals = 1) =>
  approvalProblems({ pull: PULL, reviews }, { approvals }).map(({ code }) => code);

describe('the approvals of a pull request', () => {
  it.each([
    ['nobody', [], ['REVIEW_NOT_APPROVED']],
    ['somebody', [review('bob', 'approved')], []],
    ['its author alone', [review('ann', 'approved')], ['REVIEW_NOT_APPROVED']],
    ['somebody before the last push', [review('bob', 'approved', OLD)], ['REVIEW_OUTDATED']],
    ['somebody before and after the last push', [review('bob', 'approved', OLD), review('bob', 'approved')], []],
    ['somebody who only commented', [review('bob', 'commented')], ['REVIEW_NOT_APPROVED']],
    ['somebody who commented later', [review('bob', 'approved'), review('bob', 'commented')], []],
    [
      'somebody whose review was dismissed',
      [review('bob', 'approved'), review('bob', 'dismissed')],
      ['REVIEW_NOT_APPROVED'],
    ],
    [
      'one of two who asked for changes',
      [review('bob', 'approved'), review('eve', 'changes-requested', OLD)],
      ['REVIEW_CHANGES_REQUESTED'],
    ],
    ['one who asked for changes first', [review('bob', 'changes-requested', OLD), review('bob', 'approved')], []],
  ] as const)('by %s', (_, reviews, expected) => {
    expect(codes(reviews)).toEqual(expected);
  });

  it('are counted by people', () => {
    const two = [review('bob', 'approved'), review('bob', 'approved'), review('eve', 'approved', OLD)];
    expect(codes(two, 2)).toEqual(['REVIEW_OUTDATED']);
    expect(codes([...two, review('eve', 'approved')], 2)).toEqual([]);
  });

  it('are never made of reviews of another commit, or of its author', () => {
    const any = fc.record({
      author: fc.constantFrom('ann', 'bob', 'eve'),
      state: fc.constantFrom<Review['state']>('approved', 'changes-requested', 'commented', 'dismissed'),
      commit: fc.constantFrom(HEAD, OLD),
    });
    fc.assert(
      fc.property(fc.array(any), (reviews) => {
        const isGood = codes(reviews).length === 0;
        const current = reviews.some(
          ({ author, state, commit }) => author !== 'ann' && state === 'approved' && commit === HEAD,
        );
        expect(!isGood || current).toBe(true);
      }),
    );
  });
});

describe('the plan of a review', () => {
  const evidence = (plan: PlanDocument, change: Partial<ReviewEvidence> = {}): ReviewEvidence => ({
    pull: PULL,
    reviews: [review('bob', 'approved')],
    statuses: [planStatus(plan)],
    ...change,
  });
  const check = (plan: PlanDocument, found: ReviewEvidence, exact = false) =>
    checkReview(plan, found, { approvals: 1, exact }).map(({ code }) => code);

  it('is named by a status of at most 140 characters that can be read back', () => {
    const { description, context } = planStatus(PLAN);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(context).toBe('kcdk/acme');
    expect(parseStatus({ description })).toEqual({ plan: short(PLAN.digest), writes: short(reviewDigest(PLAN)) });
  });

  it('is the same when other writers have moved the branches', () => {
    const later = {
      ...PLAN,
      digest: `sha256:${'9'.repeat(64)}`,
      repositories: PLAN.repositories.map((one) => ({ ...one, base: HEAD })),
    };
    expect(check(later, evidence(PLAN))).toEqual([]);
    expect(check(later, evidence(PLAN), true)).toEqual(['REVIEW_PLAN_DIFFERS']);
  });

  it.each([
    [
      'writes something else',
      { repositories: PLAN.repositories.map((one) => ({ ...one, contents_digest: `sha256:${'3'.repeat(64)}` })) },
    ],
    [
      'writes somewhere else',
      { repositories: PLAN.repositories.map((one) => ({ ...one, url: 'https://evil.example/x' })) },
    ],
    ['writes to another branch', { repositories: PLAN.repositories.map((one) => ({ ...one, branch: 'other' })) }],
    ['writes in another order', { phases: [{ id: 'phase-1', commits: [] }, ...PLAN.phases] }],
    ['is of another project', { project: 'other' }],
  ])('is not one that %s', (_, change) => {
    const other = { ...PLAN, ...change };
    const found = evidence(PLAN);
    expect(
      check(other, { ...found, statuses: found.statuses.map((one) => ({ ...one, context: `kcdk/${other.project}` })) }),
    ).toEqual(['REVIEW_PLAN_DIFFERS']);
  });

  it('is unknown where no status names one', () => {
    expect(check(PLAN, evidence(PLAN, { statuses: [] }))).toEqual(['REVIEW_PLAN_UNKNOWN']);
    const foreign = { context: 'kcdk/acme', state: 'success', description: 'All is well' } as const;
    expect(check(PLAN, evidence(PLAN, { statuses: [foreign] }))).toEqual(['REVIEW_PLAN_UNKNOWN']);
  });

  it('is none that could not be applied', () => {
    expect(check(PLAN, evidence({ ...PLAN, applyable: false }))).toEqual(['REVIEW_PLAN_DIFFERS']);
  });

  it('is told together with what else is missing', () => {
    expect(check(PLAN, evidence(PLAN, { statuses: [], reviews: [] }))).toEqual([
      'REVIEW_NOT_APPROVED',
      'REVIEW_PLAN_UNKNOWN',
    ]);
  });
});
