import type { Cache } from '../cache/cache.ts';
import type { Origin } from '../model/origin.ts';
import type { PlatformRepository } from '../model/repository-location.ts';
import type { TemplateSource } from '../model/template.ts';
import type { PlanDocument } from '../plan/plan.ts';
import type { ObjectId } from '../repository/repository.ts';
import type { TemplateUse } from '../synth/template-uses.ts';

/** A plan that found nothing to do, and all that it followed from but what the program said. */
export interface Settled {
  /** Over the files of templates and schemas. */
  readonly digest: string;
  /** The templates, in the order in which the digest has them. */
  readonly sources: readonly TemplateSource[];
  /** The repositories of the program, in the order in which they are written, and where the branch of each stood. */
  readonly repositories: readonly SettledRepository[];
  readonly plan: PlanDocument;
}

export interface SettledRepository extends Omit<PlatformRepository, 'origin' | 'branch'> {
  readonly branch?: string | undefined;
  readonly head: ObjectId;
}

/** @param key  of what was asked, of a program that says what */
export function findSettled(cache: Cache, key: string): Settled | undefined {
  const kept = cache.get(KIND, key);
  return kept === undefined ? undefined : (JSON.parse(kept) as Settled);
}

/** In place of the one before. */
export function putSettled(cache: Cache, key: string, settled: Settled): void {
  cache.put(KIND, key, JSON.stringify(settled));
}

/** The templates, for whoever finds nothing to say of them. */
export function usesOf({ sources }: Settled): readonly TemplateUse[] {
  return sources.map((source) => ({ source, origin: NOWHERE }));
}

/** The repositories, for whoever finds nothing to say of them. */
export function repositoriesOf({ repositories }: Settled): readonly PlatformRepository[] {
  return repositories.map(({ name, url, branch }) => ({ name, url, branch, origin: NOWHERE }));
}

// --- internal ---

const KIND = 'settled.json';

const NOWHERE: Origin = { address: '', position: () => undefined };
