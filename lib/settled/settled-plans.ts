import { basename } from 'node:path';
import type { Cache } from '../cache/cache.ts';
import { digest } from '../cache/digest.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type LocatedRepository, locateRepositories } from '../locate-repositories.ts';
import type { PlanProgramOptions, ProgramPlan } from '../pipeline.ts';
import type { PlanDocument } from '../plan/plan.ts';
import type { CompileProgramOptions, ReadProgram } from '../read-program.ts';
import type { ObjectId } from '../repository/repository.ts';
import { programText } from './program-text.ts';

/** What there is of a plan to be shown. The caller closes it. */
export type PlanOutcome = Pick<ProgramPlan, 'config' | 'bundle' | 'close'>;

/**
 * Compiles and plans a program, unless the last plan found nothing to do and everything it followed from is the same: the
 * program says the same, of the same templates and schemas, every branch stands where it stood, and the same is asked.
 *
 * The program has run and every remote was asked, so this is no guess: what is spared is to compile, to render and to compare.
 * A plan that changes something is never kept. Without a cache, or heads that were asked early, all is done.
 *
 * @throws {KcdkError} as `planProgram` does
 */
export async function planUnlessSettled(
  program: ReadProgram,
  compile: CompileProgramOptions,
  options: PlanProgramOptions,
): Promise<PlanOutcome> {
  const { cache } = options;
  const settled = cache && (await findSettled(program, options, cache));
  if (settled !== undefined) {
    const bundle = { plan: settled, blobs: new Map(), ledgers: new Map(), phaseLedgers: new Map() };
    return { config: program.config, bundle, close: async () => {} };
  }
  // More than half of all code is there, and most plans have no use for it.
  const { compileRead, planProgram } = await import('../pipeline.ts');
  const planned = await planProgram(await compileRead(program, compile), options);
  if (cache !== undefined) keepSettled(program, planned, options, cache);
  return planned;
}

// --- internal ---

const KIND = 'settled.json';

/** Changes with what compiles and plans: the name of this file carries the digest of all that is loaded with it. */
const FORMAT = `settled 1 ${basename(import.meta.url)}`;

interface Settled {
  /** What the files follow from. */
  readonly basis: string;
  /** Where each branch stood, by name of the repository. */
  readonly heads: Readonly<Record<string, ObjectId>>;
  readonly plan: PlanDocument;
}

async function findSettled(
  program: ReadProgram,
  options: PlanProgramOptions,
  cache: Cache,
): Promise<PlanDocument | undefined> {
  const { early } = options;
  const text = early && cache.get(KIND, keyOf(program, options));
  const located = locatedOf(program);
  if (early === undefined || text === undefined || located === undefined) return undefined;
  const { basis, heads, plan } = JSON.parse(text) as Settled;
  if (located.length !== Object.keys(heads).length || basis !== basisOf(program)) return undefined;
  await early.settle(located, program.config);
  const stands = ({ location }: LocatedRepository) => {
    const commit = early.peek(location)?.commit;
    return commit !== undefined && Object.hasOwn(heads, location.name) && heads[location.name] === commit;
  };
  return located.every(stands) ? plan : undefined;
}

function keepSettled(
  program: ReadProgram,
  { bundle: { plan }, snapshots }: ProgramPlan,
  options: PlanProgramOptions,
  cache: Cache,
): void {
  const located = locatedOf(program);
  // Of an organization that has gone, a repository is read that the program does not name.
  if (!isSettled(plan) || located?.length !== snapshots.size) return;
  const heads: Record<string, ObjectId> = {};
  for (const { location } of located) {
    const commit = snapshots.get(location.name)?.commit;
    if (commit === undefined) return;
    heads[location.name] = commit;
  }
  const basis = basisOf(program);
  if (basis === undefined) return;
  cache.put(KIND, keyOf(program, options), JSON.stringify({ basis, heads, plan } satisfies Settled));
}

/** Nothing is to be done, nothing is unknown, and no finding is about a line, which may stand elsewhere by now. */
function isSettled({ complete, repositories, diagnostics, ...plan }: PlanDocument): boolean {
  return (
    complete &&
    plan.permissions === undefined &&
    plan.resource_changes.length + plan.phases.length === 0 &&
    repositories.every(({ files, contents_digest: contents }) => files.length === 0 && contents === null) &&
    diagnostics.every(({ severity, address, source }) => severity === 'warning' && !address && !source)
  );
}

/** What is asked, of which sources. */
function keyOf({ config, program }: ReadProgram, options: PlanProgramOptions): string {
  const { kcdkVersion, compare, allowDelete, allowReplace, targets, actor } = options;
  const asked = { kcdkVersion, compare, allowDelete, allowReplace, targets, actor };
  return digest(FORMAT, JSON.stringify(config), program.digest(), JSON.stringify(asked));
}

/** What the files follow from; undefined where that cannot be known. */
function basisOf({ resolved, templates, schemas, scope, ...read }: ReadProgram): string | undefined {
  const found = read.diagnostics.length + read.program.diagnostics.length + schemas.diagnostics.length;
  if (templates?.digests === undefined || found > 0 || scope !== undefined) return undefined;
  const text = programText(resolved);
  return text && digest(text, schemas.schemas?.digest ?? '', ...templates.digests);
}

/** Undefined where two are one in the world. */
function locatedOf({ resolved: { model }, config }: ReadProgram): readonly LocatedRepository[] | undefined {
  const problems: Diagnostic[] = [];
  const located = locateRepositories(model?.repositories ?? [], config, problems);
  return problems.length > 0 || located.length === 0 ? undefined : located;
}
