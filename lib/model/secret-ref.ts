/** A key of a Vault KV v2 mount, without `data/` and without a leading slash. */
export interface VaultSecretRef {
  readonly store: 'vault';
  readonly path: string;
}

/** One property of an entry in the secret store that a cluster reads from. */
export interface StoreSecretRef {
  readonly store: 'cluster';
  readonly path: string;
  readonly property: string;
}

/**
 * Where a secret is kept; never the secret.
 *
 * A type of its own, so that a literal where a secret belongs does not compile.
 */
export type SecretRef = VaultSecretRef | StoreSecretRef;

export const SecretRef = {
  /**
   * An entry of Vault's KV v2 mount, with all its fields.
   *
   * @param path for example `argocd/repo-credentials-template/retail`
   */
  vault(path: string): VaultSecretRef {
    return Object.freeze({ store: 'vault', path });
  },

  /**
   * One property of an entry in the cluster's own secret store.
   *
   * @param path for example `konstruct/shared/datadog`
   * @param property for example `api-key`
   */
  store(path: string, property: string): StoreSecretRef {
    return Object.freeze({ store: 'cluster', path, property });
  },
} as const;

/** True for a reference to a secret, and for a mapping that looks exactly like one, which means the same. */
export function isSecretRef(value: unknown): value is SecretRef {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { store, path, property, ...others } = value as Readonly<Record<string, unknown>>;
  if (typeof path !== 'string' || Object.keys(others).length > 0) return false;
  return store === 'vault' ? property === undefined : store === 'cluster' && typeof property === 'string';
}
