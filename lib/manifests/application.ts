import type { JsonObject, Manifest } from '../model/json.ts';

/** What makes Argo CD delete an Application's resources with it. @see https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/ */
export const RESOURCES_FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/** Orders resources within one sync. @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ */
export const SYNC_WAVE_ANNOTATION = 'argocd.argoproj.io/sync-wave';

/** Where Argo CD itself runs. */
export const ARGOCD_NAMESPACE = 'argocd';

export interface ApplicationOptions {
  readonly name: string;
  /** @default argocd */
  readonly namespace?: string;
  readonly wave: number;
  readonly project: string;
  readonly source: GitSource | HelmSource;
  readonly destination: Destination;
  /** Options beside `CreateNamespace=true`. */
  readonly syncOptions?: readonly string[];
  readonly retry?: Retry;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** A folder of a repository. `targetRevision` is a branch, tag, commit or `HEAD`. */
export interface GitSource {
  readonly repoURL: string;
  readonly path: string;
  readonly targetRevision: string;
}

/** A chart of a Helm repository, whose URL is written without `oci://`. */
export interface HelmSource {
  readonly repoURL: string;
  readonly chart: string;
  readonly targetRevision: string;
  readonly helm: { readonly releaseName: string; readonly values?: string | undefined };
}

/** A cluster by the name Argo CD knows it under, or by the URL of its API server. */
export type Destination =
  | { readonly name: string; readonly namespace: string }
  | { readonly server: string; readonly namespace: string };

/** Durations are those of Go, for example `1m` or `15m0s`. */
export interface Retry {
  readonly limit: number;
  readonly backoff: { readonly duration: string; readonly maxDuration?: string; readonly factor: number };
}

/** How the registration of a cluster is retried. */
export const REGISTRATION_RETRY: Retry = {
  limit: 5,
  backoff: { duration: '1m', maxDuration: '15m0s', factor: 2 },
};

/** How what runs Terraform is retried. */
export const INFRASTRUCTURE_RETRY: Retry = { limit: 30, backoff: { duration: '1m', factor: 1 } };

/** How a root Application is retried. */
export const ROOT_RETRY: Retry = { limit: 5, backoff: { duration: '5s', maxDuration: '5m0s', factor: 2 } };

/**
 * An Argo CD Application that prunes and heals itself and takes its resources with it when deleted.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml
 */
export function application(options: ApplicationOptions): Manifest {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: options.name,
      namespace: options.namespace ?? ARGOCD_NAMESPACE,
      labels: options.labels,
      annotations: { [SYNC_WAVE_ANNOTATION]: String(options.wave) },
      finalizers: [RESOURCES_FINALIZER],
    },
    spec: {
      project: options.project,
      source: { ...options.source } as JsonObject,
      destination: { ...options.destination },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ['CreateNamespace=true', ...(options.syncOptions ?? [])],
        retry: options.retry as JsonObject | undefined,
      },
    },
  };
}
