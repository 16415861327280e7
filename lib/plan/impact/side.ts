import type { Application, Source } from './application.ts';
import { IN_CLUSTER, toApplication } from './application.ts';
import { TOOL_FILES, takesFile } from './directory.ts';
import { objectAt, type PlacedObject } from './placed-object.ts';

/** One repository on one side of a plan. */
export interface SideRepository {
  readonly name: string;
  /** `repositoryIdentity` of every URL it is known by. */
  readonly identities: readonly string[];
  readonly branch: string;
  /** What is known of each file that the program has or had, by path. */
  readonly files: ReadonlyMap<string, readonly PlacedObject[]>;
  /** Paths that we cannot say anything of: those of others, and what could not be read. Computed when first asked. */
  opaque(): ReadonlySet<string>;
}

/** What an Application applies, as far as the repositories say. */
export interface Managed {
  readonly objects: readonly PlacedObject[];
  /** What else there is, in words. */
  readonly beyond: readonly string[];
}

/** The repositories before or after the plan, and who manages what in them. Everything is computed when first asked. */
export class Side {
  readonly #repositories: readonly SideRepository[];
  #applications: readonly Application[] | undefined;
  readonly #parsed = new Map<PlacedObject, Application | undefined>();
  #folders: Folders | undefined;
  readonly #realms = new Map<Application, string | undefined>();
  #byIdentity: ReadonlyMap<string, SideRepository> | undefined;
  readonly #sorted = new Map<object, readonly string[]>();

  constructor(repositories: readonly SideRepository[]) {
    this.#repositories = repositories;
  }

  get applications(): readonly Application[] {
    this.#applications ??= [...this.objects()].flatMap((object) => this.applicationOf(object) ?? []);
    return this.#applications;
  }

  *objects(): Generator<PlacedObject> {
    for (const { files } of this.#repositories) for (const objects of files.values()) yield* objects;
  }

  /** The Application that an object is. */
  applicationOf(object: PlacedObject): Application | undefined {
    if (object.resource.kind !== 'Application') return undefined;
    if (!this.#parsed.has(object)) this.#parsed.set(object, toApplication(object));
    return this.#parsed.get(object);
  }

  /** The Applications whose source takes a file. */
  managersOf(repository: string, path: string): readonly Application[] {
    this.#folders ??= this.#indexFolders();
    const folders = this.#folders.get(repository);
    if (folders === undefined) return [];
    const found = new Set<Application>();
    for (let end = path.lastIndexOf('/'); ; end = path.lastIndexOf('/', end - 1)) {
      const folder = end < 0 ? '' : path.slice(0, end);
      for (const { application, source, rendered } of folders.get(folder) ?? []) {
        if (rendered || takesFile(source, path)) found.add(application);
      }
      if (end <= 0) {
        if (end === 0 || folder === '') break;
        end = 0;
      }
    }
    return [...found];
  }

  /** True when a tool renders what the Application finds, so that files are not objects. */
  isRendered(application: Application): boolean {
    return application.sources.some((source) => {
      const repository = this.#repositoryOf(source);
      return repository !== undefined && isRendered(source, repository);
    });
  }

  managedBy(application: Application): Managed {
    const objects: PlacedObject[] = [];
    const beyond: string[] = [];
    for (const source of application.sources) {
      if (source.chart !== undefined) {
        beyond.push(`the objects of Helm chart ${source.chart} ${source.revision}`);
        continue;
      }
      const repository = this.#repositoryOf(source);
      if (repository === undefined) {
        beyond.push(`what ${source.url} holds in ${source.path === '' ? 'its root' : (source.path ?? 'it')}`);
        continue;
      }
      if (source.path === undefined) continue;
      const rendered = isRendered(source, repository);
      if (rendered) beyond.push(`what a tool renders from ${repository.name}: ${source.path}`);
      for (const path of pathsBelow(this.#sortedPaths(repository.files), source.path)) {
        if (rendered || takesFile(source, path)) objects.push(...(repository.files.get(path) ?? []));
      }
      if (rendered) continue;
      const foreign = pathsBelow(this.#sortedPaths(repository.opaque()), source.path);
      const taken = foreign.filter((path) => takesFile(source, path));
      if (taken.length > 0) beyond.push(foreignFiles(taken, repository.name));
    }
    return { objects, beyond };
  }

  /** The Argo CD that runs an Application: `…#<cluster>`; undefined where nothing says so. */
  realmOf(application: Application): string | undefined {
    const { realm, repository, path } = application.object;
    if (realm !== undefined) return realm;
    if (this.#realms.has(application)) return this.#realms.get(application);
    // an Application that manages itself must not ask itself
    this.#realms.set(application, undefined);
    const found = this.managersOf(repository, path)
      .map((manager) => this.#realmBelow(manager))
      .find((one) => one !== undefined);
    this.#realms.set(application, found);
    return found;
  }

  /** Name or URL of the cluster that an Application deploys to; undefined where we cannot tell. */
  clusterOf(application: Application): string | undefined {
    const { cluster } = application.destination;
    if (cluster === '') return undefined;
    if (cluster !== IN_CLUSTER) return cluster;
    const realm = this.realmOf(application);
    return realm?.slice(realm.lastIndexOf('#') + 1);
  }

  // --- internal ---

  #realmBelow(manager: Application): string | undefined {
    const { cluster } = manager.destination;
    return cluster === IN_CLUSTER || cluster === '' ? this.realmOf(manager) : `#${cluster}`;
  }

  #repositoryOf(source: Source): SideRepository | undefined {
    this.#byIdentity ??= new Map(
      this.#repositories.flatMap((repository) => repository.identities.map((identity) => [identity, repository])),
    );
    const found = this.#byIdentity.get(source.repository);
    return found !== undefined && follows(source, found) ? found : undefined;
  }

  #sortedPaths(paths: ReadonlySet<string> | ReadonlyMap<string, unknown>): readonly string[] {
    const known = this.#sorted.get(paths) ?? [...paths.keys()].sort();
    this.#sorted.set(paths, known);
    return known;
  }

  #indexFolders(): Folders {
    const index = new Map<string, Map<string, Taker[]>>(this.#repositories.map(({ name }) => [name, new Map()]));
    for (const object of this.objects()) {
      // most Applications are of charts, and take no file
      const application = mayTakeFiles(object) ? this.applicationOf(object) : undefined;
      for (const source of application?.sources ?? []) {
        const repository = source.path === undefined ? undefined : this.#repositoryOf(source);
        if (repository === undefined || source.path === undefined) continue;
        const folders = index.get(repository.name);
        if (application === undefined) continue;
        const taker = { application, source, rendered: isRendered(source, repository) };
        const known = folders?.get(source.path);
        if (known === undefined) folders?.set(source.path, [taker]);
        else known.push(taker);
      }
    }
    return index;
  }
}

// --- internal ---

type Folders = ReadonlyMap<string, ReadonlyMap<string, readonly Taker[]>>;

interface Taker {
  readonly application: Application;
  readonly source: Source;
  readonly rendered: boolean;
}

/** False for what is no Application, and for Applications of one chart. */
function mayTakeFiles({ resource, manifest }: PlacedObject): boolean {
  return resource.kind === 'Application' && objectAt(manifest, 'spec', 'source')?.['chart'] === undefined;
}

/** `HEAD` is taken for the branch that we write, since that is the default branch unless somebody says otherwise. */
function follows({ revision }: Source, { branch }: SideRepository): boolean {
  return revision === '' || revision === 'HEAD' || revision === branch || revision === `refs/heads/${branch}`;
}

function isRendered(source: Source, { files, opaque }: SideRepository): boolean {
  if (source.rendered || source.path === undefined) return source.rendered;
  const folder = source.path === '' ? '' : `${source.path}/`;
  return TOOL_FILES.some((name) => files.has(folder + name) || opaque().has(folder + name));
}

/** The part of a sorted list below a folder. */
function pathsBelow(sorted: readonly string[], folder: string): readonly string[] {
  if (folder === '') return sorted;
  return sorted.slice(firstFrom(sorted, `${folder}/`), firstFrom(sorted, `${folder}0`));
}

/** `0` is the character after `/`, so `folder0` is the end of `folder/…`. */
function firstFrom(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function foreignFiles(paths: readonly string[], repository: string): string {
  const [first = '', ...others] = paths;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${repository}: ${first}${more}, which this program did not write`;
}
