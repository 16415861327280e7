import type { ExternalSecretsApiVersion, GitAccountSpec } from '../model/declarations/organization.ts';
import type { Manifest } from '../model/json.ts';
import { ARGOCD_NAMESPACE, SYNC_WAVE_ANNOTATION } from './application.ts';

export interface RepositoryCredentialsOptions {
  readonly apiVersion: ExternalSecretsApiVersion;
  /** Name of the ExternalSecret and of the Secret it makes. */
  readonly name: string;
  readonly auth: GitAccountSpec['auth'];
  /** Name of the ClusterSecretStore. */
  readonly store: string;
  /** Entry in the store, without a leading slash. */
  readonly key: string;
}

/**
 * The fields Argo CD reads from a repository Secret, in the order of the platform's own templates.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories
 */
const FIELDS = {
  pat: ['type', 'name', 'url', 'username', 'password'],
  'gitlab-group-token': ['type', 'name', 'url', 'username', 'password'],
  'github-app': ['type', 'url', 'githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey'],
} as const;

/**
 * The ExternalSecret from which Argo CD learns how to enter a repository.
 *
 * @see https://external-secrets.io/latest/guides/templating/
 */
export function repositoryCredentials(options: RepositoryCredentialsOptions): Manifest {
  const data = Object.fromEntries(FIELDS[options.auth].map((field) => [field, `{{ .${field} }}`]));
  return {
    apiVersion: options.apiVersion,
    kind: 'ExternalSecret',
    metadata: {
      name: options.name,
      namespace: ARGOCD_NAMESPACE,
      labels: { 'app.kubernetes.io/part-of': 'argocd' },
      annotations: { [SYNC_WAVE_ANNOTATION]: '20' },
    },
    spec: {
      refreshInterval: '10s',
      secretStoreRef: { kind: 'ClusterSecretStore', name: options.store },
      target: {
        name: options.name,
        creationPolicy: 'Owner',
        template: {
          type: 'Opaque',
          metadata: {
            labels: { 'argocd.argoproj.io/secret-type': 'repository' },
            annotations: { 'managed-by': 'argocd.argoproj.io' },
          },
          data,
        },
      },
      dataFrom: [{ extract: { key: options.key } }],
    },
  };
}
