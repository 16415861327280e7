import type { DiagnosticCode } from '../../../lib/diagnostics/codes.ts';
import type { Targets } from '../../../lib/model/targets.ts';
import {
  APPLICATIONS_URL,
  application,
  chart,
  externalSecret,
  object,
  PARAMETER_STORE,
  PLATFORM_URL,
  type RulePlatform,
  secretStore,
  VAULT,
} from './rule-program.ts';

/** A good example of a rule and bad ones: what is written, and the construct that is told. */
export interface RuleCase {
  readonly code: DiagnosticCode;
  readonly what: string;
  readonly severity?: 'error' | 'warning';
  readonly targets?: Partial<Targets>;
  readonly good: (platform: RulePlatform) => void;
  readonly bad: readonly (readonly [address: string, write: (platform: RulePlatform) => void])[];
}

const TREE = 'acme/retail/lon1';
const ENVIRONMENT = { namespace: 'lon1-environment', project: 'lon1' };
const source = { repoURL: APPLICATIONS_URL, path: 'charts/shop', targetRevision: 'HEAD' };
const shop = (parts: object = {}) =>
  application('shop', { ...ENVIRONMENT, source, destination: { name: 'lon1', namespace: 'shop' }, ...parts });
const store = { kind: 'ClusterSecretStore', name: 'own' };
const extract = (key: string) => ({ dataFrom: [{ extract: { key } }] });

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

const monitor = object('monitoring.coreos.com/v1', 'ServiceMonitor', 'shop', {
  spec: { selector: {}, endpoints: [{ port: 'metrics' }] },
});
const prometheus = (parts: object = {}) =>
  chart('kube-prometheus-stack', { syncOptions: ['ServerSideApply=true'], ...parts });

export const RULE_CASES: readonly RuleCase[] = [
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
  {
    code: 'SECRET_STORE_UNKNOWN',
    what: 'the store of an ExternalSecret is on its cluster',
    good: ({ tree, folder }) => {
      tree('one', application('stores', { wave: 35 }), application('a'));
      folder('stores', secretStore('own', VAULT));
      folder(
        'a',
        externalSecret('db', store),
        externalSecret('parent', { kind: 'ClusterSecretStore', name: 'mgmt-vault-kv-secret' }),
      );
    },
    bad: [
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('stores', { wave: 35 }), application('a'));
          folder('stores', secretStore('own', VAULT));
          folder('a', externalSecret('db', { kind: 'ClusterSecretStore', name: 'onw' }));
        },
      ],
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('stores', { wave: 35 }), application('a'));
          // A SecretStore serves its own namespace only.
          folder('stores', secretStore('own', VAULT, 'SecretStore'));
          folder('a', externalSecret('db', { kind: 'SecretStore', name: 'own' }));
        },
      ],
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree(
            'one',
            application('stores', { wave: 35, destination: { name: 'in-cluster', namespace: 'stores' } }),
            application('s2', { wave: 35 }),
            application('a'),
          );
          folder('stores', secretStore('own', VAULT));
          folder('s2', secretStore('another', VAULT));
          folder('a', externalSecret('db', store));
        },
      ],
    ],
  },
  {
    code: 'SECRET_KEY_SLASH',
    what: 'keys begin with a slash in Parameter Store and without one in Vault',
    good: ({ tree, folder }) => {
      tree('one', application('a'));
      folder('a', secretStore('own', PARAMETER_STORE), externalSecret('db', store, extract('/shop/db')));
      folder(
        'b',
        externalSecret('db', { kind: 'ClusterSecretStore', name: 'mgmt-vault-kv-secret' }, extract('/crossplane')),
      );
    },
    bad: [
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('a'));
          folder('a', secretStore('own', PARAMETER_STORE), externalSecret('db', store, extract('shop/db')));
        },
      ],
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('a'));
          folder('a', secretStore('own', VAULT), externalSecret('db', store, extract('/shop/db')));
        },
      ],
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('a'));
          const data = [{ secretKey: 'a', remoteRef: { key: 'clusters/lon1', property: 'host' } }];
          folder(
            'a',
            externalSecret('db', { kind: 'ClusterSecretStore', name: 'mgmt-aws-ssm' }, { data, dataFrom: [] }),
          );
        },
      ],
    ],
  },
  {
    code: 'OPERATOR_TOO_LATE',
    what: 'operators come before what needs them',
    good: ({ tree, folder }) => {
      tree('one', prometheus({ wave: 35 }), application('monitors'), chart('cert-manager'), application('issuers'));
      folder('monitors', monitor);
      folder('issuers', object('cert-manager.io/v1', 'ClusterIssuer', 'letsencrypt', { spec: { selfSigned: {} } }));
    },
    bad: [
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', prometheus({ wave: 40 }), application('a'));
          folder('a', monitor);
        },
      ],
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', chart('cert-manager', { wave: 41 }), application('a'));
          folder('a', object('cert-manager.io/v1', 'Issuer', 'own', { spec: { selfSigned: {} } }));
        },
      ],
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree(
            'one',
            chart('external-secrets', { syncOptions: ['ServerSideApply=true'] }),
            application('a', { wave: 29 }),
          );
          folder('a', secretStore('own', VAULT));
        },
      ],
    ],
  },
  {
    code: 'OPERATOR_TOO_LATE',
    what: 'ProviderConfigs come before their Workspaces',
    severity: 'warning',
    good: ({ tree, folder }) => {
      const destination = { name: 'in-cluster', namespace: 'lon1' };
      tree('one', application('a', { destination, wave: 0 }), application('b', { destination, wave: 10 }));
      folder('a', object('tf.upbound.io/v1beta1', 'ProviderConfig', 'lon1'));
      folder(
        'b',
        object('tf.upbound.io/v1beta1', 'Workspace', 'lon1', { spec: { providerConfigRef: { name: 'lon1' } } }),
      );
    },
    bad: [
      [
        `${TREE}/b/objects`,
        ({ tree, folder }) => {
          const destination = { name: 'in-cluster', namespace: 'lon1' };
          tree('one', application('a', { destination, wave: 15 }), application('b', { destination, wave: 10 }));
          folder('a', object('tf.upbound.io/v1beta1', 'ProviderConfig', 'lon1'));
          folder(
            'b',
            object('tf.upbound.io/v1beta1', 'Workspace', 'lon1', { spec: { providerConfigRef: { name: 'lon1' } } }),
          );
        },
      ],
    ],
  },
  {
    code: 'OPERATOR_MISSING',
    what: 'a ServiceMonitor has an operator on its cluster',
    severity: 'warning',
    good: ({ folder }) => folder('a', monitor),
    bad: [
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('a'));
          folder('a', monitor);
        },
      ],
    ],
  },
  {
    code: 'CHART_URL_HAS_SCHEME',
    what: 'repositories of charts have no scheme of OCI',
    good: ({ tree }) =>
      tree(
        'one',
        chart('redis', { repoURL: 'docker.io/bitnamicharts' }),
        application('dir', { source: { repoURL: 'oci://ghcr.io/acme/manifests', path: '.', targetRevision: '1.0.0' } }),
      ),
    bad: [[`${TREE}/x`, ({ tree }) => tree('x', chart('redis', { repoURL: 'oci://docker.io/bitnamicharts' }))]],
  },
  {
    code: 'CHART_URL_HAS_SCHEME',
    what: 'Argo CD 2 knows no sources of OCI',
    targets: { argocd: 2 },
    good: ({ tree }) => tree('one', chart('redis', { repoURL: 'docker.io/bitnamicharts' })),
    bad: [
      [
        `${TREE}/x`,
        ({ tree }) =>
          tree(
            'x',
            application('dir', {
              source: { repoURL: 'oci://ghcr.io/acme/manifests', path: '.', targetRevision: '1.0.0' },
            }),
          ),
      ],
    ],
  },
  {
    code: 'REVISION_IS_NUMBER',
    what: 'revisions are text',
    good: ({ tree }) => tree('one', chart('redis', { revision: '1.10' })),
    bad: [[`${TREE}/x`, ({ tree }) => tree('x', chart('redis', { revision: 1.1 }))]],
  },
  {
    code: 'SERVER_SIDE_APPLY_NEEDED',
    what: 'charts with large definitions are applied on the server',
    good: ({ tree }) =>
      tree(
        'one',
        prometheus(),
        chart('external-secrets', {
          source: {
            repoURL: 'https://charts.example.com',
            chart: 'external-secrets',
            targetRevision: '1.0.0',
            helm: { values: 'installCRDs: false\n' },
          },
        }),
      ),
    bad: [
      [`${TREE}/x`, ({ tree }) => tree('x', chart('kube-prometheus-stack'))],
      [`${TREE}/x`, ({ tree }) => tree('x', chart('external-secrets', { syncOptions: ['CreateNamespace=true'] }))],
    ],
  },
  {
    code: 'SERVER_SIDE_APPLY_NEEDED',
    what: 'large objects are applied on the server',
    good: ({ tree, folder }) => {
      tree('one', application('a', { syncOptions: ['ServerSideApply=true'] }));
      folder('a', object('v1', 'ConfigMap', 'big', { data: { text: 'x'.repeat(262_144) } }));
    },
    bad: [
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('a'));
          folder('a', object('v1', 'ConfigMap', 'big', { data: { text: 'x'.repeat(262_144) } }));
        },
      ],
    ],
  },
  {
    code: 'PRUNE_TAKES_OWNED',
    what: 'what owns other resources is not pruned',
    severity: 'warning',
    good: ({ tree }) =>
      tree('one', {
        apiVersion: 'pkg.crossplane.io/v1',
        kind: 'Provider',
        metadata: { name: 'terraform', annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } },
      }),
    bad: [[`${TREE}/x`, ({ tree }) => tree('x', object('pkg.crossplane.io/v1', 'Provider', 'terraform'))]],
  },
  {
    code: 'TARGET_NOT_SERVED',
    what: 'External Secrets Operator serves the version',
    good: ({ folder }) => folder('a', externalSecret('db', store)),
    bad: [
      [
        `${TREE}/a/objects`,
        ({ folder }) => folder('a', { ...externalSecret('db', store), apiVersion: 'external-secrets.io/v1beta1' }),
      ],
    ],
  },
  {
    code: 'TARGET_NOT_SERVED',
    what: 'an older External Secrets Operator serves the older version',
    targets: { externalSecrets: 'v1beta1' },
    good: ({ folder }) => folder('a', { ...externalSecret('db', store), apiVersion: 'external-secrets.io/v1beta1' }),
    bad: [[`${TREE}/a/objects`, ({ folder }) => folder('a', secretStore('own', VAULT))]],
  },
  {
    code: 'TARGET_NOT_SERVED',
    what: 'Crossplane 2 has no ControllerConfig',
    targets: { crossplane: 2 },
    good: ({ folder }) => folder('a', object('pkg.crossplane.io/v1beta1', 'DeploymentRuntimeConfig', 'terraform')),
    bad: [
      [
        `${TREE}/a/objects`,
        ({ folder }) => folder('a', object('pkg.crossplane.io/v1alpha1', 'ControllerConfig', 'terraform')),
      ],
    ],
  },
  {
    code: 'TARGET_NOT_SERVED',
    what: 'Argo CD 3 reads no repositories from argocd-cm',
    good: ({ folder }) =>
      folder('a', object('v1', 'ConfigMap', 'argocd-cm', { data: { url: 'https://argocd.acme.dev' } })),
    bad: [
      [
        `${TREE}/a/objects`,
        ({ folder }) => folder('a', object('v1', 'ConfigMap', 'argocd-cm', { data: { repositories: '[]' } })),
      ],
    ],
  },
];
