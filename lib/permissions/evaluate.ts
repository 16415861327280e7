import { ROLES, type Role, type RoleMapping } from '../model/declarations/organization.ts';
import { GLOBAL_NAMESPACE } from '../model/identity.ts';
import type { Grant, Matrix, MatrixResource } from './matrix.ts';

/** What is done with a resource. Create and update are one permission. */
export type Verb = 'read' | 'write' | 'delete';

/** Something that an actor has to be allowed to do. */
export interface Need {
  /** Null for what no row of the matrix speaks of: only a Platform Admin may change it. */
  readonly resource: MatrixResource | null;
  /** The organization acted on; `default` for what is Global. */
  readonly namespace: string;
  readonly verb: Verb;
}

/** A team as far as permissions go. */
export interface RoleTeam {
  /** The organization's; `default` for a team of the platform itself. */
  readonly namespace: string;
  readonly roleMappings: readonly RoleMapping[];
}

/** Whose permissions are asked for. */
export interface RoleHolder {
  readonly groups: readonly string[];
  readonly superUser: boolean;
}

/** What somebody holds, the way the matrix counts it. */
export interface HeldRoles {
  readonly superUser: boolean;
  /** The highest role in a namespace; undefined where there is none. `default` is the platform itself. */
  roleIn(namespace: string): Role | undefined;
}

/**
 * Finds what somebody holds.
 *
 * Within an organization the highest of several roles counts, and a role in a team of the platform counts in every
 * organization. Before 0.5.1 the highest role of any organization counted in all of them. For what is Global only
 * teams of the platform count, in every version.
 *
 * @see Konstruct 0.5.1 release notes, "Per-organization permissions"
 */
export function heldRoles(matrix: Matrix, holder: RoleHolder, teams: readonly RoleTeam[]): HeldRoles {
  const groups = new Set(holder.groups);
  const byNamespace = new Map<string, Role>();
  for (const { namespace, roleMappings } of teams) {
    for (const { ssoGroup, role } of roleMappings) {
      if (groups.has(ssoGroup)) byNamespace.set(namespace, highest(role, byNamespace.get(namespace)));
    }
  }
  const platform = byNamespace.get(GLOBAL_NAMESPACE);
  let anywhere: Role | undefined;
  for (const role of byNamespace.values()) anywhere = highest(role, anywhere);
  return {
    superUser: holder.superUser,
    roleIn(namespace) {
      if (namespace === GLOBAL_NAMESPACE) return platform;
      if (!matrix.perOrganization) return anywhere;
      const own = byNamespace.get(namespace);
      return own === undefined ? platform : highest(own, platform);
    },
  };
}

/** Whether what is held is enough. */
export function isAllowed(matrix: Matrix, held: HeldRoles, need: Need): boolean {
  if (held.superUser) return true;
  const role = held.roleIn(need.namespace);
  return role !== undefined && mayRole(matrix, role, need);
}

/** The least powerful role that would be enough in the namespace of the need. A Platform Admin always is. */
export function neededRole(matrix: Matrix, need: Need): Role {
  return ROLES.findLast((role) => mayRole(matrix, role, need)) ?? 'Platform Admin';
}

// --- internal ---

function mayRole(matrix: Matrix, role: Role, { resource, namespace, verb }: Need): boolean {
  if (role === 'Platform Admin') return true;
  // What every organization sees is read by everybody and changed by Platform Admins only.
  if (namespace === GLOBAL_NAMESPACE && verb !== 'read') return false;
  const row = resource === null ? undefined : matrix.rows[resource];
  // A higher role may whatever a lower one may, also where an override would have it otherwise.
  return ROLES.slice(ROLES.indexOf(role)).some((each) => grants(row?.[each] ?? 'none', verb));
}

function grants(grant: Grant, verb: Verb): boolean {
  return grant !== 'none' && grant.includes(LETTERS[verb]);
}

const LETTERS = { read: 'R', write: 'W', delete: 'D' } as const satisfies Record<Verb, string>;

/** Roles are listed from the most to the least powerful. */
function highest(a: Role, b: Role | undefined): Role {
  return b !== undefined && ROLES.indexOf(b) < ROLES.indexOf(a) ? b : a;
}
