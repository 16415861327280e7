import type { RuleCase } from './rule-case.ts';
import { application, object } from './rule-program.ts';

const TREE = 'acme/retail/lon1';
const destination = { name: 'in-cluster', namespace: 'lon1' };
const ON_CLUSTER = { name: 'lon1', namespace: 'a' };
const CHART = {
  repoURL: 'https://charts.example.com',
  chart: 'a',
  targetRevision: '1.2.3',
  helm: { releaseName: 'a' },
};
const labelled = (value: string, name = 'a') =>
  object('v1', 'ConfigMap', name, { metadata: { name, labels: { team: value } } });
const called = (length: number) => application('a'.repeat(length), { source: CHART, destination: ON_CLUSTER });
const released = (name: string, releaseName: string | undefined) =>
  application(name, { source: { ...CHART, helm: { releaseName } }, destination: ON_CLUSTER });

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
  {
    code: 'NAME_TOO_LONG',
    what: 'Helm takes the names of its releases',
    good: ({ tree, folder }) => {
      tree('one', released('a'.repeat(53), undefined), released('b'.repeat(60), 'c'.repeat(53)));
      // Helm has no part in a folder of manifests.
      tree('two', application('d'.repeat(60), { destination: ON_CLUSTER }));
      folder('d'.repeat(60), object('v1', 'ConfigMap', 'd'));
    },
    bad: [
      [`${TREE}/one`, ({ tree }) => tree('one', released('a'.repeat(54), undefined))],
      [`${TREE}/one`, ({ tree }) => tree('one', released('a'.repeat(54), ''))],
      // Once, in however many Applications.
      [`${TREE}/one`, ({ tree }) => tree('one', released('a', 'c'.repeat(54)), released('b', 'c'.repeat(54)))],
    ],
  },
];
