import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Cache, openCache } from '../../../lib/cache/cache.ts';
import { type Diagnostic, error } from '../../../lib/diagnostics/diagnostic.ts';
import { KcdkError } from '../../../lib/diagnostics/error.ts';
import type { ProgramPlan } from '../../../lib/pipeline.ts';
import { ledgerPath } from '../../../lib/plan/ledger.ts';
import { parseLedger } from '../../../lib/plan/parse-ledger.ts';
import { blobId } from '../../../lib/repository/blob-id.ts';
import { openGitRepository } from '../../../lib/repository/git/open-git-repository.ts';
import type { Repository } from '../../../lib/repository/repository.ts';
import { type BareRepository, createBareRepository, testGitEnv } from '../../tools/git-server.ts';
import { applyPlan, planTree, README, STILL } from '../../tools/memory-platform.ts';
import { compile, filesOf } from '../../tools/program.ts';
import { buildPlatform, RANDOM_REPOSITORIES, type RandomPlatform } from '../../tools/random-platform.ts';
import { KEEP_LOOSE, type LooseObjects, looseObjects } from './loose-objects.ts';
import { Killed, type Life, mortal } from './mortal.ts';
import type { ForeignWrite, Step } from './steps.ts';

const LEDGER = ledgerPath('acme');
const FOREVER = Number.POSITIVE_INFINITY;

/** Real repositories, and what the model knows of them: everything that is not ours must be there as others left it. */
export interface ModelWorld {
  run(step: Step): Promise<void>;
  /** Lets everything succeed, and asks that the repositories then hold what is wanted, what is foreign, and nothing else. */
  converge(): Promise<void>;
  remove(): void;
}

export function createWorld(start: RandomPlatform): ModelWorld {
  const places = new Map(RANDOM_REPOSITORIES.map((name) => [name, newPlace(name)]));
  const folder = mkdtempSync(join(tmpdir(), 'kcdk-cache-'));
  const cache = openCache({ folder, version: 'model' });
  let platform = start;
  return {
    run: async (step) => {
      if (step.platform !== undefined) platform = withOrganizationsOf(platform, step.platform);
      for (const write of step.before) foreignWrite(places, write);
      await runOnce(places, cache, platform, step);
    },
    converge: async () => {
      for (const place of places.values()) vacate(place);
      const step: Step = { platform, onDrift: 'overwrite', before: [], between: [], killedAt: undefined, gates: [] };
      expect((await runOnce(places, cache, platform, step)).map(({ code }) => code)).toEqual([]);
      const wanted = filesOf(compile(buildPlatform(platform)));
      for (const place of places.values()) expectExactly(place, wanted);
      const heads = [...places.values()].map(({ bare }) => headOf(bare));
      expect(await runOnce(places, cache, platform, step)).toEqual([]);
      expect([...places.values()].map(({ bare }) => headOf(bare))).toEqual(heads);
    },
    remove: () => {
      for (const { bare } of places.values()) bare.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// --- internal ---

/** One repository as the model sees it; blobs by path, `undefined` for a file that others took away. */
interface Place {
  readonly name: string;
  readonly bare: BareRepository;
  readonly objects: LooseObjects;
  /** Files that are nobody's but others'. */
  readonly foreign: Map<string, string>;
  /** Files of ours that others changed, and that we have not been told to overwrite. */
  readonly edited: Map<string, string | undefined>;
  /** Those of `foreign` that stand where we may want to write. */
  readonly occupied: Set<string>;
  /** The head up to which commits were judged. */
  judged: string;
  notes: number;
}

function newPlace(name: string): Place {
  const bare = createBareRepository({ 'README.md': README });
  appendFileSync(join(bare.path, 'config'), KEEP_LOOSE);
  const objects = looseObjects(bare.path);
  const foreign = new Map([['README.md', blobId(README, 'sha1')]]);
  return { name, bare, objects, foreign, edited: new Map(), occupied: new Set(), judged: headOf(bare), notes: 0 };
}

/** A repository that a program no longer has is out of its reach, so that organizations stay. */
function withOrganizationsOf(before: RandomPlatform, after: RandomPlatform): RandomPlatform {
  const kept = before.organizations.filter(({ name }) => !after.organizations.some((one) => one.name === name));
  return { ...after, organizations: [...after.organizations, ...kept] };
}

/** One run from the first snapshot to its end, natural or not; then everything is judged. Returns why it did not finish. */
async function runOnce(
  places: ReadonlyMap<string, Place>,
  cache: Cache,
  platform: RandomPlatform,
  step: Step,
): Promise<readonly Diagnostic[]> {
  const life: Life = { left: step.killedAt ?? FOREVER };
  const opened: Repository[] = [];
  const between = [...step.between];
  const editedBefore = new Map([...places].map(([name, { edited }]) => [name, new Map(edited)]));
  const beforeCommit = (): void => {
    const write = between.shift();
    if (write !== undefined) foreignWrite(places, write);
  };
  const remotes = new Map(
    [...places].map(([name, { bare }]) => {
      const open = ({ branch }: { readonly branch?: string | undefined }) => {
        const location = { name, url: bare.path, ...(branch !== undefined && { branch }) };
        const repository = openGitRepository(location, { env: testGitEnv(), cache, sleep: async () => undefined });
        opened.push(repository);
        return mortal(repository, life, beforeCommit);
      };
      return [name, { open }] as const;
    }),
  );
  let planned: ProgramPlan | undefined;
  let diagnostics: readonly Diagnostic[] = [];
  const gates = [...step.gates];
  try {
    const compare = { ownership: 'strict', onDrift: step.onDrift } as const;
    planned = await planTree(buildPlatform(platform), remotes, compare, {
      allowDelete: ['acme'],
      allowReplace: ['acme'],
      cache,
    });
    const { plan } = planned.bundle;
    diagnostics = plan.diagnostics.filter(({ severity }) => severity === 'error');
    if (plan.applyable) {
      const awaitGates = async () => (gates.shift() === false ? [error('GATE_TIMED_OUT')] : []);
      diagnostics = (await applyPlan(planned, { ...STILL, random: Math.random, awaitGates })).diagnostics;
    }
  } catch (cause) {
    if (!(cause instanceof Killed) && !KcdkError.is(cause)) throw cause;
    diagnostics = KcdkError.is(cause) ? cause.diagnostics : [error('ABORTED')];
  } finally {
    await Promise.all(opened.map((repository) => repository.close()));
  }
  for (const place of places.values()) {
    const head = headOf(place.bare);
    if (head === place.judged) continue;
    judgeCommits(place, head, planned);
    judgeFiles(place, step.onDrift === 'overwrite' ? (editedBefore.get(place.name) ?? new Map()) : new Map());
    place.judged = head;
  }
  return diagnostics;
}

/** Read from its file, where every push leaves it: a process for each look would be most of the time. */
function headOf({ path, branch }: BareRepository): string {
  return readFileSync(join(path, 'refs', 'heads', branch), 'utf8').trim();
}

/** The branch went forward from where it stood, and every commit of ours changed nothing but what its plan named. */
function judgeCommits(place: Place, head: string, planned: ProgramPlan | undefined): void {
  const plan = planned?.bundle.plan.repositories.find(({ name }) => name === place.name);
  const named = new Set([LEDGER, ...(plan?.files.map(({ path }) => path) ?? [])]);
  for (let id = head; id !== place.judged; ) {
    const { parents, authorEmail } = place.objects.commit(id);
    expect(parents).toHaveLength(1);
    const [parent = ''] = parents;
    if (authorEmail === 'test@example.com') {
      const changed = pathsBetween(place.objects.files(parent), place.objects.files(id));
      expect(changed.filter((path) => !named.has(path))).toEqual([]);
    }
    id = parent;
  }
}

/** Paths that differ between two lists of blobs. */
function pathsBetween(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}

/**
 * What others wrote is as they left it, and the ledger lists what else there is.
 *
 * @param mayOverwrite edits that the run had been told to overwrite
 */
function judgeFiles(place: Place, mayOverwrite: ReadonlyMap<string, string | undefined>): void {
  const files = blobsOf(place);
  for (const [path, blob] of place.foreign) expect(files.get(path), `${place.name}: ${path}`).toBe(blob);
  for (const [path, blob] of [...place.edited]) {
    const overwritten = files.get(path) !== blob && mayOverwrite.has(path) && mayOverwrite.get(path) === blob;
    if (overwritten) place.edited.delete(path);
    else expect(files.get(path), `${place.name}: ${path} as others edited it`).toBe(blob);
  }
  const owned = ledgerOf(place);
  for (const [path, blob] of owned) {
    if (!place.edited.has(path)) expect(files.get(path), `${place.name}: ${path} as the ledger has it`).toBe(blob);
  }
  const others = [...files.keys()].filter((path) => path !== LEDGER && !place.foreign.has(path) && !owned.has(path));
  expect(others.filter((path) => !place.edited.has(path))).toEqual([]);
  // What is neither there nor in the ledger any more is settled.
  for (const path of [...place.edited.keys()]) {
    if (!owned.has(path) && !files.has(path)) place.edited.delete(path);
  }
}

function expectExactly(place: Place, wanted: Readonly<Record<string, string>>): void {
  const own = Object.entries(wanted).filter(([key]) => key.startsWith(`${place.name}:`));
  const expected = new Map([
    ...place.foreign,
    ...own.map(([key, content]) => [key.slice(place.name.length + 1), blobId(content, 'sha1')] as const),
  ]);
  const files = new Map(blobsOf(place));
  files.delete(LEDGER);
  expect(Object.fromEntries(files)).toEqual(Object.fromEntries(expected));
}

function blobsOf({ bare, objects }: Place): ReadonlyMap<string, string> {
  return objects.files(headOf(bare));
}

function ledgerOf(place: Place): ReadonlyMap<string, string> {
  const { objects, name } = place;
  const blob = blobsOf(place).get(LEDGER);
  if (blob === undefined) return new Map();
  const text = objects.text(blob);
  const { ledger, diagnostics } = parseLedger(text, { repository: name, project: 'acme', objectFormat: 'sha1' });
  expect(diagnostics).toEqual([]);
  return new Map([...(ledger?.files ?? [])].map(([path, { blob }]) => [path, blob]));
}

function foreignWrite(places: ReadonlyMap<string, Place>, { repository, kind, choice }: ForeignWrite): void {
  const place = places.get(repository);
  if (place === undefined) throw new Error(`no repository ${repository}`);
  FOREIGN_WRITES[kind](place, choice);
}

const FOREIGN_WRITES: Readonly<Record<ForeignWrite['kind'], (place: Place, choice: number) => void>> = {
  note: (place, choice) => {
    place.notes++;
    put(place, `notes/${place.notes}.md`, `note ${choice}\n`, place.foreign);
  },
  'remove-note': (place, choice) => {
    const path = pick(
      [...place.foreign.keys()].filter((one) => one.startsWith('notes/')),
      choice,
    );
    if (path === undefined) return;
    place.bare.commit({ [path]: undefined });
    place.foreign.delete(path);
  },
  occupy: (place, choice) => {
    const path = `registry/konstruct/${choice % 2 === 0 ? 'default' : 'retail'}/environment/dev.yaml`;
    if (blobsOf(place).has(path) || ledgerOf(place).has(path)) return;
    put(place, path, `occupied: ${choice}\n`, place.foreign);
    place.occupied.add(path);
  },
  'edit-ours': (place, choice) => {
    const path = pick(ownedFiles(place), choice);
    if (path !== undefined) put(place, path, `# edited ${choice}\n`, place.edited);
  },
  'delete-ours': (place, choice) => {
    const path = pick(ownedFiles(place), choice);
    if (path === undefined) return;
    place.bare.commit({ [path]: undefined });
    place.edited.set(path, undefined);
  },
};

function put(place: Place, path: string, content: string, into: { set(path: string, blob: string): unknown }): void {
  place.bare.commit({ [path]: content });
  into.set(path, blobId(content, 'sha1'));
}

function pick(paths: readonly string[], choice: number): string | undefined {
  return paths[choice % Math.max(1, paths.length)];
}

function ownedFiles(place: Place): readonly string[] {
  const files = blobsOf(place);
  return [...ledgerOf(place).keys()].filter((path) => files.has(path));
}

/** Others give up the places that we may want. */
function vacate(place: Place): void {
  if (place.occupied.size === 0) return;
  place.bare.commit(Object.fromEntries([...place.occupied].map((path) => [path, undefined])));
  for (const path of place.occupied) place.foreign.delete(path);
  place.occupied.clear();
}
