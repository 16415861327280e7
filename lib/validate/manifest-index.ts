import type { RelatedPlace } from '../diagnostics/diagnostic.ts';
import type { FieldPath } from '../model/field-path.ts';
import { isJsonObject, type Manifest } from '../model/json.ts';
import type { Provenance } from '../model/provenance.ts';
import type { Artifact } from '../synth/artifact.ts';
import { fieldWrittenAt, type WrittenPlace } from './written-at.ts';

/** What rules look at of an artifact. */
export type CheckedArtifact = Pick<Artifact, 'repository' | 'path' | 'origin' | 'realm'> & {
  readonly content:
    | { readonly kind: 'text' }
    | { readonly kind: string; readonly documents: readonly Manifest[]; readonly provenance?: Provenance | undefined };
};

/** A Kubernetes document of an artifact. */
export interface IndexedManifest {
  readonly manifest: Manifest;
  /** API group, empty for the core. */
  readonly group: string;
  readonly artifact: CheckedArtifact;
}

/** Every Kubernetes document that is written, by kind and by folder. Made in one pass. */
export interface ManifestIndex {
  readonly all: readonly IndexedManifest[];
  /** The documents of some kinds of a group, whatever their version, in the order of the artifacts for each kind. */
  of(group: string, ...kinds: readonly string[]): readonly IndexedManifest[];
  /** The documents of the files directly in a folder; the root of a repository is the empty text. */
  inFolder(repository: string, folder: string): readonly IndexedManifest[];
  /** The documents of the files in a folder and in the folders below it. */
  below(repository: string, folder: string): readonly IndexedManifest[];
  /** The names of the files directly in a folder. */
  filesIn(repository: string, folder: string): ReadonlySet<string>;
  /** Whether a file is written in the folder, or below it. */
  hasFiles(repository: string, folder: string): boolean;
}

export function createManifestIndex(artifacts: readonly CheckedArtifact[]): ManifestIndex {
  const all: IndexedManifest[] = [];
  const byKind = new Map<string, IndexedManifest[]>();
  const folders = new Map<string, Folder>();
  for (const artifact of artifacts) {
    const folder = folderOf(folders, artifact);
    for (const manifest of documentsOf(artifact)) {
      const group = groupOf(manifest.apiVersion);
      const entry = { manifest, group, artifact };
      all.push(entry);
      const kind = `${group}/${manifest.kind}`;
      const known = byKind.get(kind);
      if (known === undefined) byKind.set(kind, [entry]);
      else known.push(entry);
      folder.documents.push(entry);
    }
  }
  const folder = (repository: string, path: string) => folders.get(`${repository}:${path}`);
  return {
    all,
    of: (group, ...kinds) => kinds.flatMap((kind) => byKind.get(`${group}/${kind}`) ?? NONE),
    inFolder: (repository, path) => folder(repository, path)?.documents ?? NONE,
    below: (repository, path) => documentsBelow(folder(repository, path)),
    filesIn: (repository, path) => folder(repository, path)?.files ?? NO_NAMES,
    hasFiles: (repository, path) => folder(repository, path) !== undefined,
  };
}

/** Where a finding about a document is, as a diagnostic carries it. */
export interface ManifestPlace extends WrittenPlace {
  readonly repository: string;
  readonly path: string;
}

/**
 * Where a finding about a document is: at a field, which need not exist, or at the whole of it.
 *
 * @param others  further places that belong to the finding
 */
export function placeOfManifest(
  { artifact, manifest }: IndexedManifest,
  field: FieldPath = [],
  others: readonly RelatedPlace[] = [],
): ManifestPlace {
  const { repository, path, origin, content } = artifact;
  const provenance = 'provenance' in content ? content.provenance : undefined;
  const written = fieldWrittenAt(origin, provenance, manifest, field);
  const related = [...(written.related ?? []), ...others];
  return { repository, path, ...written, ...(related.length > 0 && { related }) };
}

/** `apps` of `apps/v1`; empty for `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** The documents of an artifact that are Kubernetes objects. */
export function documentsOf({ content }: CheckedArtifact): readonly Manifest[] {
  return 'documents' in content ? content.documents.filter(isManifest) : NONE_WRITTEN;
}

// --- internal ---

const NONE: readonly IndexedManifest[] = [];
const NONE_WRITTEN: readonly Manifest[] = [];
const NO_NAMES: ReadonlySet<string> = new Set();

interface Folder {
  readonly documents: IndexedManifest[];
  readonly files: Set<string>;
  readonly folders: Folder[];
}

/** The folder of an artifact, known to all folders above it. */
function folderOf(folders: Map<string, Folder>, { repository, path }: CheckedArtifact): Folder {
  const slash = path.lastIndexOf('/');
  const folder = ensureFolder(folders, repository, slash === -1 ? '' : path.slice(0, slash));
  folder.files.add(path.slice(slash + 1));
  return folder;
}

function ensureFolder(folders: Map<string, Folder>, repository: string, path: string): Folder {
  const key = `${repository}:${path}`;
  let folder = folders.get(key);
  if (folder === undefined) {
    folder = { documents: [], files: new Set(), folders: [] };
    folders.set(key, folder);
    const slash = path.lastIndexOf('/');
    if (path !== '') ensureFolder(folders, repository, slash === -1 ? '' : path.slice(0, slash)).folders.push(folder);
  }
  return folder;
}

function documentsBelow(top: Folder | undefined): readonly IndexedManifest[] {
  if (top === undefined) return NONE;
  const found: IndexedManifest[] = [];
  const pending = [top];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const document of next.documents) found.push(document);
    pending.push(...next.folders);
  }
  return found;
}

function isManifest(document: unknown): document is Manifest {
  if (!isJsonObject(document)) return false;
  const { apiVersion, kind, metadata } = document;
  return typeof apiVersion === 'string' && typeof kind === 'string' && isJsonObject(metadata);
}
