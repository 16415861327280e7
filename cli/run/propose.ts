import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import type { Forge } from '../../lib/forge/forge.ts';
import { openForge } from '../../lib/forge/open-forge.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import type { RepositoryLocation } from '../../lib/repository/repository.ts';
import type { ProposeFlags } from '../commands/pull-request-options.ts';
import type { Session } from './session.ts';
import { forgeOptions } from './source-forge.ts';

/** True for an apply that goes through pull requests. */
export function isProposal({ pr, merged }: ProposeFlags): boolean {
  return pr === true || merged === true;
}

/**
 * Opens the API of every repository that a plan changes, and of the others where they have one.
 *
 * @throws {KcdkError} `FORGE_UNKNOWN`, `FORGE_CREDENTIALS_MISSING`, for each repository that needs it
 */
export async function openForges(
  plan: PlanDocument,
  locations: ReadonlyMap<string, RepositoryLocation>,
  session: Session,
): Promise<ReadonlyMap<string, Forge>> {
  const changed = new Set(plan.phases.flatMap(({ commits }) => commits));
  const forges = new Map<string, Forge>();
  const problems: Diagnostic[] = [];
  for (const location of locations.values()) {
    try {
      forges.set(location.name, await openForge(location, forgeOptions(session)));
    } catch (cause) {
      if (!KcdkError.is(cause)) throw cause;
      if (changed.has(location.name)) problems.push(...cause.diagnostics);
    }
  }
  if (problems.length > 0) throw new KcdkError(problems);
  return forges;
}

/** Closes what earlier runs proposed and nobody needs any more, for a plan without changes. */
export async function withdraw(
  plan: PlanDocument,
  locations: ReadonlyMap<string, RepositoryLocation>,
  session: Session,
): Promise<void> {
  const { closeOthers } = await import('../../lib/propose/propose.ts');
  await closeOthers({ plan, forges: await openForges(plan, locations, session) }, new Set());
}
