import { describeDenied, placeWords } from '../../permissions/denials.ts';
import type { PlanPermissions } from '../../plan/plan.ts';
import { code, prose } from './escape.ts';

/** What the actor of a plan may not do, an item each, below a title with the verdict. */
export function permissionLines(permissions: PlanPermissions): {
  readonly title: string;
  readonly items: readonly string[];
} {
  const { actor, matrix, judged, refused, denied } = permissions;
  const title = `Permissions of ${code(actor.name)} by role matrix ${code(matrix.version)}`;
  if (denied.length === 0) return { title, items: ['- Everything is allowed.'] };
  return {
    title,
    items: [
      `- ${refused} of ${judged} files may not be changed, so an apply would be refused.`,
      ...denied.map(
        (denial) =>
          `- ${denial.verb} ${prose(describeDenied(denial))}: needs ${prose(`${denial.needed} ${placeWords(denial.namespace)}`)}`,
      ),
    ],
  };
}
