import { resolve } from 'node:path';
import { type ApplyInput, type ApplyPorts, type ApplyResult, apply } from '../../lib/apply/apply.ts';
import { phaseChanges } from '../../lib/apply/phase-changes.ts';
import { readSourceCheckout } from '../../lib/apply/source-checkout.ts';
import { resolveLocation } from '../../lib/config/repository-location.ts';
import { repositoryOverride } from '../../lib/config/repository-override.ts';
import { resolveSavedLocation } from '../../lib/config/saved-location.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import { decodeUtf8 } from '../../lib/edit/decode.ts';
import type { FileTexts } from '../../lib/edit/file-edits.ts';
import type { MigrationUnit } from '../../lib/migrate/migration.ts';
import { gatesOfUnits, planUnits, projectOf } from '../../lib/migrate/plan-units.ts';
import { defaultRepositoryName } from '../../lib/model/repository-location.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { serializeSavedPlan } from '../../lib/plan/saved-plan.ts';
import { isReadPath } from '../../lib/repository/checkout/read-checkout.ts';
import { openGitRepository } from '../../lib/repository/git/open-git-repository.ts';
import { readRemoteHistory } from '../../lib/repository/remote-history.ts';
import type { Repository, RepositoryLocation, Snapshot } from '../../lib/repository/repository.ts';
import { createProgress } from '../view/progress.ts';
import { configIfAny, sleep } from './apply.ts';
import type { MigrationGates } from './migrate-gates.ts';
import type { Target, TargetOptions, WriteOutcome } from './migrate-run.ts';
import type { Session } from './session.ts';
import { forgeOptions } from './source-forge.ts';
import { writeWhole } from './write-file.ts';

/** Opens a repository by its address: what is written there is one commit, like that of any other plan. */
export async function openRepositoryTarget(place: string, options: TargetOptions, session: Session): Promise<Target> {
  const location = await locate(place, options, session);
  const repository = openGitRepository(location, session.gitOptions);
  let read = await readRepository(repository);
  const plan = (units: readonly MigrationUnit[]) =>
    planUnits({
      kcdkVersion: session.version,
      migration: { id: options.migration },
      url: location.url,
      snapshot: read.snapshot,
      units,
    });
  return {
    root: undefined,
    get place() {
      const { branch, commit = null } = read.snapshot;
      return { kind: 'repository' as const, url: location.url, branch, commit };
    },
    get files() {
      return read.files;
    },
    earlier: (paths) =>
      readRemoteHistory(repository, paths, {
        trailer: `Konstruct-Project: ${projectOf(options.migration)}`,
        decode: textOf,
      }),
    refresh: async () => {
      read = await readRepository(repository);
    },
    save: async (file, units, gates) => {
      const around = gatesOfUnits(units);
      if (gates.skipped) await gates.wait([...around.before, ...around.after]);
      const bundle = await plan(gates.skipped ? units.map(withoutGates) : units);
      await writeWhole(resolve(session.cwd, file), serializeSavedPlan(bundle), 'the plan');
      session.say(`Saved the plan. To carry it out: kcdk apply ${file}`);
    },
    write: async (units, gates) =>
      commit(await plan(units), { location, repository, snapshot: read.snapshot, session, options, gates }),
    close: () => repository.close(),
  };
}

// --- internal ---

async function locate(place: string, options: TargetOptions, session: Session): Promise<RepositoryLocation> {
  const config = await configIfAny(session);
  const name = defaultRepositoryName(place);
  const own = config === undefined ? undefined : repositoryOverride(config, name);
  const url = own?.remote ?? resolveLocation(place, session.cwd);
  // Whoever names a repository on the command line does not mean to send it the token of all others.
  const { credentials, forge } = resolveSavedLocation(config, { name, url, branch: '' });
  const branch = options.branch ?? own?.branch;
  return {
    name,
    url,
    ...(branch !== undefined && { branch }),
    ...(credentials !== undefined && { credentials }),
    ...(forge !== undefined && { forge }),
  };
}

async function readRepository(repository: Repository): Promise<{ snapshot: Snapshot; files: FileTexts }> {
  const snapshot = await repository.snapshot();
  const wanted = [...snapshot.files].filter(([path, { mode }]) => isReadPath(path) && mode.startsWith('100'));
  const blobs = await repository.read(
    snapshot,
    wanted.map(([, { blob }]) => blob),
  );
  const files = new Map<string, string>();
  for (const [path, { blob }] of wanted) {
    const text = textOf(blobs.get(blob), path);
    if (text !== undefined) files.set(path, text);
  }
  return { snapshot, files };
}

/** What is no text is left out: no migration edits it. */
function textOf(bytes: Uint8Array | undefined, path: string): string | undefined {
  try {
    return bytes === undefined ? undefined : decodeUtf8(bytes, path);
  } catch (cause) {
    if (KcdkError.is(cause)) return undefined;
    throw cause;
  }
}

interface CommitWork {
  readonly location: RepositoryLocation;
  readonly repository: Repository;
  readonly snapshot: Snapshot;
  readonly session: Session;
  readonly options: TargetOptions;
  readonly gates: MigrationGates;
}

async function commit(
  bundle: Awaited<ReturnType<typeof planUnits>>,
  { location, repository, snapshot, session, options, gates }: CommitWork,
): Promise<WriteOutcome> {
  const { io } = session;
  const source = await readSourceCheckout(session.cwd, io.env);
  const progress = createProgress(io, session.quiet || options.json === true);
  const input = {
    phases: phaseChanges(bundle, { sourceCommit: undefined, assumed: gates.assumed(bundle.plan) }),
    repositories: new Map([[repository.name, repository]]),
    snapshots: new Map([[repository.name, snapshot]]),
  };
  const ports: ApplyPorts = {
    author: () => ({ ...source.author, time: Math.floor(Date.now() / 1000) }),
    sleep: (milliseconds) => sleep(milliseconds, io.signal),
    random: Math.random,
    awaitGates: (waiting) => gates.wait(waiting, progress),
    onEvent: (event) => progress.show(event),
  };
  // A wave that is merged already has gates to look at, and nothing to propose.
  const proposes = options.pr === true && bundle.plan.phases.some(({ commits }) => commits.length > 0);
  const { outcomes, diagnostics } = proposes
    ? await proposeTo(location, bundle.plan, input, { ports, session })
    : await apply(input, ports);
  progress.end();
  const files = bundle.plan.repositories.reduce((sum, each) => sum + each.files.length, 0);
  const [outcome] = outcomes;
  const pull = outcomes.find(({ status }) => status === 'proposed')?.pull;
  if (pull !== undefined) return { said: `Proposed ${files} files: ${pull.url}`, proposed: true, diagnostics };
  const written = outcome?.status === 'applied' || outcome?.status === 'already';
  const place = outcome?.commit?.slice(0, 10) ?? 'as planned already';
  return { said: written ? `Committed ${files} files: ${place}.` : undefined, diagnostics };
}

/** @throws {KcdkError} `FORGE_UNKNOWN`, `FORGE_CREDENTIALS_MISSING` */
async function proposeTo(
  location: RepositoryLocation,
  plan: PlanDocument,
  input: ApplyInput,
  { ports, session }: { readonly ports: ApplyPorts; readonly session: Session },
): Promise<ApplyResult> {
  const { openForge } = await import('../../lib/forge/open-forge.ts');
  const { propose } = await import('../../lib/propose/propose.ts');
  const forges = new Map([[location.name, await openForge(location, forgeOptions(session))]]);
  return propose({ ...input, plan, forges, merged: false }, ports);
}

function withoutGates(unit: MigrationUnit): MigrationUnit {
  return { ...unit, gates: undefined };
}
