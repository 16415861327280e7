import type { ImpactSeverity } from './finding.ts';

/** What a code of an impact means, why it happens, and what to do if it is not meant. */
export interface ImpactCodeEntry {
  /** The worst it can be; a finding may be milder. */
  readonly severity: ImpactSeverity;
  readonly summary: string;
  readonly prevention: string;
  /** Where the rule comes from. */
  readonly source: string;
}

const ARGO = 'https://argo-cd.readthedocs.io/en/stable';

/** Every code of an impact; `docs/plan.md` has the same table. */
export const IMPACT_CODES = {
  APPLICATION_CASCADE: {
    severity: 'destructive',
    summary: 'An Application goes and deletes everything it runs',
    prevention: 'Apply a change that removes its resources finalizer first; then deleting it leaves what it runs.',
    source: `${ARGO}/user-guide/app_deletion/`,
  },
  APPLICATION_ORPHANS: {
    severity: 'notice',
    summary: 'An Application without resources finalizer goes; what it runs stays and nobody manages it',
    prevention: 'Give the Application its resources finalizer and apply that first, if what it runs is to go too.',
    source: `${ARGO}/user-guide/app_deletion/`,
  },
  CRDS_REMOVED: {
    severity: 'destructive',
    summary: 'What owns CustomResourceDefinitions goes; custom resources go with their definition',
    prevention:
      'Remove the resources finalizer of the Application first, or annotate the object with `argocd.argoproj.io/sync-options: Prune=false`.',
    source: `Konstruct release notes 0.3; ${ARGO}/user-guide/sync-options/`,
  },
  DESTINATION_CHANGED: {
    severity: 'destructive',
    summary: 'An Application goes to another cluster or namespace',
    prevention: 'Add a second Application for the new destination, move the data, then remove the first.',
    source: `${ARGO}/user-guide/application-specification/`,
  },
  EFFECT_UNKNOWN: {
    severity: 'unknown',
    summary: 'The effect cannot be told from the repositories',
    prevention: 'Look at what the Application renders before and after, for example with `argocd app diff`.',
    source: `${ARGO}/user-guide/tool_detection/`,
  },
  FINALIZER_REMOVED: {
    severity: 'notice',
    summary: 'An Application loses its resources finalizer; deleting it later leaves what it runs',
    prevention: 'Keep the finalizer, unless the Application is to be taken away from what it runs.',
    source: `${ARGO}/user-guide/app_deletion/`,
  },
  HANDED_OVER: {
    severity: 'destructive',
    summary: 'A resource goes from one Application to another: one prunes it while the other creates it',
    prevention:
      'Annotate the resource with `argocd.argoproj.io/sync-options: Prune=false` and apply that first, then move it.',
    source: `${ARGO}/user-guide/sync-options/`,
  },
  IMMUTABLE_FIELD: {
    severity: 'destructive',
    summary: 'A field changes that Kubernetes does not let change in place',
    prevention: 'Give the resource a new name, or delete the old one in a plan of its own.',
    source: `${ARGO}/user-guide/sync-options/; https://kubernetes.io/docs/reference/kubernetes-api/`,
  },
  NAME_REUSED: {
    severity: 'destructive',
    summary: 'A name is used anew while what had it is still going away',
    prevention: 'Apply the removal, wait until Argo CD has drained it, then use the name again.',
    source: 'Konstruct release notes 0.5.2, deletion of environments',
  },
  OBJECT_RECREATED: {
    severity: 'destructive',
    summary: 'A new name or namespace deletes one object and creates another',
    prevention: 'Keep the name and namespace, or create the new one first and remove the old one in a later plan.',
    source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  },
  OBJECTS_PRUNED: {
    severity: 'destructive',
    summary: 'An Application no longer finds objects in its source and prunes them',
    prevention:
      'Annotate what is to stay with `argocd.argoproj.io/sync-options: Prune=false` and apply that before it is removed.',
    source: `${ARGO}/user-guide/auto_sync/#automatic-pruning`,
  },
  PROJECT_REFUSES: {
    severity: 'disruptive',
    summary: 'An AppProject no longer admits an Application that uses it; it can be neither synced nor deleted',
    prevention: 'Move the Applications to another project first, or keep admitting what they use.',
    source: `${ARGO}/user-guide/projects/`,
  },
  SECRET_REMOVED_IN_USE: {
    severity: 'destructive',
    summary: 'A Secret goes that something still uses',
    prevention: 'Remove its uses first and apply that, then remove it.',
    source: 'https://external-secrets.io/latest/guides/ownership-deletion-policy/',
  },
  SERVER_SIDE_APPLY_MISSING: {
    severity: 'disruptive',
    summary: 'kube-prometheus-stack is applied without ServerSideApply=true; its CRDs are too large for that',
    prevention: 'Add `ServerSideApply=true` to its `syncOptions`.',
    source: `${ARGO}/user-guide/sync-options/#server-side-apply`,
  },
  STORE_REMOVED_IN_USE: {
    severity: 'disruptive',
    summary: 'A secret store goes that ExternalSecrets still read from; they are no longer refreshed',
    prevention: 'Move the ExternalSecrets to another store first and apply that, then remove it.',
    source: 'https://external-secrets.io/latest/api/secretstore/',
  },
  SYNC_POLICY_CHANGED: {
    severity: 'disruptive',
    summary: 'Automated sync, pruning or self-healing is turned on or off',
    prevention: 'Look at what the Application shows as out of sync before it acts by itself.',
    source: `${ARGO}/user-guide/auto_sync/`,
  },
  SYNC_WAVE_INVERTED: {
    severity: 'disruptive',
    summary: 'Something is applied before what it needs',
    prevention: 'Give what is needed a lower `argocd.argoproj.io/sync-wave` than what needs it.',
    source: `${ARGO}/user-guide/sync-waves/`,
  },
} as const satisfies Record<string, ImpactCodeEntry>;

export type ImpactCode = keyof typeof IMPACT_CODES;
