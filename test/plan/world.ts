import { stringify } from 'yaml';
import type { FileSet, WantedFile } from '../../lib/model/file-set.ts';
import type { Json, Manifest } from '../../lib/model/json.ts';
import type { Provenance } from '../../lib/model/provenance.ts';
import type { RepoPath } from '../../lib/model/repo-path.ts';
import { type BuildPlanInput, buildPlan } from '../../lib/plan/build-plan.ts';
import { compareFiles } from '../../lib/plan/compare.ts';
import type { CompareOptions, Comparison } from '../../lib/plan/comparison.ts';
import { findLedgers, type Ledger, type LedgerRecord, ledgerPath } from '../../lib/plan/ledger.ts';
import { parseLedger } from '../../lib/plan/parse-ledger.ts';
import type { PlanBundle } from '../../lib/plan/plan-bundle.ts';
import type { PlannedRepository } from '../../lib/plan/plan-repository.ts';
import { blobId } from '../../lib/repository/blob-id.ts';
import type { ObjectFormat, Snapshot } from '../../lib/repository/repository.ts';

export const PROJECT = 'acme';

/** Files of a branch by path; a value with a mode is no plain file. */
export type Files = Readonly<Record<string, string | { readonly content: string; readonly mode: string }>>;

/** A wanted file: text, or manifests. */
export interface Wanted {
  readonly content: string;
  readonly documents?: readonly Manifest[];
  readonly address?: string;
  readonly provenance?: Provenance;
}

export interface World {
  readonly name?: string;
  readonly files: Files;
  readonly wanted: Readonly<Record<string, Wanted | string>>;
  readonly options?: Partial<CompareOptions>;
  /** Addresses whose files are protected. */
  readonly protectedAddresses?: readonly string[];
  /** What a plan of a part looks at. */
  readonly isTarget?: ((address: string) => boolean) | undefined;
  readonly records?: readonly LedgerRecord[];
  readonly format?: ObjectFormat;
}

export interface Planned extends PlanBundle {
  readonly comparison: Comparison | undefined;
  readonly snapshot: Snapshot;
}

/** A manifest as tests need it. */
export function manifest(
  kind: string,
  name: string,
  body: Readonly<Record<string, Json>> = {},
  namespace = 'argocd',
): Manifest {
  return { apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name, namespace }, ...body };
}

export function manifests(documents: readonly Manifest[], address = `${PROJECT}/app`): Wanted {
  return { content: documents.map((document) => stringify(document)).join('---\n'), documents, address };
}

export function fileSet(
  repository: string,
  wanted: World['wanted'],
  protectedAddresses: readonly string[] = [],
): FileSet {
  const files = new Map<RepoPath, WantedFile>();
  for (const [path, value] of Object.entries(wanted)) {
    const file = typeof value === 'string' ? { content: value } : value;
    const address = ('address' in file ? file.address : undefined) ?? `${PROJECT}/app`;
    const lifecycle = protectedAddresses.includes(address) ? { protect: true, ignoreChanges: [] } : undefined;
    const origin = { address, position: () => ({ file: 'main.ts', line: 3, column: 1 }), lifecycle };
    const documents = 'documents' in file ? file.documents : undefined;
    const provenance = 'provenance' in file ? file.provenance : undefined;
    files.set(path as RepoPath, { path: path as RepoPath, content: file.content, origin, documents, provenance });
  }
  return { repository, files };
}

export function snapshotOf(files: Files, name = 'platform', format: ObjectFormat = 'sha1'): Snapshot {
  const entries = Object.entries(files).map(([path, value]) => {
    const { content, mode } = typeof value === 'string' ? { content: value, mode: '100644' } : value;
    return [path, { blob: blobId(content, format), mode }] as const;
  });
  return {
    repository: name,
    branch: 'main',
    commit: blobId(JSON.stringify(files), format),
    objectFormat: format,
    files: new Map(entries),
  };
}

/** Reads the ledger of the project as the pipeline does. */
export function readLedger(world: World): { ledger: Ledger | undefined; readable: boolean; codes: readonly string[] } {
  const text = world.files[ledgerPath(PROJECT)];
  if (text === undefined) return { ledger: undefined, readable: true, codes: [] };
  const content = typeof text === 'string' ? text : text.content;
  const context = { repository: world.name ?? 'platform', project: PROJECT, objectFormat: world.format ?? 'sha1' };
  const { ledger, diagnostics } = parseLedger(content, context);
  return { ledger, readable: ledger !== undefined, codes: diagnostics.map((diagnostic) => diagnostic.code) };
}

export function compare(world: World): Comparison {
  const name = world.name ?? 'platform';
  const snapshot = snapshotOf(world.files, name, world.format);
  const others = [...findLedgers(snapshot).keys()].filter((path) => path !== ledgerPath(PROJECT));
  return compareFiles({
    project: PROJECT,
    wanted: fileSet(name, world.wanted, world.protectedAddresses),
    snapshot,
    ledger: readLedger(world).ledger,
    otherLedgers: new Map(others.map((path) => [path, textOf(world.files, path)])),
    isTarget: world.isTarget,
    options: { ownership: 'strict', onDrift: 'refuse', ...world.options },
  });
}

/** One repository as the pipeline hands it over: compared, with the contents that were asked for. */
export function plannedRepository(world: World): PlannedRepository {
  const name = world.name ?? 'platform';
  const snapshot = snapshotOf(world.files, name, world.format);
  const { ledger, readable } = readLedger(world);
  const comparison = readable ? compare(world) : undefined;
  const contents = new Map<string, Uint8Array>();
  const asked = new Set(comparison?.blobsToRead);
  for (const [path, entry] of snapshot.files) {
    if (asked.has(entry.blob)) contents.set(entry.blob, new TextEncoder().encode(textOf(world.files, path)));
  }
  const url = `https://git.example.com/${name}.git`;
  return { url, wanted: fileSet(name, world.wanted), snapshot, ledger, comparison, contents, records: world.records };
}

export async function plan(world: World, rest: Partial<BuildPlanInput> = {}): Promise<Planned> {
  const repository = plannedRepository(world);
  const bundle = await buildPlan({ kcdkVersion: '0.0.0', project: PROJECT, repositories: [repository], ...rest });
  return { ...bundle, comparison: repository.comparison, snapshot: repository.snapshot };
}

/** The branch after an apply of the plan. */
export function applied(world: World, bundle: PlanBundle): World {
  const name = world.name ?? 'platform';
  const files: Record<string, Files[string]> = { ...world.files };
  const repository = bundle.plan.repositories.find((one) => one.name === name);
  for (const file of repository?.files ?? []) {
    const content = bundle.blobs.get(name)?.get(file.path);
    if (file.after === null) delete files[file.path];
    else if (content !== undefined) files[file.path] = content;
  }
  const ledger = bundle.ledgers.get(name);
  if (ledger === null) delete files[ledgerPath(PROJECT)];
  else if (ledger !== undefined) files[ledgerPath(PROJECT)] = ledger;
  return { ...world, files };
}

/** The world in which `wanted` was applied once, and nothing else happened. */
export async function settled(wanted: World['wanted'], files: Files = {}, rest: Partial<World> = {}): Promise<World> {
  const world = { files, wanted, ...rest };
  return applied(world, await plan(world));
}

export function codes(planned: Planned): readonly string[] {
  return planned.plan.diagnostics.map((diagnostic) => diagnostic.code);
}

/** `action Kind name` of every change. */
export function actions(planned: Planned): readonly string[] {
  return planned.plan.resource_changes.map(
    (change) => `${change.action} ${change.resource.kind} ${change.resource.name}`,
  );
}

// --- internal ---

function textOf(files: Files, path: string): string {
  const value = files[path];
  return typeof value === 'string' ? value : (value?.content ?? '');
}
