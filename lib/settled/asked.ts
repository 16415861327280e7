import { basename } from 'node:path';
import type { Cache } from '../cache/cache.ts';
import { digest } from '../cache/digest.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type LocatedRepository, locateRepositories } from '../locate-repositories.ts';
import type { PlatformRepository } from '../model/repository-location.ts';
import type { PlanProgramOptions } from '../pipeline.ts';
import type { CollectedProgram, CompileProgramOptions } from '../read-program.ts';
import type { FoundTemplates } from '../repository/template/find-templates.ts';
import { programTexts } from './program-text.ts';

/** A plan that is asked for, and what the program says. */
export interface Asked {
  readonly program: CollectedProgram;
  /** What the program says. */
  readonly texts: readonly string[];
  readonly compile: CompileProgramOptions;
  readonly options: PlanProgramOptions;
  readonly cache: Cache;
}

/** What is asked, of a program that says what. */
export function keyOf(asked: Asked): string {
  return digest(groundKeyOf(asked), asked.texts.join('\n'));
}

/** What is asked. */
export function groundKeyOf({ program: { config }, options: of }: Asked): string {
  const { kcdkVersion, compare, allowDelete, allowReplace, targets, actor } = of;
  const asked = { kcdkVersion, compare, allowDelete, allowReplace, targets, actor };
  return digest(FORMAT, JSON.stringify(config), JSON.stringify(asked));
}

/** Undefined where it cannot be known what the files follow from. */
export function textsOf(
  { collected, schemas, diagnostics, program }: CollectedProgram,
  { templates, shard }: CompileProgramOptions,
): readonly string[] | undefined {
  const found = diagnostics.length + program.diagnostics.length + schemas.diagnostics.length;
  return found > 0 || templates === false || shard !== undefined ? undefined : programTexts(collected);
}

/** Over the files of templates and schemas; undefined where one cannot be read. */
export function digestOf({ digests }: FoundTemplates, { schemas: { schemas } }: CollectedProgram): string | undefined {
  return digests && digest(schemas?.digest ?? '', ...digests);
}

/** Undefined where two are one in the world, or there is none. */
export function locatedOf(
  repositories: readonly PlatformRepository[],
  { config }: CollectedProgram,
): readonly LocatedRepository[] | undefined {
  const problems: Diagnostic[] = [];
  const located = locateRepositories(repositories, config, problems);
  return problems.length > 0 || located.length === 0 ? undefined : located;
}

// --- internal ---

/** Changes with what compiles and plans: the name of this file carries the digest of all that is loaded with it. */
const FORMAT = `settled 3 ${basename(import.meta.url)}`;
