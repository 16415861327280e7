import { type KcdkError, kcdkError } from '../diagnostics/error.ts';
import { didYouMean } from '../diagnostics/near-matches.ts';
import type { RoleHolder, RoleTeam } from './evaluate.ts';
import type { PermissionSettings } from './settings.ts';

/** Who plans or applies: a user of the configuration, or a group of the single sign-on. */
export interface Actor extends RoleHolder {
  readonly name: string;
  readonly kind: 'user' | 'group';
}

/**
 * Finds an actor by name: first among the users of the configuration, then among the groups that any team or user has.
 *
 * @param teams every team that may know a group, whether its roles count or not
 * @throws {KcdkError} `ACTOR_UNKNOWN`
 */
export function findActor(name: string, settings: PermissionSettings, teams: Iterable<RoleTeam>): Actor {
  const user = Object.hasOwn(settings.users, name) ? settings.users[name] : undefined;
  if (user !== undefined) {
    const groups = [...new Set(user.groups)].sort();
    return { name, kind: 'user', groups, superUser: user.superUser };
  }
  const groups = knownGroups(settings, teams);
  if (groups.has(name)) return { name, kind: 'group', groups: [name], superUser: false };
  throw unknownActor(name, [...Object.keys(settings.users), ...groups]);
}

// --- internal ---

function knownGroups(settings: PermissionSettings, teams: Iterable<RoleTeam>): ReadonlySet<string> {
  const groups = new Set(Object.values(settings.users).flatMap((user) => user.groups));
  for (const { roleMappings } of teams) for (const { ssoGroup } of roleMappings) groups.add(ssoGroup);
  return groups;
}

function unknownActor(name: string, candidates: readonly string[]): KcdkError {
  return kcdkError('ACTOR_UNKNOWN', {
    summary: `There is no user or group \`${name}\``,
    detail:
      candidates.length === 0
        ? 'No team maps a group to a role, and `konstruct.permissions.users` of cdk8s.yaml names nobody.'
        : 'Users are those of `konstruct.permissions.users` in cdk8s.yaml, groups those that teams and users have.',
    fix: didYouMean(name, candidates),
  });
}
