import type { SecretSource } from '../repository/repository.ts';

/** How a cluster is reached, from the `konstruct.clusters` section of `cdk8s.yaml`. */
export interface ClusterSettings {
  /**
   * Kubeconfig files, absolute, merged as kubectl merges them; empty: what `KUBECONFIG` names, or `~/.kube/config`.
   * Undefined where the API server is not asked in this way.
   */
  readonly kubeconfig?: readonly string[] | undefined;
  /** Context of the kubeconfig. @default - its current context */
  readonly context?: string | undefined;
  /** True where we run in a pod of the cluster itself. */
  readonly inCluster?: boolean | undefined;
  /** Argo CD's own API, in place of the API server. */
  readonly argocd?: ArgocdSettings | undefined;
  readonly vault?: VaultSettings | undefined;
}

export interface ArgocdSettings {
  /** For example `https://argocd.acme.dev`. */
  readonly server: string;
  readonly token: SecretSource;
  /** File with the certificates that sign the server's, absolute. @default - those of Node.js */
  readonly certificateAuthority?: string | undefined;
}

export interface VaultSettings {
  /** For example `https://vault.acme.dev`. */
  readonly address: string;
  /** Namespace of Vault Enterprise. */
  readonly namespace?: string | undefined;
  readonly certificateAuthority?: string | undefined;
  readonly auth:
    | { readonly token: SecretSource }
    /** Kubernetes authentication: logs in with the token of a service account. */
    | { readonly role: string; readonly mount: string; readonly jwt: SecretSource };
}
