import type { ForgeServers } from '../forge/forge-place.ts';
import type { ClusterSettings } from '../gates/settings.ts';
import type { PermissionSettings } from '../permissions/settings.ts';
import type { CredentialSource } from '../repository/repository.ts';
import type { SchemaLocation } from './load-schemas.ts';

/** What `cdk8s.yaml` says, checked and with every path made absolute. Deeply frozen. */
export interface Config {
  /** Absolute folder of the file; relative paths in it, and the program, start here. */
  readonly root: string;
  /** Absolute path of the file. */
  readonly file: string;
  /** The program that describes the platform. */
  readonly app: AppEntry;
  /** Absolute folder that `synth` writes to. Never the root, a folder above it, or one that holds the program. */
  readonly output: string;
  /**
   * Absolute folder of YAML declarations, inside the root; it need not exist. Never in `output`, nor around it.
   * Undefined when none are read.
   */
  readonly declarations?: string | undefined;
  /** Name of the project, as in its ledgers; the id of the Platform in the program when undefined. */
  readonly project: string | undefined;
  /** Where repositories really are, by their name in the program; `*` has what an entry does not say. */
  readonly repositories: Readonly<Record<string, RepositoryOverride>>;
  /** Files and folders of schemas for manifests, beside ours. @default - none */
  readonly schemas?: readonly SchemaLocation[] | undefined;
  /** How clusters are reached, by name; `*` stands for all that are not named. @default - none can be */
  readonly clusters?: Readonly<Record<string, ClusterSettings>> | undefined;
  /** Servers with an API for pull requests, by host; always has the public ones. @default `PUBLIC_FORGES` */
  readonly forges?: ForgeServers | undefined;
  /** Who may do what. @default `DEFAULT_PERMISSIONS` */
  readonly permissions?: PermissionSettings | undefined;
}

/** A program is a module that is run in process, or a command line as cdk8s has it. */
export type AppEntry =
  | { readonly kind: 'module' /** Absolute path of the file. */; readonly path: string }
  | { readonly kind: 'command'; readonly command: string };

/** What the file says about a repository; what is undefined is as the program says. */
export interface RepositoryOverride {
  /** URL or absolute path, or a pattern of one with `{name}` in it. */
  readonly remote?: string | undefined;
  readonly branch?: string | undefined;
  /** Every `file` is absolute. */
  readonly credentials?: CredentialSource | undefined;
}
