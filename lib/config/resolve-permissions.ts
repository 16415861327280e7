import { MATRIX_VERSIONS } from '../permissions/matrix.ts';
import { DEFAULT_PERMISSIONS, type PermissionSettings } from '../permissions/settings.ts';
import type { PermissionData } from './check-config.ts';

/** The permissions of a configuration that follows the schema, with what counts where it says nothing. */
export function resolvePermissions(data: PermissionData): PermissionSettings {
  const users = Object.entries(data.users ?? {}).map(([name, user]) => {
    const groups = Object.freeze([...(user?.groups ?? [])]);
    return [name, Object.freeze({ groups, superUser: user?.superUser === true })] as const;
  });
  const overrides = Object.entries(data.overrides ?? {}).map(
    ([name, row]) => [name, Object.freeze({ ...row })] as const,
  );
  return Object.freeze({
    matrix: MATRIX_VERSIONS.find((version) => version === String(data.matrix)) ?? DEFAULT_PERMISSIONS.matrix,
    overrides: Object.freeze(Object.fromEntries(overrides)),
    users: Object.freeze(Object.fromEntries(users)),
    actor: data.actor,
  });
}
