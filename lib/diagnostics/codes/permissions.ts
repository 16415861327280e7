import type { CodeEntry } from '../codes.ts';

/** Codes of who may do what. */
export const PERMISSION_CODES = {
  ACTOR_UNKNOWN: {
    summary: 'There is no such user or group',
    fix: 'Add the user under `konstruct.permissions.users` in cdk8s.yaml, or the group to a `Team`.',
    fault: 'user',
    exit: 1,
  },
  PERMISSION_DENIED: {
    summary: 'The actor is not allowed to make a change of the plan',
    fix: 'Let somebody with the role that is needed apply the plan.',
    fault: 'user',
    exit: 1,
  },
  CODEOWNERS_NO_OWNER: {
    summary: 'No group may change a part of a repository',
    fix: 'Give a group the role `Platform Admin`, in a `Team` of the organization or directly under the platform.',
    fault: 'user',
    exit: 1,
  },
  CODEOWNERS_GROUP_NAME: {
    summary: 'A group has no name that CODEOWNERS could hold',
    fix: 'Use a group with letters or digits of ASCII in its name.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
