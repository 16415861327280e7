import type { CodeEntry } from '../codes.ts';

/** Codes of the APIs of servers that hold repositories: pull requests, comments, reviews, statuses. */
export const FORGE_CODES = {
  FORGE_UNKNOWN: {
    summary: 'Nothing says which API the server of a repository has',
    fix: 'Name its host under `konstruct.forges` in cdk8s.yaml, with `provider: github` or `provider: gitlab`.',
    fault: 'user',
    exit: 1,
  },
  FORGE_CREDENTIALS_MISSING: {
    summary: 'There are no credentials for the API of a repository',
    fix: 'Name their source under `credentials` of the repository in cdk8s.yaml.',
    fault: 'user',
    exit: 1,
  },
  FORGE_APP_KEY_INVALID: {
    summary: 'The private key of a GitHub App is no key',
    fix: 'Give the whole PEM file that GitHub made, from `-----BEGIN` to the end.',
    fault: 'user',
    exit: 1,
  },
  FORGE_APP_NOT_INSTALLED: {
    summary: 'A GitHub App is not installed where a repository is',
    fix: 'Install the App in the organization and let it see the repository, or correct `id` and `installation`.',
    fault: 'user',
    exit: 1,
  },
  FORGE_AUTHENTICATION_FAILED: {
    summary: 'The API refuses the credentials',
    fix: 'Check that the token has not expired and is meant for this server; for an App, its id and its key.',
    fault: 'user',
    exit: 1,
  },
  FORGE_FORBIDDEN: {
    summary: 'The credentials may not do this',
    fix: 'Give the token or the App the permission; docs/github.md lists what each command needs.',
    fault: 'user',
    exit: 1,
  },
  FORGE_NOT_FOUND: {
    summary: 'The API knows no such thing, or does not show it to these credentials',
    fix: 'Check the name of the repository, and that the token or the App may see it.',
    fault: 'user',
    exit: 1,
  },
  FORGE_REFUSED: {
    summary: 'The API does not take a request',
    fix: 'See what it said; a rule of the repository may stand against it.',
    fault: 'user',
    exit: 1,
  },
  FORGE_RATE_LIMITED: {
    summary: 'The API has a limit, and it is used up',
    fix: 'Run the command again later; what was done is found and not done twice.',
    fault: 'world',
    exit: 1,
  },
  FORGE_UNREACHABLE: {
    summary: 'The API cannot be reached',
    fix: 'Check the host name, the network and the proxy, then run the command again.',
    fault: 'world',
    exit: 1,
  },
  FORGE_FAILED: {
    summary: 'The API fails again and again',
    fix: 'Check whether the server has troubles, then run the command again.',
    fault: 'world',
    exit: 1,
  },
  PULL_REQUEST_BRANCH_FOREIGN: {
    summary: 'Somebody has committed to the branch of a pull request that kcdk keeps',
    fix: 'Take these commits out of the branch, or delete the branch, and run the command again; put the change into the program.',
    fault: 'user',
    exit: 1,
  },
  PULL_REQUEST_OPEN: {
    summary: 'A pull request is not merged yet',
    fix: 'Merge it, and run the same command again.',
    fault: 'user',
    exit: 7,
  },
  PULL_REQUEST_CLOSED: {
    summary: 'A pull request was closed and not merged',
    fix: 'Change the program, or propose the plan again with `kcdk apply --pr`.',
    fault: 'user',
    exit: 1,
  },
  PULL_REQUEST_NONE: {
    summary: 'There is no pull request that could have been merged',
    fix: 'Propose the plan with `kcdk apply --pr`.',
    fault: 'user',
    exit: 1,
  },
  REVIEW_SOURCE_CHANGED: {
    summary: 'The checkout of the program differs from its commit, so nobody has reviewed it',
    fix: 'Apply from a clean checkout.',
    fault: 'user',
    exit: 1,
  },
  REVIEW_MISSING: {
    summary: 'The program was not reviewed at this commit',
    fix: 'Apply the merge commit of an approved pull request, or its head.',
    fault: 'user',
    exit: 1,
  },
  REVIEW_NOT_APPROVED: {
    summary: 'Too few people have approved the plan',
    fix: 'Have the pull request approved, and run the command again.',
    fault: 'user',
    exit: 1,
  },
  REVIEW_OUTDATED: {
    summary: 'The approvals are older than the last push',
    fix: 'Have the pull request approved again.',
    fault: 'user',
    exit: 1,
  },
  REVIEW_CHANGES_REQUESTED: {
    summary: 'Somebody has asked for changes',
    fix: 'Make them, and have the pull request approved.',
    fault: 'user',
    exit: 1,
  },
  REVIEW_PLAN_UNKNOWN: {
    summary: 'No plan was reviewed',
    fix: 'Run `kcdk plan --comment` on the pull request, which says there what is planned, and have that approved.',
    fault: 'user',
    exit: 1,
  },
  REVIEW_PLAN_DIFFERS: {
    summary: 'The plan is not the one that was reviewed',
    fix: 'Plan again on a pull request, and have that approved.',
    fault: 'user',
    exit: 4,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
