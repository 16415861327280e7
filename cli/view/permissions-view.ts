import { describeDenied, placeWords } from '../../lib/permissions/denials.ts';
import type { PermissionDenial, PlanPermissions } from '../../lib/plan/plan.ts';
import { visible } from '../../lib/report/visible.ts';
import type { Style } from './style.ts';

/** What the actor of a plan may do and what not, by which matrix; a line each thing that is not allowed. */
export function renderPermissions(permissions: PlanPermissions, style: Style): readonly string[] {
  const { actor, matrix, judged, refused, denied } = permissions;
  const overridden = matrix.overridden.length > 0 ? `, with ${matrix.overridden.join(', ')} overridden` : '';
  const title = style.bold(visible(`Permissions of ${actor.name} (role matrix ${matrix.version}${overridden})`));
  const lines = [`${title}: ${rolesText(permissions)}`];
  if (permissions.roles_from === 'program') lines.push('  Nothing is applied yet, so the teams of the program count.');
  if (denied.length === 0) return [...lines, `  ${style.green('Everything is allowed.')}`];
  lines.push(`  ${style.red(`${refused} of ${judged} files may not be changed, so an apply would be refused:`)}`);
  for (const denial of denied) lines.push(...denialLines(denial));
  return lines;
}

// --- internal ---

const MOST_FILES = 5;

function rolesText({ actor, roles }: PlanPermissions): string {
  if (actor.super_user) return 'konstruct-super-user';
  if (roles.length === 0) return 'no role';
  return visible(roles.map(({ namespace, role }) => `${role} ${placeWords(namespace)}`).join(', '));
}

function denialLines(denial: PermissionDenial): readonly string[] {
  const what = `${denial.verb} ${describeDenied(denial)}`;
  const shown = denial.files.slice(0, MOST_FILES).map(({ repository, path }) => `      ${repository}: ${path}`);
  const rest = denial.files.length - shown.length;
  const more = rest > 0 ? [`      and ${rest} more`] : [];
  return [`    ${what}: needs ${denial.needed} ${placeWords(denial.namespace)}`, ...shown, ...more].map(visible);
}
