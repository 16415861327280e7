import type { LocatedRepository } from '../locate-repositories.ts';
import type { PlanProgramOptions, ProgramPlan } from '../pipeline.ts';
import type { PlanDocument } from '../plan/plan.ts';
import type { PlanBundle } from '../plan/plan-bundle.ts';
import { type CollectedProgram, type CompileProgramOptions, readCollected, readTemplates } from '../read-program.ts';
import type { FoundTemplates } from '../repository/template/find-templates.ts';
import { type Asked, digestOf, groundKeyOf, keyOf, locatedOf, textsOf } from './asked.ts';
import { findGround } from './ground.ts';
import { localChanges } from './local-changes.ts';
import { findSettled, repositoriesOf, type Settled, usesOf } from './settled.ts';

/** What there is of a plan to be shown. The caller closes it. */
export type PlanOutcome = Pick<ProgramPlan, 'config' | 'bundle' | 'close'>;

/**
 * Compiles and plans a program, unless the last plan found nothing to do and everything it followed from is the same: the
 * program says the same, of the same templates and schemas, every branch stands where it stood, and the same is asked.
 *
 * The program has run and every remote was asked, so this is no guess: what is spared is to resolve, to compile, to render and
 * to compare. Where the program says something else of a few resources, all else is spared. Without a cache, or heads that were
 * asked early, all is done.
 *
 * @throws {KcdkError} as `planProgram` does
 */
export async function planUnlessSettled(
  program: CollectedProgram,
  compile: CompileProgramOptions,
  options: PlanProgramOptions,
): Promise<PlanOutcome> {
  const { config } = program;
  const { cache } = options;
  const texts = cache && textsOf(program, compile);
  const asked = cache && texts && { program, texts, compile, options, cache };
  const known = asked && (await planKnown(asked));
  if (known !== undefined) return { config, bundle: known, close: async () => {} };
  const read = await readCollected(program, compile);
  // More than half of all code is there, and most plans have no use for it.
  const { compileRead, planProgram } = await import('../pipeline.ts');
  const planned = await planProgram(await compileRead(read, compile), options);
  if (asked !== undefined) (await import('./keep-settled.ts')).keepSettled(asked, read, planned);
  return planned;
}

/** Loads what a plan of changes takes, for whoever waits for them: `planUnlessSettled` does not, where it finds none. */
export async function prepareForChanges(): Promise<void> {
  await Promise.all([
    import('../pipeline.ts'),
    import('./plan-changed.ts'),
    import('../repository/template/open-library.ts'),
    import('../validate/schemas/schema-set.ts'),
    import('../validate/schemas/check-documents.ts'),
  ]);
}

// --- internal ---

/** The plan, as far as it follows from the last one that found nothing. */
async function planKnown(asked: Asked): Promise<PlanBundle | undefined> {
  const { program, texts, options, cache } = asked;
  const settled = findSettled(cache, keyOf(asked));
  if (settled !== undefined && (await holdsStill(settled, asked))) return unchanged(settled.plan);
  const ground = findGround(cache, groundKeyOf(asked));
  if (ground === undefined) return undefined;
  const changes = localChanges(ground.texts, texts);
  if (changes === undefined) return undefined;
  const still = await holdsStill(ground, asked);
  if (still === undefined) return undefined;
  if (changes.recorded.size + changes.deployed.size === 0) return unchanged(ground.plan);
  const { planChanged } = await import('./plan-changed.ts');
  return planChanged(program, { ...ground, ...still, changes, toolFolders: new Set(ground.toolFolders) }, options);
}

function unchanged(plan: PlanDocument): PlanBundle {
  return { plan, blobs: new Map(), ledgers: new Map(), phaseLedgers: new Map() };
}

/** What is as it was. */
interface Still {
  readonly located: readonly LocatedRepository[];
  readonly templates: FoundTemplates;
}

/** Undefined where a template or schema is another, or a branch does not stand where it stood. */
async function holdsStill(
  settled: Settled,
  { program, compile, options: { early, heads = early } }: Asked,
): Promise<Still | undefined> {
  const { config } = program;
  const repositories = repositoriesOf(settled);
  const located = locatedOf(repositories, program);
  if (heads === undefined || located === undefined) return undefined;
  const templates = await readTemplates(usesOf(settled), { config, repositories }, compile);
  if (digestOf(templates, program) !== settled.digest) return undefined;
  await heads.settle(located, config);
  const isThere = settled.repositories.every(({ head }, index) => {
    const location = located[index]?.location;
    return location !== undefined && heads.peek(location)?.commit === head;
  });
  return isThere ? { located, templates } : undefined;
}
