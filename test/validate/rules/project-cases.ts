import type { RuleCase } from './rule-case.ts';
import { APPLICATIONS_URL, application, chart, object, PLATFORM_URL } from './rule-program.ts';

const TREE = 'acme/retail/lon1';
const ENVIRONMENT = { namespace: 'lon1-environment', project: 'lon1' };
const source = { repoURL: APPLICATIONS_URL, path: 'charts/shop', targetRevision: 'HEAD' };
const shop = (parts: object = {}) =>
  application('shop', { ...ENVIRONMENT, source, destination: { name: 'lon1', namespace: 'shop' }, ...parts });

const project = (name: string, spec: object) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name, namespace: 'argocd' },
  spec,
});

/** An Application of a project with that specification. */
const inProject = (spec: object, parts: object = {}) => [
  project('special', { sourceRepos: ['*'], destinations: [{ name: 'lon1', namespace: '*' }], ...spec }),
  chart('redis', { project: 'special', ...parts }),
];

/** Rules about Applications, projects and environments. */
export const PROJECT_CASES: readonly RuleCase[] = [
  {
    code: 'APPLICATION_REFUSED_BY_PROJECT',
    what: 'a project admits source, destination and namespace',
    good: ({ tree }) => {
      tree('one', ...inProject({ sourceRepos: ['https://charts.example.com', '!https://evil.example.com/**'] }));
    },
    bad: [
      [`${TREE}/x`, ({ tree }) => tree('x', ...inProject({ sourceRepos: ['https://other.example.com/*'] }))],
      // `*` does not cross a slash, in contrast to `**`.
      [
        `${TREE}/x`,
        ({ tree }) => tree('x', ...inProject({ sourceRepos: ['https://*'] }, { repoURL: 'https://a.example/b/c' })),
      ],
      [`${TREE}/x`, ({ tree }) => tree('x', ...inProject({ sourceRepos: ['*', '!https://charts.example.com'] }))],
      [`${TREE}/x`, ({ tree }) => tree('x', ...inProject({ destinations: [{ name: 'lon1', namespace: 'other-*' }] }))],
      [`${TREE}/x`, ({ tree }) => tree('x', ...inProject({ destinations: [{ name: 'fra?', namespace: '*' }] }))],
      [
        `${TREE}/x`,
        ({ tree }) =>
          tree(
            'x',
            ...inProject({
              destinations: [
                { name: '*', namespace: '*' },
                { name: '!lon1', namespace: '*' },
              ],
            }),
          ),
      ],
      [
        `${TREE}/x`,
        ({ tree }) =>
          tree(
            'x',
            ...inProject({
              destinations: [
                { name: 'lon1', namespace: '*' },
                { name: 'lon1', namespace: '!redis' },
              ],
            }),
          ),
      ],
      [`${TREE}/x`, ({ tree }) => tree('x', ...inProject({ sourceNamespaces: ['team-*'] }, { namespace: 'shop' }))],
      [
        `${TREE}/x`,
        ({ tree }) => tree('x', ...inProject({ sourceNamespaces: ['/^team-[0-9]$/'] }, { namespace: 'team-x' })),
      ],
      [
        `${TREE}/x`,
        ({ tree }) =>
          tree(
            'x',
            ...inProject(
              { destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'a' }] },
              { destination: { name: 'in-cluster', namespace: 'b' } },
            ),
          ),
      ],
    ],
  },
  {
    code: 'PROJECT_UNKNOWN',
    what: 'the project of an Application exists',
    severity: 'warning',
    good: ({ tree }) => tree('one', chart('redis', { project: 'default' })),
    bad: [[`${TREE}/x`, ({ tree }) => tree('x', chart('redis', { project: 'lon1-platfrom' }))]],
  },
  {
    code: 'OBJECT_REFUSED_BY_PROJECT',
    what: 'a project admits the namespaces of what its Applications bring',
    good: ({ tree, environment }) => {
      tree('one');
      environment('plain', object('v1', 'ConfigMap', 'settings'));
    },
    bad: [
      [
        'acme/retail/in-x/x',
        ({ environment }) =>
          environment('x', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'kube-system' } }),
      ],
    ],
  },
  {
    code: 'ENVIRONMENT_APPLICATION_MISPLACED',
    what: 'Applications of environments have the namespace, project and destination of their cluster',
    good: ({ environment }) => environment('shop', shop()),
    bad: [
      ['acme/retail/in-x/x', ({ environment }) => environment('x', shop({ namespace: 'argocd' }))],
      ['acme/retail/in-x/x', ({ environment }) => environment('x', shop({ project: 'default' }))],
      ['acme/retail/in-x/x', ({ environment }) => environment('x', shop({ project: 'lon1-platform' }))],
      [
        'acme/retail/in-x/x',
        ({ environment }) => environment('x', shop({ destination: { name: 'in-cluster', namespace: 'shop' } })),
      ],
      [
        'acme/retail/in-x/x',
        ({ environment }) =>
          environment(
            'x',
            chart('redis', {
              namespace: 'argocd',
              project: 'default',
              destination: { name: 'in-cluster', namespace: 'a' },
            }),
          ),
      ],
    ],
  },
  {
    code: 'FOLDER_SYNCED_TWICE',
    what: 'one folder is synced to one place once',
    good: ({ tree }) => tree('one', application('a'), application('b')),
    bad: [
      [
        `${TREE}/x`,
        ({ tree }) => {
          const same = {
            source: { repoURL: PLATFORM_URL, path: './registry/clusters/lon1/a/', targetRevision: 'HEAD' },
            destination: { name: 'lon1', namespace: 'a' },
          };
          tree('one', application('a'));
          tree('x', application('b', same));
        },
      ],
    ],
  },
  {
    code: 'MANIFEST_CLASH',
    what: 'names of Applications are unique in a namespace of an Argo CD, and objects on a cluster',
    good: ({ tree, environment }) => {
      tree('one', chart('redis'));
      environment('two', chart('redis', { ...ENVIRONMENT, repoURL: APPLICATIONS_URL }));
    },
    bad: [
      [
        `${TREE}/x`,
        ({ tree }) => {
          tree('one', chart('redis'));
          tree('x', chart('redis'));
        },
      ],
      [
        'acme/retail/in-x/x',
        ({ environment }) => {
          environment('one', shop());
          environment('x', shop());
        },
      ],
      [
        `${TREE}/b/objects`,
        ({ tree, folder }) => {
          tree(
            'one',
            application('a', { destination: { name: 'lon1', namespace: 'same' } }),
            application('b', { destination: { name: 'lon1', namespace: 'other' } }),
          );
          folder('a', object('v1', 'ConfigMap', 'settings'));
          folder('b', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'same' } });
        },
      ],
    ],
  },
];
