import type { RuleCase } from './rule-case.ts';
import { application, chart, object } from './rule-program.ts';

const TREE = 'acme/retail/lon1';
const destination = { name: 'in-cluster', namespace: 'lon1' };
const labelled = (value: string, name = 'a') =>
  object('v1', 'ConfigMap', name, { metadata: { name, labels: { team: value } } });
const called = (length: number) => chart('a'.repeat(length), { destination: { name: 'lon1', namespace: 'a' } });

/** Rules about what is kept in labels. */
export const LABEL_CASES: readonly RuleCase[] = [
  {
    code: 'LABEL_INVALID',
    what: 'labels have values that the API server takes',
    good: ({ tree, folder }) => {
      tree('one', application('a', { destination }));
      folder('a', labelled('a'.repeat(63)), labelled('', 'b'), labelled('A_b.c-1', 'c'));
    },
    bad: ['a'.repeat(64), 'two words', '-a', 'a.', 'ä'].map((value) => [
      `${TREE}/a/objects`,
      ({ tree, folder }) => {
        tree('one', application('a', { destination }));
        folder('a', labelled(value));
      },
    ]),
  },
  {
    code: 'NAME_TOO_LONG',
    what: 'Argo CD 2 can keep names of Applications in a label',
    targets: { argocd: 2 },
    good: ({ tree }) => tree('one', called(63)),
    bad: [[`${TREE}/one`, ({ tree }) => tree('one', called(64))]],
  },
];
