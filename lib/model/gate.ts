/**
 * What has to be true of a cluster, a secret store or a person before the next phase of a plan may be written.
 *
 * Data only: it stands in plans and ledgers, and `lib/gates/` knows how to look. `cluster` is the name of the cluster
 * whose API is asked, as in the program: the management cluster, or the control plane.
 */
export type Gate =
  | ArgocdDrainedGate
  | ApplicationHealthyGate
  | WorkspaceReadyGate
  | ExternalSecretsReadyGate
  | RepositoriesConnectedGate
  | VaultFieldsGate
  | ApprovalGate;

export type GateKind = Gate['kind'];

/** Argo CD has deleted an Application, and every Application that came from it. */
export interface ArgocdDrainedGate {
  readonly kind: 'argocd-drained';
  readonly cluster: string;
  readonly application: string;
  /** Namespace of the Application. */
  readonly namespace: string;
  /** Namespace in which the Applications are that it made. */
  readonly children: string;
  /** The folder that it synced. */
  readonly source: { readonly repoURL: string; readonly path: string };
}

/** An Application is synced and healthy, as it is in git when the gate is looked at: an older state does not count. */
export interface ApplicationHealthyGate {
  readonly kind: 'application-healthy';
  readonly cluster: string;
  readonly application: string;
  readonly namespace: string;
  /** The file that holds it: name of the repository, and path. */
  readonly manifest: { readonly repository: string; readonly path: string };
  /** The repositories of the platform that it syncs: what was synced must contain what their branches hold. */
  readonly sources: readonly { readonly repoURL: string; readonly repository: string }[];
}

/** A Crossplane `Workspace` of provider-terraform is Synced and Ready. */
export interface WorkspaceReadyGate {
  readonly kind: 'workspace-ready';
  readonly cluster: string;
  readonly name: string;
  /**
   * Value of the annotation `konstruct-cdk.dev/revision` that it must carry, so that an older state does not count; and of
   * the output `konstruct_revision`, where its module has that.
   */
  readonly revision?: string;
  /** The Application that applies it: only with it can Argo CD's own API answer. */
  readonly application?: { readonly name: string; readonly namespace: string };
}

/** ExternalSecrets are Ready, as they are written now. */
export interface ExternalSecretsReadyGate {
  readonly kind: 'external-secrets-ready';
  readonly cluster: string;
  readonly namespace: string;
  readonly names: readonly string[];
  /** Fields of the store that each of their specs must name, so that an older state does not count. */
  readonly properties?: readonly string[];
}

/** Argo CD reads Git repositories with the credentials that it has now. */
export interface RepositoriesConnectedGate {
  readonly kind: 'repositories-connected';
  readonly cluster: string;
  /** Namespace of Argo CD: of its Applications, and of the ExternalSecrets that make its credentials. */
  readonly namespace: string;
  /** As Applications name them. */
  readonly urls: readonly string[];
  /** ExternalSecrets: what Argo CD read before it applied their newest version does not count. */
  readonly secrets?: readonly string[];
}

/** A key of a KV version 2 store of Vault has fields. Values are never read. */
export interface VaultFieldsGate {
  readonly kind: 'vault-fields';
  readonly cluster: string;
  /** For example `secret`. */
  readonly mount: string;
  /** Key below the mount, without `data/`. */
  readonly path: string;
  readonly fields: readonly string[];
}

/** A person has said yes. */
export interface ApprovalGate {
  readonly kind: 'approval';
  /** What `--approve` takes: lower case letters, digits and hyphens. */
  readonly name: string;
  readonly question: string;
}

/** Variable and output of a module that say for which revision it was applied last. */
export const REVISION_OUTPUT = 'konstruct_revision';

/** The annotation of what a gate must not take for an older state. */
export const REVISION_ANNOTATION = 'konstruct-cdk.dev/revision';

/** Names a gate on command lines, in commits and in output: `argocd-drained:retail-mgmt/argocd/lon1-dev-dev`. */
export function gateId(gate: Gate): string {
  switch (gate.kind) {
    case 'argocd-drained':
    case 'application-healthy':
      return `${gate.kind}:${gate.cluster}/${gate.namespace}/${gate.application}`;
    case 'workspace-ready':
      return `${gate.kind}:${gate.cluster}/${gate.name}`;
    case 'repositories-connected':
      return `${gate.kind}:${gate.cluster}/${gate.namespace}`;
    case 'external-secrets-ready':
      return `${gate.kind}:${gate.cluster}/${gate.namespace}/${gate.names.join('+')}`;
    case 'vault-fields':
      return `${gate.kind}:${gate.cluster}/${gate.mount}/${gate.path}`;
    case 'approval':
      return `${gate.kind}:${gate.name}`;
  }
}

/** What a gate waits for, as the end of a sentence that starts with "waits until". */
export function describeGate(gate: Gate): string {
  switch (gate.kind) {
    case 'argocd-drained':
      return `Argo CD of ${gate.cluster} has deleted Application ${gate.namespace}/${gate.application} and what it made`;
    case 'application-healthy':
      return `Application ${gate.namespace}/${gate.application} on ${gate.cluster} is synced and healthy, as git has it`;
    case 'workspace-ready':
      return `Workspace ${gate.name} on ${gate.cluster} is synced and ready`;
    case 'external-secrets-ready':
      return `ExternalSecret ${gate.names.join(', ')} in ${gate.namespace} on ${gate.cluster} is ready`;
    case 'repositories-connected':
      return `Argo CD of ${gate.cluster} reads ${gate.urls.join(', ')}`;
    case 'vault-fields':
      return `Vault of ${gate.cluster} has ${gate.fields.join(', ')} at ${gate.mount}/${gate.path}`;
    case 'approval':
      return `somebody approves: ${gate.question}`;
  }
}
