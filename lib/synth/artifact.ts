import type { Hold } from '../model/hold.ts';
import type { RecordId } from '../model/identity.ts';
import type { Manifest } from '../model/json.ts';
import type { FieldSelector } from '../model/lifecycle.ts';
import type { Origin } from '../model/origin.ts';
import type { Declared, Environment, PlatformModel, WorkloadCluster } from '../model/platform-model.ts';
import type { Provenance } from '../model/provenance.ts';
import type { PlatformRepository } from '../model/repository-location.ts';
import type { RenderedFile } from '../templates/library/template-library.ts';
import type { DeployedSources } from './deployed-sources.ts';

/** One file before it is bytes: where it goes, whose it is, and what it says. */
export interface Artifact {
  /** Name of the repository. */
  readonly repository: string;
  /** Path in the repository, not yet proven safe. */
  readonly path: string;
  readonly origin: Origin;
  /** Kubernetes objects, what a template rendered, or text that is written as it is. */
  readonly content: ArtifactContent;
  /**
   * The Argo CD that applies the file: name of the cluster it runs on, with the repository of its tree.
   * Undefined for files that no Argo CD applies or where we cannot know.
   */
  readonly realm?: string | undefined;
  /** The environment that it is deployed in; undefined for what is of no single one. */
  readonly environment?: Environment | undefined;
  /** The record that the file is; undefined for all other files. */
  readonly record?: RecordId | undefined;
  /** What has to be true of clusters before this or that of its repository is written or removed. @default - nothing */
  readonly holds?: readonly Hold[] | undefined;
  /**
   * The step of a rollout that the file belongs to: what is of `application` needs what is of `infrastructure` to be
   * ready. Undefined for files that wait for nothing.
   */
  readonly phase?: RolloutPhase | undefined;
  /** Written once, and left to those who work there from then on. */
  readonly scaffold?: true | undefined;
  /** Fields that others change in such a file, whatever the program says. */
  readonly ignoreChanges?: readonly FieldSelector[] | undefined;
}

export type RolloutPhase = 'infrastructure' | 'application';

export type ArtifactContent =
  | {
      readonly kind: 'manifests';
      readonly documents: readonly Manifest[];
      /** Comment lines at the head of the file. */
      readonly comment: readonly string[];
      /** For each document: comment lines above the node at a JSON pointer. */
      readonly comments?: readonly ReadonlyMap<string, readonly string[]>[];
    }
  | {
      /** What a template rendered: written as it is, the documents are for those who check. */
      readonly kind: 'rendered';
      readonly text: string;
      readonly documents: readonly Manifest[];
      readonly provenance: Provenance;
    }
  | { readonly kind: 'text'; readonly text: string };

/** The Kubernetes objects of a file, whoever wrote it. */
export function documentsOf(content: ArtifactContent): readonly Manifest[] {
  return content.kind === 'text' ? [] : content.documents;
}

/** What compiling a declaration needs beside it. */
export interface CompileContext {
  readonly model: PlatformModel;
  /** What catalog deployments fetch from, for the projects that have to admit it. */
  readonly sources: DeployedSources;
  /** The folder of the application repository that holds what an environment has on a cluster. */
  readonly folderOf: (cluster: WorkloadCluster, environment: Environment) => string;
  readonly add: (artifact: Artifact) => void;
}

/** The realm of the Argo CD on a cluster. */
export function realmOf(repository: Pick<PlatformRepository, 'name'>, cluster: string): string {
  return `${repository.name}#${cluster}`;
}

/** A file of manifests of one declaration. */
export function manifestFile(
  owner: Declared<object>,
  repository: PlatformRepository,
  path: string,
  documents: readonly Manifest[],
  realm?: string,
): Artifact {
  return {
    repository: repository.name,
    path,
    origin: owner.origin,
    content: { kind: 'manifests', documents, comment: owner.comment },
    realm,
  };
}

/** A file that a template rendered for a declaration. */
export function renderedFile(
  owner: Declared<object>,
  repository: PlatformRepository,
  path: string,
  { text, documents, provenance }: RenderedFile,
  options: Pick<Artifact, 'realm' | 'phase' | 'environment'> = {},
): Artifact {
  const content = { kind: 'rendered', text, documents, provenance } as const;
  return { repository: repository.name, path, origin: owner.origin, content, ...options };
}

/** An empty file that keeps its folder in git. */
export function placeholderFile(owner: Declared<object>, repository: PlatformRepository, path: string): Artifact {
  return { repository: repository.name, path, origin: owner.origin, content: { kind: 'text', text: '' } };
}
