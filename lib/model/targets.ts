/**
 * Versions of the operators that the clusters run, where manifests differ between them.
 *
 * - `externalSecrets`: the API version that External Secrets Operator serves. `v1` from 0.17 on; 0.14 only `v1beta1`.
 * - `crossplane`: the major version. `ControllerConfig` is gone in 2; `DeploymentRuntimeConfig` exists from 1.14 on.
 * - `argocd`: the major version. Since 3, plain `oci://` sources are known, and repositories in `argocd-cm` are not.
 *
 * @see https://external-secrets.io/latest/introduction/stability-support/
 * @see https://docs.crossplane.io/latest/whats-new/
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/upgrading/2.14-3.0/
 */
export interface Targets {
  readonly externalSecrets: 'v1' | 'v1beta1';
  readonly crossplane: 1 | 2;
  readonly argocd: 2 | 3;
}

/** What the platform's own templates install. */
export const DEFAULT_TARGETS: Targets = { externalSecrets: 'v1', crossplane: 1, argocd: 3 };

/** What each setting may be. */
export const TARGET_VERSIONS = {
  externalSecrets: ['v1', 'v1beta1'],
  crossplane: [1, 2],
  argocd: [2, 3],
} as const satisfies { readonly [Setting in keyof Targets]: readonly Targets[Setting][] };
