import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { Declaration } from '../../model/declaration.ts';
import type { Manifest } from '../../model/json.ts';
import { type Origin, placeOf } from '../../model/origin.ts';
import type { Declared, Organization, Platform, PlatformModel } from '../../model/platform-model.ts';
import type { PlatformRepository } from '../../model/repository-location.ts';
import { type Artifact, realmOf } from '../artifact.ts';
import { nearest, type PlacedChart } from '../collect.ts';
import { LAYOUT } from '../layout.ts';
import { type CompileScope, isInScope } from '../scope.ts';

/** Turns every cdk8s chart into one file of the folder it stands in; a chart without objects writes nothing. */
export function compileCharts(
  charts: readonly PlacedChart[],
  model: PlatformModel,
  add: (artifact: Artifact) => void,
  diagnostics: Diagnostic[],
  scope?: CompileScope | undefined,
): void {
  const places = indexPlaces(model);
  for (const placed of charts) {
    if (scope !== undefined && !mayBeInScope(placed, places, scope)) continue;
    const documents = documentsOf(placed, diagnostics);
    if (documents.length === 0) continue;
    const folder = folderOf(placed, places, diagnostics);
    if (folder === undefined) continue;
    add({
      repository: folder.repository.name,
      path: `${folder.path}/${fileName(placed, folder.owner)}.yaml`,
      origin: placed.origin,
      content: { kind: 'manifests', documents, comment: placed.comment },
      realm: folder.realm,
    });
  }
}

// --- internal ---

interface ChartFolder {
  readonly repository: PlatformRepository;
  readonly path: string;
  /** Known only directly in a cluster's tree: nobody says what applies other folders. */
  readonly realm: string | undefined;
  /** The folder or cluster that gives the chart its place. */
  readonly owner: Declared<Declaration>;
}

/** What charts may stand in, by the origin of its declaration. */
interface Places {
  readonly platform: Platform;
  readonly organizations: ReadonlyMap<Origin, Organization>;
  /** The Argo CD that applies the tree of a cluster. */
  readonly realms: ReadonlyMap<Origin, string>;
}

function indexPlaces(model: PlatformModel): Places {
  const realms = new Map<Origin, string>();
  for (const { origin, organization, name } of model.managementClusters) {
    realms.set(origin, realmOf(organization.platform, name));
  }
  for (const { origin, organization, management } of model.workloadClusters) {
    realms.set(origin, realmOf(organization.platform, management.name));
  }
  const organizations = new Map(model.organizations.map((organization) => [organization.origin, organization]));
  return { platform: model.platform, organizations, realms };
}

function documentsOf({ chart, origin }: PlacedChart, diagnostics: Diagnostic[]): readonly Manifest[] {
  const documents: Manifest[] = [];
  for (const object of chart.objects()) {
    try {
      documents.push(object.toJson());
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      const summary = `\`${object.node.path}\` could not be turned into data`;
      diagnostics.push(
        error('CHART_OBJECT_FAILED', { summary, detail, address: object.node.path, source: origin.position() }),
      );
    }
  }
  return documents;
}

/** True for a chart without a place as well: every part says that it has none. */
function mayBeInScope(placed: PlacedChart, places: Places, scope: CompileScope): boolean {
  const folder = folderOf(placed, places, []);
  return folder === undefined || isInScope(scope, folder.repository.name);
}

/** Joins the paths of the folders around a chart, up to the cluster or organization they start from. */
function folderOf(placed: PlacedChart, places: Places, diagnostics: Diagnostic[]): ChartFolder | undefined {
  const segments: string[] = [];
  let wanted: 'platform' | 'application' | undefined;
  for (const scope of placed.around) {
    if (scope.kind === 'folder') {
      segments.unshift(scope.path);
      wanted ??= scope.repository;
      // A folder that names a repository starts at its root, wherever it stands.
      if (scope.repository !== undefined) break;
    } else if (scope.kind === 'management-cluster' || scope.kind === 'workload-cluster') {
      segments.unshift(LAYOUT.cluster(scope.name));
      break;
    }
  }
  const owner = placed.around.find((scope) => scope.kind === 'folder' || isCluster(scope));
  if (owner === undefined) {
    const summary = `Chart \`${placed.origin.address}\` stands in no folder`;
    diagnostics.push(error('CHART_WITHOUT_FOLDER', { summary, ...placeOf(placed.origin) }));
    return undefined;
  }
  const repository = repositoryOf(placed, places, wanted ?? 'platform', diagnostics);
  if (repository === undefined) return undefined;
  return { repository, path: segments.join('/'), realm: places.realms.get(owner.origin), owner };
}

function repositoryOf(
  placed: PlacedChart,
  places: Places,
  wanted: 'platform' | 'application',
  diagnostics: Diagnostic[],
): PlatformRepository | undefined {
  const declared = nearest(placed.around, 'organization');
  const organization = declared && places.organizations.get(declared.origin);
  if (organization !== undefined) return organization[wanted];
  if (wanted === 'platform') return places.platform.repository;
  diagnostics.push(
    error('FOLDER_WITHOUT_REPOSITORY', {
      summary: 'The platform itself has no application repository',
      ...placeOf(placed.origin),
    }),
  );
  return undefined;
}

function isCluster(scope: Declared<Declaration>): boolean {
  return scope.kind === 'management-cluster' || scope.kind === 'workload-cluster';
}

/** The ids between the folder and the chart, joined, so that charts inside charts keep apart. */
function fileName({ origin }: PlacedChart, owner: Declared<Declaration>): string {
  return origin.address.slice(owner.origin.address.length + 1).replaceAll('/', '-');
}
