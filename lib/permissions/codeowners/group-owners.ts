import { type HeldRoles, heldRoles, isAllowed, type Need, type RoleTeam } from '../evaluate.ts';
import type { Matrix } from '../matrix.ts';

/** Finds the groups that may do everything that is needed; each group is judged alone. Sorted. */
export type GroupsFor = (needs: readonly Need[]) => readonly string[];

/** @param teams of the program */
export function groupOwners(matrix: Matrix, teams: readonly RoleTeam[]): GroupsFor {
  const names = new Set(teams.flatMap(({ roleMappings }) => roleMappings.map(({ ssoGroup }) => ssoGroup)));
  const groups = [...names].sort().map((name): readonly [string, HeldRoles] => {
    return [name, heldRoles(matrix, { groups: [name], superUser: false }, teams)];
  });
  const known = new Map<string, readonly string[]>();
  return (needs) => {
    const key = JSON.stringify(needs.map(({ resource, namespace, verb }) => [resource, namespace, verb]));
    const found = known.get(key) ?? groupsFor(needs);
    known.set(key, found);
    return found;
  };

  function groupsFor(needs: readonly Need[]): readonly string[] {
    return groups.filter(([, held]) => needs.every((need) => isAllowed(matrix, held, need))).map(([name]) => name);
  }
}
