import type { Diagnostic, SourcePosition } from '../diagnostics/diagnostic.ts';
import { kcdkError } from '../diagnostics/error.ts';
import type { FileSet, WantedFile } from '../model/file-set.ts';
import type { Hold } from '../model/hold.ts';
import type { Manifest } from '../model/json.ts';
import type { Origin } from '../model/origin.ts';
import type { RepoPath } from '../model/repo-path.ts';
import type { Comparison, FileVerdict } from '../plan/comparison.ts';
import type { Ledger, LedgerFile, LedgerRecord } from '../plan/ledger.ts';
import type { DepartedOrganization, PlannedRepository } from '../plan/plan-repository.ts';
import type { ObjectFormat, SnapshotEntry } from '../repository/repository.ts';
import type { ShardRepository } from './shard.ts';
import { type RenderedJson, type TemplateJson, TemplateTable, templatesFromJson } from './template-json.ts';

/**
 * A repository of a shard as JSON: all that a merge looks at, and no more.
 *
 * The text of a file that no template rendered is left out where only its objects count; asking for it is a defect of ours. Places in the program
 * are kept once for each construct.
 */
export interface RepositoryJson {
  readonly name: string;
  readonly origins: readonly (readonly [address: string, source: SourcePosition | null])[];
  /** What files were rendered from. */
  readonly templates?: readonly TemplateJson[];
  readonly files: readonly FileJson[];
  readonly holds?: readonly Hold[];
  readonly records: readonly LedgerRecord[];
  readonly planned: PlannedJson | null;
}

interface FileJson {
  readonly path: string;
  /** Position in `origins`. */
  readonly origin: number;
  readonly realm?: string;
  readonly scaffold?: true;
  readonly documents?: readonly Manifest[];
  readonly content?: string;
  readonly rendered?: RenderedJson;
}

interface PlannedJson {
  readonly url: string;
  readonly manifest_url?: string;
  readonly branch: string;
  readonly commit: string | null;
  readonly object_format: ObjectFormat;
  /** `<mode> <blob> <path>`, each ended by NUL. */
  readonly listing: string;
  readonly ledger: LedgerJson | null;
  readonly comparison: ComparisonJson | null;
  /** Base64 by blob. */
  readonly contents: Readonly<Record<string, string>>;
  readonly records?: readonly LedgerRecord[];
  /** What the plan takes as wanted to be held, where it is not what was compiled: it then looks at a part only. */
  readonly holds?: readonly Hold[];
  readonly departed?: readonly DepartedOrganization[];
  /** Files that others have a say in. */
  readonly reconciled: readonly FileJson[];
}

interface LedgerJson {
  readonly project: string;
  readonly files: readonly (readonly [string, LedgerFile])[];
  readonly records: readonly LedgerRecord[];
  readonly holds?: readonly Hold[];
}

interface ComparisonJson {
  readonly files: readonly FileVerdict[];
  readonly unchanged: number;
  readonly owned: readonly (readonly [string, LedgerFile])[];
  readonly ownership_changed: boolean;
  readonly blobs_to_read: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** @param whole true where the text of every file is needed, as in a plan that looks at a part of a program only */
export function repositoryToJson(repository: ShardRepository, whole: boolean): RepositoryJson {
  const { name, compiled, records, planned } = repository;
  const numbers = new Map<Origin, number>();
  const templates = new TemplateTable();
  const told = new Set<string>(planned?.comparison?.files.map(({ path }) => path));
  const toFile = (file: WantedFile): FileJson => {
    const { path, origin, realm, scaffold, documents, content, provenance } = file;
    const number = numbers.get(origin) ?? numbers.size;
    numbers.set(origin, number);
    const isRead = whole || told.has(path) || isReadAsText(file) || provenance !== undefined;
    return {
      path,
      origin: number,
      ...(realm !== undefined && { realm }),
      ...(scaffold && { scaffold }),
      ...(documents !== undefined && { documents }),
      ...(isRead && { content }),
      ...(provenance !== undefined && { rendered: templates.add(provenance) }),
    };
  };
  const files = [...compiled.files.values()].map(toFile);
  const reconciled = planned === undefined ? [] : differing(compiled, planned.wanted).map(toFile);
  return {
    name,
    files,
    templates: templates.toJson(),
    ...(compiled.holds !== undefined && { holds: compiled.holds }),
    records,
    planned: planned === undefined ? null : plannedToJson(planned, { records, holds: compiled.holds }, reconciled),
    origins: [...numbers.keys()].map(({ address, position }) => [address, position() ?? null]),
  };
}

export function repositoryFromJson(json: RepositoryJson): ShardRepository {
  const { name, records, holds } = json;
  const origins = json.origins.map(([address, source]): Origin => ({ address, position: () => source ?? undefined }));
  const renderedFrom = templatesFromJson(json.templates ?? []);
  const toFiles = (list: readonly FileJson[]) =>
    list.map(({ origin, content, path, rendered, ...file }) => {
      const owner = origins[origin] ?? { address: '', position: () => undefined };
      const provenance = rendered && renderedFrom(rendered, content ?? '');
      return withText({ ...file, path: path as RepoPath, origin: owner, ...(provenance && { provenance }) }, content);
    });
  const compiled: FileSet = {
    repository: name,
    files: byPath(toFiles(json.files)),
    ...(holds !== undefined && { holds }),
  };
  if (json.planned === null) return { name, compiled, records, planned: undefined };
  const reconciled = toFiles(json.planned.reconciled);
  const changed: FileSet =
    reconciled.length === 0 ? compiled : { ...compiled, files: new Map([...compiled.files, ...byPath(reconciled)]) };
  const { holds: held } = json.planned;
  const wanted = held === undefined ? changed : { ...changed, holds: held };
  return { name, compiled, records, planned: plannedFromJson(name, json.planned, wanted, records) };
}

/** False for a file of which only the objects are carried. */
export function hasText(file: WantedFile): boolean {
  return Object.getOwnPropertyDescriptor(file, 'content')?.get === undefined;
}

// --- internal ---

/** What is so long may be too long for an annotation: the rule about that looks at files from 131,072 on. */
const LONG = 100_000;

/** True for a file of which the objects are not known, or whose length counts. */
function isReadAsText({ documents = [], content }: WantedFile): boolean {
  return content.length > LONG || documents.length === 0;
}

/** A text that is missing must not be taken for an empty one. */
function withText(file: Omit<WantedFile, 'content'>, content: string | undefined): WantedFile {
  if (content !== undefined) return { ...file, content };
  const missing = {
    get: (): string => {
      throw kcdkError('IMPOSSIBLE', { detail: `a shard does not carry the text of \`${file.path}\`` });
    },
  };
  return Object.defineProperty({ ...file, content: '' }, 'content', { ...missing, enumerable: false });
}

function byPath(files: readonly WantedFile[]): Map<RepoPath, WantedFile> {
  return new Map(files.map((file) => [file.path, file]));
}

function differing(compiled: FileSet, wanted: FileSet): readonly WantedFile[] {
  return [...wanted.files.values()].filter((file) => compiled.files.get(file.path) !== file);
}

function plannedToJson(
  planned: PlannedRepository,
  compiled: Pick<RepositoryJson, 'records'> & { readonly holds: FileSet['holds'] },
  reconciled: readonly FileJson[],
): PlannedJson {
  const { url, manifestUrl, snapshot, ledger, comparison, contents, records = [], departed } = planned;
  const listing = [...snapshot.files].map(([path, { mode, blob }]) => `${mode} ${blob} ${path}\0`);
  return {
    url,
    ...(manifestUrl !== undefined && { manifest_url: manifestUrl }),
    branch: snapshot.branch,
    commit: snapshot.commit ?? null,
    object_format: snapshot.objectFormat,
    listing: listing.join(''),
    ledger: ledger === undefined ? null : ledgerToJson(ledger),
    comparison: comparison === undefined ? null : comparisonToJson(comparison),
    contents: Object.fromEntries([...contents].map(([blob, bytes]) => [blob, Buffer.from(bytes).toString('base64')])),
    ...(records !== compiled.records && { records }),
    ...(planned.wanted.holds !== compiled.holds && { holds: planned.wanted.holds ?? [] }),
    ...(departed !== undefined && { departed }),
    reconciled,
  };
}

function plannedFromJson(
  name: string,
  json: PlannedJson,
  wanted: FileSet,
  compiled: readonly LedgerRecord[],
): PlannedRepository {
  const { url, manifest_url, branch, commit, object_format: objectFormat, ledger, comparison, departed } = json;
  return {
    url,
    ...(manifest_url !== undefined && { manifestUrl: manifest_url }),
    wanted,
    snapshot: { repository: name, branch, commit: commit ?? undefined, objectFormat, files: listed(json.listing) },
    ledger: ledger === null ? undefined : ledgerFromJson(ledger),
    comparison: comparison === null ? undefined : comparisonFromJson(name, comparison),
    contents: new Map(Object.entries(json.contents).map(([blob, text]) => [blob, Buffer.from(text, 'base64')])),
    records: json.records ?? compiled,
    ...(departed !== undefined && { departed }),
  };
}

function listed(listing: string): ReadonlyMap<string, SnapshotEntry> {
  const files = new Map<string, SnapshotEntry>();
  for (let start = 0; start < listing.length; ) {
    const end = listing.indexOf('\0', start);
    const mode = listing.indexOf(' ', start);
    const blob = listing.indexOf(' ', mode + 1);
    if (end < 0 || mode < 0 || blob < 0 || blob > end) break;
    files.set(listing.slice(blob + 1, end), {
      mode: listing.slice(start, mode),
      blob: listing.slice(mode + 1, blob),
    });
    start = end + 1;
  }
  return files;
}

function ledgerToJson({ project, files, records, holds }: Ledger): LedgerJson {
  return { project, files: [...files], records, ...(holds !== undefined && { holds }) };
}

function ledgerFromJson({ files, ...rest }: LedgerJson): Ledger {
  return { ...rest, files: owned(files) };
}

function comparisonToJson(comparison: Comparison): ComparisonJson {
  const { files, unchanged, owned: own, ownershipChanged, blobsToRead, diagnostics } = comparison;
  return {
    files,
    unchanged,
    owned: [...own],
    ownership_changed: ownershipChanged,
    blobs_to_read: blobsToRead,
    diagnostics,
  };
}

function comparisonFromJson(repository: string, json: ComparisonJson): Comparison {
  const { files, unchanged, ownership_changed: ownershipChanged, blobs_to_read: blobsToRead, diagnostics } = json;
  return { repository, files, unchanged, owned: owned(json.owned), ownershipChanged, blobsToRead, diagnostics };
}

function owned(files: readonly (readonly [string, LedgerFile])[]): ReadonlyMap<RepoPath, LedgerFile> {
  return new Map(files.map(([path, file]) => [path as RepoPath, file]));
}
