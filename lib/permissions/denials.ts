import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { listSome } from '../diagnostics/list-some.ts';
import { GLOBAL_NAMESPACE, labelWithScope } from '../model/identity.ts';
import type { PermissionDenial, PlanPermissions } from '../plan/plan.ts';

/** Why an actor may not apply a plan: one error for each thing that is not allowed; empty when all of it is. */
export function denialDiagnostics(permissions: PlanPermissions): readonly Diagnostic[] {
  const { actor, matrix, denied } = permissions;
  return denied.map((denial) => {
    const [first] = denial.files;
    const files = listSome(denial.files, MOST_FILES, ({ repository, path }) => `  ${repository}: ${path}`, '  ');
    const holds = denial.held === null ? 'no role' : `the role ${denial.held}`;
    return error('PERMISSION_DENIED', {
      summary: `\`${actor.name}\` may not ${denial.verb} ${describeDenied(denial)}`,
      detail: [`By matrix ${matrix.version}, with ${holds} ${placeWords(denial.namespace)}:`, ...files].join('\n'),
      fix: `This needs ${denial.needed} ${placeWords(denial.namespace)}: let somebody with that role apply the plan.`,
      repository: first?.repository,
      path: first?.path,
    });
  });
}

/** What a denial is about, for example `environment staging (Global)`. */
export function describeDenied({ resource, namespace, name }: PermissionDenial): string {
  if (name !== null) return `${resource ?? 'record'} ${labelWithScope({ name, namespace })}`;
  const owner = namespace === GLOBAL_NAMESPACE ? 'the platform' : namespace;
  return `files of no record in the ${resource === null ? 'platform' : 'application'} repository of ${owner}`;
}

/** Where a role is held or needed. */
export function placeWords(namespace: string): string {
  return namespace === GLOBAL_NAMESPACE ? 'of the platform' : `in ${namespace}`;
}

// --- internal ---

const MOST_FILES = 10;
