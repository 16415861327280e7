import type { ExternalSecretsApiVersion } from '../model/declarations/organization.ts';
import type { Manifest } from '../model/json.ts';
import { SYNC_WAVE_ANNOTATION } from './application.ts';

export interface ExternalSecretOptions {
  readonly apiVersion: ExternalSecretsApiVersion;
  /** Of the ExternalSecret and of the Secret it makes. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly wave: number;
  /** Name of the ClusterSecretStore. */
  readonly store: string;
  /** Each key of the Secret with where its value is kept. */
  readonly data: readonly { readonly secretKey: string; readonly key: string; readonly property: string }[];
}

/**
 * Fetches single values from a store. The Secret stays when the ExternalSecret goes for a moment.
 *
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export function externalSecret(options: ExternalSecretOptions): Manifest {
  const { name, namespace, labels } = options;
  return {
    apiVersion: options.apiVersion,
    kind: 'ExternalSecret',
    metadata: { name, namespace, labels, annotations: { [SYNC_WAVE_ANNOTATION]: String(options.wave) } },
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind: 'ClusterSecretStore', name: options.store },
      target: { name, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      data: options.data.map(({ secretKey, key, property }) => ({
        secretKey,
        // With what the controller fills in, so that Argo CD finds no difference.
        remoteRef: {
          key,
          property,
          conversionStrategy: 'Default',
          decodingStrategy: 'None',
          metadataPolicy: 'None',
        },
      })),
    },
  };
}
