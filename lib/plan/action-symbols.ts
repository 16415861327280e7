import type { ResourceAction } from './plan.ts';

/** What stands before a resource, in every report and in commits: the words of other tools of the field. */
export const ACTION_SYMBOLS = {
  create: '+',
  update: '~',
  delete: '-',
  replace: '-/+',
  move: '→',
  adopt: '⊕',
  forget: '.',
} as const satisfies Record<ResourceAction, string>;
