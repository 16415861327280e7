import type { Manifest } from '../model/json.ts';
import { ARGOCD_NAMESPACE, RESOURCES_FINALIZER, SYNC_WAVE_ANNOTATION } from './application.ts';

export interface AppProjectOptions {
  readonly name: string;
  readonly description: string;
  readonly sourceRepos: readonly string[];
  readonly destinations: readonly AppProjectDestination[];
  /** Namespaces other than Argo CD's own that Applications of the project may live in. */
  readonly sourceNamespaces?: readonly string[];
}

/** `*` stands for any. */
export type AppProjectDestination =
  | { readonly name: string; readonly namespace: string }
  | { readonly server: string; readonly namespace: string };

/**
 * An Argo CD AppProject whose members of the group `admins` may do everything with its Applications.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/project-specification/
 */
export function appProject(options: AppProjectOptions): Manifest {
  const { name } = options;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name,
      namespace: ARGOCD_NAMESPACE,
      annotations: { [SYNC_WAVE_ANNOTATION]: '-1' },
      finalizers: [RESOURCES_FINALIZER],
    },
    spec: {
      description: options.description,
      sourceNamespaces: options.sourceNamespaces && [...options.sourceNamespaces],
      sourceRepos: [...options.sourceRepos],
      destinations: options.destinations.map((destination) => ({ ...destination })),
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      roles: [
        {
          name: 'admin-role',
          description: `Full access to the Applications of ${name}`,
          groups: ['admins'],
          policies: [`p, proj:${name}:admin-role, applications, *, ${name}/*, allow`],
        },
      ],
    },
  };
}
