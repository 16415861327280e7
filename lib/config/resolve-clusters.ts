import type { ClusterSettings } from '../gates/settings.ts';
import type { SecretSource } from '../repository/repository.ts';
import { resolveLocation } from './repository-location.ts';

/** How a cluster is reached, as the file has it; paths are as written. */
export interface ClusterData {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly inCluster?: boolean | undefined;
  readonly argocd?: {
    readonly server: string;
    readonly token: SecretSource;
    readonly certificateAuthority?: string | undefined;
  };
  readonly vault?: {
    readonly address: string;
    readonly namespace?: string | undefined;
    readonly certificateAuthority?: string | undefined;
    readonly token?: SecretSource | undefined;
    readonly role?: string | undefined;
    readonly mount?: string | undefined;
    readonly jwt?: SecretSource | undefined;
  };
}

/** Where a pod finds the token of its service account. */
const SERVICE_ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** The clusters of a configuration that follows the schema, with every path made absolute. Deeply frozen. */
export function resolveClusters(
  data: Readonly<Record<string, ClusterData | null>>,
  root: string,
  home: string | undefined,
): Readonly<Record<string, ClusterSettings>> {
  const file = (path: string) => resolveLocation(path, root, home);
  const source = (one: SecretSource): SecretSource =>
    Object.freeze('file' in one ? { ...one, file: file(one.file) } : { ...one });
  const authority = (path: string | undefined) => (path === undefined ? {} : { certificateAuthority: file(path) });
  const entries = Object.entries(data).map(([name, entry]) => {
    const { kubeconfig, context, inCluster, argocd, vault } = entry ?? {};
    const settings: ClusterSettings = {
      ...(kubeconfig !== undefined && { kubeconfig: Object.freeze([file(kubeconfig)]) }),
      ...(context !== undefined && { context }),
      ...(inCluster === true && { inCluster }),
      ...(argocd !== undefined && {
        argocd: Object.freeze({
          server: argocd.server,
          token: source(argocd.token),
          ...authority(argocd.certificateAuthority),
        }),
      }),
      ...(vault !== undefined && {
        vault: Object.freeze({
          address: vault.address,
          ...(vault.namespace !== undefined && { namespace: vault.namespace }),
          ...authority(vault.certificateAuthority),
          auth: Object.freeze(
            vault.token !== undefined
              ? { token: source(vault.token) }
              : {
                  role: vault.role ?? '',
                  mount: vault.mount ?? 'kubernetes',
                  jwt: source(vault.jwt ?? { file: SERVICE_ACCOUNT_TOKEN }),
                },
          ),
        }),
      }),
    };
    return [name, Object.freeze(settings)] as const;
  });
  return Object.freeze(Object.fromEntries(entries));
}
