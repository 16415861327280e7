import type { Diagnostic, SourcePosition } from '../diagnostics/diagnostic.ts';
import type { Role } from '../model/declarations/organization.ts';
import type { Gate } from '../model/gate.ts';
import type { Json } from '../model/json.ts';
import type { ObjectFormat, ObjectId } from '../repository/repository.ts';
import type { FanOut } from './fan-out.ts';
import type { ImpactFinding } from './impact/finding.ts';

/** Version of the plan document. The minor number grows with additions, the major with anything that breaks a reader. */
export const PLAN_FORMAT_VERSION = '1.3';

/**
 * What an apply would do, and all that a reader is ever shown of it.
 *
 * This is the published document (`schemas/plan.schema.json`): field names are those of the JSON, the human view is
 * rendered from it alone. Lists are sorted, so equal inputs give equal bytes.
 */
export interface PlanDocument {
  readonly format_version: string;
  readonly kcdk_version: string;
  readonly project: string;
  /** False when something could not be read; then "no changes" is not a statement this plan makes. */
  readonly complete: boolean;
  /** True when `apply` would carry it out: complete, no error diagnostics, at least one change. */
  readonly applyable: boolean;
  /** `sha256:<hex>` over everything else in the document, so over `contents_digest` too; binds a review to an apply. */
  readonly digest: string;
  readonly summary: PlanSummary;
  /** The addresses that the plan was limited to; left out where it looked at everything. */
  readonly targets?: { readonly target: readonly string[]; readonly exclude: readonly string[] };
  /** The templates that it was made from, by name; left out where there are none. Since 1.2. */
  readonly templates?: readonly TemplatePin[];
  /** By repository name. */
  readonly repositories: readonly RepositoryPlan[];
  /** By repository, path and position in the file. */
  readonly resource_changes: readonly ResourceChange[];
  /** Changes that are the same in many places; since 1.2. */
  readonly fan_out?: readonly FanOut[];
  /** What it does to what runs on clusters, the worst first; since 1.2. Empty does not mean that nothing can happen. */
  readonly impact?: readonly ImpactFinding[];
  /** What is done in which order. */
  readonly phases: readonly PlanPhase[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the actor of the plan may do; left out where the plan has none. Does not count for `applyable`. */
  readonly permissions?: PlanPermissions;
}

/** A template as it was read: another commit of it makes another plan, also where the files come out the same. */
export interface TemplatePin {
  /** The folder, `builtin:<name>`, or the address of its repository. */
  readonly template: string;
  /** Of its repository; left out for one of no repository. */
  readonly commit?: string;
  /** `sha256:<hex>` over its files. */
  readonly digest: string;
}

/** A plan judged by the roles of one actor. */
export interface PlanPermissions {
  readonly actor: {
    readonly name: string;
    readonly kind: 'user' | 'group';
    /** Of the single sign-on, sorted. */
    readonly groups: readonly string[];
    readonly super_user: boolean;
  };
  /** The role matrix that was used; `overridden` are the rows that the configuration changes. */
  readonly matrix: { readonly version: string; readonly source: string; readonly overridden: readonly string[] };
  /** Where the roles were read: as applied, or from the program while nothing is applied yet. */
  readonly roles_from: 'repositories' | 'program';
  /** The highest role in the platform itself (`default`) and in each organization, where there is one. */
  readonly roles: readonly { readonly namespace: string; readonly role: Role }[];
  /** How many files were judged. */
  readonly judged: number;
  /** How many of them the actor may not touch. */
  readonly refused: number;
  /** What is not allowed, by namespace, resource, name and verb; an apply by the actor is refused unless it is empty. */
  readonly denied: readonly PermissionDenial[];
}

/** One thing that the actor may not do. */
export interface PermissionDenial {
  /** Row of the matrix; null for what only a Platform Admin may change. */
  readonly resource: string | null;
  /** The organization acted on; `default` for Global and for the platform itself. */
  readonly namespace: string;
  /** Name of the record; null for files of no record. */
  readonly name: string | null;
  readonly verb: 'write' | 'delete';
  /** The role that the actor has there. */
  readonly held: Role | null;
  /** The least powerful role that would be enough there. */
  readonly needed: Role;
  /** By repository and path. */
  readonly files: readonly { readonly repository: string; readonly path: string }[];
}

/** How many resources each action concerns. */
export interface PlanSummary {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  readonly move: number;
  readonly adopt: number;
  /** Left out where there is nothing to forget. */
  readonly forget?: number;
}

/** `replace` is a destroy and an add of one resource whose identity may not change in place. */
export type ResourceAction = 'create' | 'update' | 'delete' | 'replace' | 'move' | 'adopt' | 'forget';

/**
 * What is done to one file. `adopt` takes over a file we did not write, changing it only if the blobs differ; `forget`
 * leaves one in git that is nobody's from then on.
 */
export type FileAction = 'create' | 'update' | 'delete' | 'adopt' | 'forget';

export interface RepositoryPlan {
  readonly name: string;
  readonly url: string;
  readonly branch: string;
  /** The commit that was read; null when the branch does not exist yet. */
  readonly base: ObjectId | null;
  readonly object_format: ObjectFormat;
  /** The ledger's blob before (null: none) and after; both equal when nothing is to be committed. */
  readonly ledger: { readonly path: string; readonly before: ObjectId | null; readonly after: ObjectId | null };
  /** `sha256:<hex>` over path and content of everything that is written, the ledger included; null: nothing is. */
  readonly contents_digest: string | null;
  readonly files: readonly FileChange[];
}

export interface FileChange {
  readonly path: string;
  readonly action: FileAction;
  /** Construct path of the owner: of the new content, or of the last one for a delete. */
  readonly address: string;
  readonly before: ObjectId | null;
  readonly after: ObjectId | null;
  /** True when a person changed the file after our last write. */
  readonly drifted: boolean;
  /** The phase in which it is done; left out in a plan of one phase. */
  readonly phase?: string;
}

/** Identity of a resource inside its repository. A file that is no manifest has kind `File` and its path as name. */
export interface ResourceIdentity {
  readonly api_version: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

export interface ResourceChange {
  readonly repository: string;
  readonly path: string;
  /** Where a moved resource was before. */
  readonly previous_path?: string;
  readonly address: string;
  readonly previous_address?: string;
  readonly resource: ResourceIdentity;
  /** What a `replace` destroys. */
  readonly previous_resource?: ResourceIdentity;
  readonly action: ResourceAction;
  readonly source?: SourcePosition;
  /** What wrote the first line of it, where a template did; since 1.3. */
  readonly template?: TemplateReference;
  /** By path; empty for `create` and `delete`, whose object is in `after` or `before`. */
  readonly fields: readonly FieldChange[];
  /** The bytes of the file change, the data in it does not; `fields` is empty. */
  readonly formatting_only?: true;
  /** The object of a `delete`; left out for a long text. Values of Secrets read `(sensitive)`. */
  readonly before?: Json;
  /** The object of a `create`; left out for a long text. Values of Secrets read `(sensitive)`. */
  readonly after?: Json;
}

/** One difference inside a resource. A changed text of several lines has `text` in place of `before` and `after`. */
export interface FieldChange {
  /**
   * Keys and list positions from the root of the resource; empty for the whole of a file that is no manifest.
   *
   * A list item with a merge key is `[name=http]`, any other `[0]`: the old position for `remove`, the new one for
   * `add`, and both for `change`. A path may lead into a text that is YAML or JSON itself, such as `helm.values`.
   */
  readonly path: readonly string[];
  readonly action: 'add' | 'change' | 'remove';
  readonly before?: Json;
  readonly after?: Json;
  /** Line difference when both sides are longer texts: unified hunks (`@@` lines included) without file headers. */
  readonly text?: readonly string[];
  /** How many lines of a very long `text` were left out at its end. */
  readonly text_omitted?: number;
  /** The text is YAML or JSON and only its formatting or comments differ. */
  readonly formatting_only?: true;
  /** Only the order of a list with merge keys differs; `before` and `after` are the items' keys in order. */
  readonly order?: true;
  /** The values are secret; `before` and `after` read `(sensitive)`. */
  readonly sensitive?: true;
  /** Sizes in bytes, in place of values, where a side is no text. */
  readonly sizes?: { readonly before: number; readonly after: number };
  /** Where the new value comes from; left out where nothing is wanted any more. Since 1.3. */
  readonly source?: FieldSource;
}

/** A line of a template: its place as people read it, the path of the file in it, the line counted from 1. */
export interface TemplateReference {
  readonly label: string;
  readonly file: string;
  readonly line: number;
}

/** What decided a field. */
export interface FieldSource {
  /** Path of the construct. */
  readonly address: string;
  /** The line of the program that created it. */
  readonly program?: SourcePosition;
  /** The line of the template that wrote the field, of a rendered file; left out for a `remove`. */
  readonly template?: TemplateReference;
  /** The inputs and tokens that this line reads; left out where it reads none. */
  readonly inputs?: readonly string[];
}

/** Commits that may be made together; a later phase waits for the gate of the one before. */
export interface PlanPhase {
  readonly id: string;
  /** Names of repositories, at most one commit each, in the order they are written. Empty where it is done already. */
  readonly commits: readonly string[];
  /** What has to pass before the next phase; left out where nothing has. */
  readonly gates?: readonly PlanGate[];
  /** The ledger of each commit before and after it; left out in a plan of one phase. */
  readonly ledgers?: readonly PhaseLedger[];
}

/** What a plan waits for at the end of a phase. */
export interface PlanGate {
  /** For example `argocd-drained:retail-mgmt/argocd/lon1-dev-dev`. */
  readonly id: string;
  readonly gate: Gate;
  /** True where an earlier run has done what sets the gate off: this plan does the rest of it. */
  readonly pending: boolean;
}

export interface PhaseLedger {
  readonly repository: string;
  readonly before: ObjectId | null;
  readonly after: ObjectId | null;
}
