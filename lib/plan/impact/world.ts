import type { FileSet, WantedFile } from '../../model/file-set.ts';
import type { Manifest } from '../../model/json.ts';
import type { Provenance } from '../../model/provenance.ts';
import { repositoryIdentity } from '../../model/repository-location.ts';
import { blobId } from '../../repository/blob-id.ts';
import type { Snapshot } from '../../repository/repository.ts';
import { type Comparison, showsContent } from '../comparison.ts';
import { isManifest, objectsOf } from '../diff/diff-file.ts';
import type { ParseYaml } from '../diff/yaml-reader.ts';
import type { Ledger } from '../ledger.ts';
import type { ResourceChange } from '../plan.ts';
import type { JudgedChange } from '../resource-changes.ts';
import type { Entry } from '../resource-entry.ts';
import type { Application } from './application.ts';
import { type Departures, findDepartures } from './departures.ts';
import { mayHoldObjects } from './may-hold-objects.ts';
import { type PlacedObject, placed } from './placed-object.ts';
import { isGone } from './report.ts';
import { Side, type SideRepository } from './side.ts';
import { toolFolders } from './tool-folders.ts';

/** What the model is told of one repository. */
export interface ImpactRepository {
  /** Where it is read from. */
  readonly url: string;
  /** As manifests name it, where that is another URL. */
  readonly manifestUrl?: string | undefined;
  readonly wanted: FileSet;
  readonly snapshot: Snapshot;
  readonly ledger: Ledger | undefined;
  readonly comparison: Comparison;
  readonly entries: readonly Entry[];
  readonly changes: readonly JudgedChange[];
  /** True when the plan looks at a part of the program only: what it leaves out need not be as wanted. */
  readonly partial: boolean;
}

/** A change of one Kubernetes object. */
export interface ObjectChange {
  readonly change: ResourceChange;
  readonly before: PlacedObject | undefined;
  readonly after: PlacedObject | undefined;
}

/** Everything that the rules look at. */
export interface World {
  readonly before: Side;
  readonly after: Side;
  /** By repository and path. */
  readonly changes: readonly ObjectChange[];
  /** What goes, sorted by who deletes it. */
  departures(): Departures;
  /** An Application of before as it is wanted; undefined when it goes. */
  successorOf(application: Application): Application | undefined;
  /** False when no file of a plain folder can be anything but an object: told without looking at who manages what. */
  readonly mayRender: boolean;
  /** Changes of files that could not be read as objects although they may hold some. */
  readonly unread: readonly ResourceChange[];
}

/** @param parse reads wanted files that are text */
export function makeWorld(repositories: readonly ImpactRepository[], parse: ParseYaml): World {
  const known = repositories.map((repository) => new RepositorySides(repository, parse));
  const before = new Side(known.map((one) => one.side('before')));
  const after = new Side(known.map((one) => one.side('after')));
  const changes = known.flatMap((one) => one.changes());
  const next = new Map(
    changes.map((one) => [
      one.before,
      isGone(one) ? undefined : one.change.action === 'forget' ? one.before : one.after,
    ]),
  );
  let departures: Departures | undefined;
  return {
    before,
    after,
    changes,
    departures: () => {
      departures ??= findDepartures(changes, before);
      return departures;
    },
    successorOf({ object }) {
      const successor = next.has(object) ? next.get(object) : object;
      return successor === undefined ? undefined : after.applicationOf(successor);
    },
    mayRender: repositories.some((repository) => !toolFolders(repository).next().done),
    unread: repositories.flatMap(({ changes: all }) => all.map(({ change }) => change).filter(isUnread)),
  };
}

// --- internal ---

/** What a rendering says, which stays the same as long as it is kept: the next plan of the process has it by then. */
const readRenderings = new WeakMap<Provenance, readonly Manifest[]>();

function readOnce(file: WantedFile, parse: ParseYaml): readonly Manifest[] {
  const { provenance } = file;
  const known = provenance && readRenderings.get(provenance);
  if (known !== undefined) return known;
  const manifests = objectsOf(file.path, file, parse) ?? [];
  if (provenance !== undefined) readRenderings.set(provenance, manifests);
  return manifests;
}

const MANIFEST_FILE = /\.(?:ya?ml|json)$/i;

function isUnread({ resource, path }: ResourceChange): boolean {
  return resource.kind === 'File' && resource.api_version === '' && MANIFEST_FILE.test(path);
}

type Files = Map<string, readonly PlacedObject[]>;

/** Both sides of a repository; files that do not change are the same objects on both. */
class RepositorySides {
  readonly #repository: ImpactRepository;
  readonly #parse: ParseYaml;
  readonly #objects = new Map<object, PlacedObject>();
  #files: { readonly before: Files; readonly after: Files } | undefined;
  #foreign: ReadonlySet<string> | undefined;

  constructor(repository: ImpactRepository, parse: ParseYaml) {
    this.#repository = repository;
    this.#parse = parse;
  }

  side(which: 'before' | 'after'): SideRepository {
    const { url, manifestUrl, snapshot } = this.#repository;
    const files = () => this.#read()[which];
    return {
      name: snapshot.repository,
      identities: [...new Set([url, manifestUrl ?? url].map(repositoryIdentity))],
      branch: snapshot.branch,
      get files() {
        return files();
      },
      opaque: () => {
        this.#foreign ??= this.#findForeign();
        return this.#foreign;
      },
    };
  }

  changes(): readonly ObjectChange[] {
    const { snapshot, wanted } = this.#repository;
    return this.#repository.changes.flatMap(({ change, before, after }) => {
      const realm = wanted.files.get(change.path as never)?.realm;
      const at = (value: unknown, path: string) =>
        isManifest(value) ? this.#place(value, snapshot.repository, path, realm) : undefined;
      const from = at(before, change.previous_path ?? change.path);
      const to = at(after, change.path);
      return from === undefined && to === undefined ? [] : [{ change, before: from, after: to }];
    });
  }

  /** One manifest in one file is one object, however often it is asked for. */
  #place(manifest: Manifest, repository: string, path: string, realm: string | undefined): PlacedObject {
    const known = this.#objects.get(manifest);
    if (known?.path === path) return known;
    const object = placed(repository, path, manifest, realm);
    if (known === undefined) this.#objects.set(manifest, object);
    return object;
  }

  #read(): { readonly before: Files; readonly after: Files } {
    if (this.#files !== undefined) return this.#files;
    const { wanted, comparison, entries, snapshot, partial } = this.#repository;
    const before: Files = new Map();
    const after: Files = new Map();
    const add = (files: Files, path: string, value: unknown, realm: string | undefined) => {
      const object = isManifest(value) ? [this.#place(value, snapshot.repository, path, realm)] : [];
      files.set(path, [...(files.get(path) ?? []), ...object]);
    };
    const judged = new Map(comparison.files.map((verdict) => [verdict.path, verdict]));
    for (const file of wanted.files.values()) {
      const verdict = judged.get(file.path);
      if (verdict !== undefined && !(verdict.decision === 'refresh' || verdict.before === verdict.after)) continue;
      if (partial && blobId(file.content, snapshot.objectFormat) !== snapshot.files.get(file.path)?.blob) continue;
      const manifests = file.documents ?? (mayHoldObjects(file, wanted) ? readOnce(file, this.#parse) : []);
      const objects = manifests.map((one) => this.#place(one, snapshot.repository, file.path, file.realm));
      before.set(file.path, objects);
      after.set(file.path, objects);
    }
    for (const { verdict, pair, file } of entries) {
      const forgotten = verdict.decision === 'forget';
      if (!forgotten && (!showsContent(verdict) || verdict.before === verdict.after)) continue;
      // what is given up stays as it is
      const wantedNow = forgotten ? pair.before : pair.after;
      const staying = forgotten ? verdict.before : verdict.after;
      if (verdict.before !== null) add(before, verdict.path, pair.before, file?.realm);
      if (staying !== null) add(after, verdict.path, wantedNow, file?.realm);
    }
    this.#files = { before, after };
    return this.#files;
  }

  /** Files that neither the program nor the plan says anything of. */
  #findForeign(): ReadonlySet<string> {
    const { snapshot } = this.#repository;
    const { before, after } = this.#read();
    const foreign = new Set<string>();
    for (const path of snapshot.files.keys()) if (!before.has(path) && !after.has(path)) foreign.add(path);
    return foreign;
  }
}
