import type { Role } from '../model/declarations/organization.ts';
import { MATRICES } from './matrices.ts';
import { type Grant, type Matrix, type MatrixResource, type MatrixVersion, NEWEST_MATRIX } from './matrix.ts';

/** What `cdk8s.yaml` says about permissions. */
export interface PermissionSettings {
  readonly matrix: MatrixVersion;
  /** By resource and role; replaces the grant of the matrix. What a Platform Admin may do stays. */
  readonly overrides: Readonly<Partial<Record<MatrixResource, Readonly<Partial<Record<GrantedRole, Grant>>>>>>;
  /** By the name of the user. */
  readonly users: Readonly<Record<string, UserSettings>>;
  /** Who plans and applies where the command does not say. */
  readonly actor: string | undefined;
}

/** The roles whose grants may be set. */
export type GrantedRole = Exclude<Role, 'Platform Admin'>;

export interface UserSettings {
  /** Groups of the single sign-on. */
  readonly groups: readonly string[];
  /** True for the platform's own `konstruct-super-user`, who may everything everywhere. */
  readonly superUser: boolean;
}

/** What counts where nothing is configured. */
export const DEFAULT_PERMISSIONS: PermissionSettings = {
  matrix: NEWEST_MATRIX,
  overrides: {},
  users: {},
  actor: undefined,
};

/** The chosen matrix with the overrides in it. */
export function effectiveMatrix({ matrix: version, overrides }: PermissionSettings): Matrix {
  const matrix = MATRICES[version];
  const rows: { -readonly [Resource in MatrixResource]?: Matrix['rows'][Resource] } = { ...matrix.rows };
  for (const [name, grants] of Object.entries(overrides)) {
    const resource = name as MatrixResource;
    const published = rows[resource] ?? { 'Platform Admin': 'RWD', 'Team Admin': 'none', Developer: 'none' };
    rows[resource] = { ...published, ...grants };
  }
  return { ...matrix, rows };
}
