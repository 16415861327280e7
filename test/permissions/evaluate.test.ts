import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../lib/model/declarations/organization.ts';
import {
  heldRoles,
  isAllowed,
  type Need,
  neededRole,
  type RoleHolder,
  type RoleTeam,
} from '../../lib/permissions/evaluate.ts';
import { MATRICES } from '../../lib/permissions/matrices.ts';
import { type Grant, MATRIX_RESOURCES, MATRIX_VERSIONS } from '../../lib/permissions/matrix.ts';
import { DEFAULT_PERMISSIONS, effectiveMatrix, type PermissionSettings } from '../../lib/permissions/settings.ts';

const team = (namespace: string, roles: Record<string, (typeof ROLES)[number]>): RoleTeam => ({
  namespace,
  roleMappings: Object.entries(roles).map(([ssoGroup, role]) => ({ ssoGroup, role })),
});

const person = (...groups: string[]): RoleHolder => ({ groups, superUser: false });

const writeEnvironment = (namespace: string): Need => ({ resource: 'environment', namespace, verb: 'write' });

describe('the role that counts', () => {
  const teams = [
    team('retail', { a: 'Developer', b: 'Team Admin' }),
    team('retail', { a: 'Team Admin' }),
    team('logistics', { a: 'Platform Admin' }),
    team('default', { c: 'Platform Admin', d: 'Developer' }),
  ];

  it.each([
    { of: ['a'], version: '0.6', retail: 'Team Admin', logistics: 'Platform Admin', platform: undefined },
    { of: ['b'], version: '0.6', retail: 'Team Admin', logistics: undefined, platform: undefined },
    { of: ['c'], version: '0.6', retail: 'Platform Admin', logistics: 'Platform Admin', platform: 'Platform Admin' },
    { of: ['d'], version: '0.6', retail: 'Developer', logistics: 'Developer', platform: 'Developer' },
    { of: ['b', 'd'], version: '0.6', retail: 'Team Admin', logistics: 'Developer', platform: 'Developer' },
    { of: ['e'], version: '0.6', retail: undefined, logistics: undefined, platform: undefined },
    { of: ['a'], version: '0.5.1', retail: 'Team Admin', logistics: 'Platform Admin', platform: undefined },
    { of: ['a'], version: '0.5', retail: 'Platform Admin', logistics: 'Platform Admin', platform: undefined },
    { of: ['b'], version: '0.5', retail: 'Team Admin', logistics: 'Team Admin', platform: undefined },
    { of: ['c'], version: '0.5', retail: 'Platform Admin', logistics: 'Platform Admin', platform: 'Platform Admin' },
  ] as const)('of $of in $version', ({ of, version, retail, logistics, platform }) => {
    const held = heldRoles(MATRICES[version], person(...of), teams);
    expect([held.roleIn('retail'), held.roleIn('logistics'), held.roleIn('default')]).toEqual([
      retail,
      logistics,
      platform,
    ]);
  });

  it('does not reach what is Global from an organization, in any version', () => {
    for (const version of MATRIX_VERSIONS) {
      const matrix = MATRICES[version];
      const held = heldRoles(matrix, person('a'), teams);
      expect(isAllowed(matrix, held, writeEnvironment('default'))).toBe(false);
      expect(isAllowed(matrix, heldRoles(matrix, person('c'), teams), writeEnvironment('default'))).toBe(true);
    }
  });

  it('is not asked of a super-user', () => {
    const matrix = MATRICES['0.6'];
    const held = heldRoles(matrix, { groups: [], superUser: true }, []);
    expect(isAllowed(matrix, held, { resource: null, namespace: 'default', verb: 'delete' })).toBe(true);
  });
});

describe('the role that is needed', () => {
  it.each([
    ['0.6', 'environment', 'retail', 'write', 'Developer'],
    ['0.6', 'environment', 'retail', 'delete', 'Team Admin'],
    ['0.6', 'environment', 'default', 'write', 'Platform Admin'],
    ['0.6', 'team', 'retail', 'write', 'Platform Admin'],
    ['0.5.2', 'environment', 'retail', 'delete', 'Team Admin'],
    ['0.5.2', 'environment', 'retail', 'write', 'Platform Admin'],
    ['0.5.1', 'environment', 'retail', 'delete', 'Platform Admin'],
    ['0.5', 'application', 'retail', 'delete', 'Platform Admin'],
  ] as const)('%s: for %s of %s to %s', (version, resource, namespace, verb, role) => {
    expect(neededRole(MATRICES[version], { resource, namespace, verb })).toBe(role);
  });
});

describe('laws', () => {
  const namespaces = ['default', 'retail', 'logistics'] as const;
  const groups = ['a', 'b', 'c'] as const;
  const grants: readonly Grant[] = ['none', 'R', 'W', 'D', 'RW', 'RD', 'WD', 'RWD'];
  const mapping = fc.record({ ssoGroup: fc.constantFrom(...groups), role: fc.constantFrom(...ROLES) });
  const someTeam: fc.Arbitrary<RoleTeam> = fc.record({
    namespace: fc.constantFrom(...namespaces),
    roleMappings: fc.array(mapping, { maxLength: 3 }),
  });
  const someTeams = fc.array(someTeam, { maxLength: 5 });
  const holder = fc.record({ groups: fc.subarray([...groups]), superUser: fc.constant(false) });
  const need: fc.Arbitrary<Need> = fc.record({
    resource: fc.constantFrom(null, ...MATRIX_RESOURCES),
    namespace: fc.constantFrom(...namespaces),
    verb: fc.constantFrom('read', 'write', 'delete'),
  });
  const row = fc.record(
    { 'Team Admin': fc.constantFrom(...grants), Developer: fc.constantFrom(...grants) },
    { requiredKeys: [] },
  );
  const settings: fc.Arbitrary<PermissionSettings> = fc
    .tuple(
      fc.constantFrom(...MATRIX_VERSIONS),
      fc.dictionary(fc.constantFrom(...MATRIX_RESOURCES), row, { maxKeys: 3 }),
    )
    .map(([matrix, overrides]) => ({ ...DEFAULT_PERMISSIONS, matrix, overrides }));

  it('adding a role, a group or a team never takes a permission away', () => {
    fc.assert(
      fc.property(
        settings,
        holder,
        someTeams,
        someTeam,
        fc.constantFrom(...groups),
        need,
        (s, who, teams, more, g, n) => {
          const matrix = effectiveMatrix(s);
          if (!isAllowed(matrix, heldRoles(matrix, who, teams), n)) return;
          expect(isAllowed(matrix, heldRoles(matrix, who, [...teams, more]), n)).toBe(true);
          expect(isAllowed(matrix, heldRoles(matrix, { ...who, groups: [...who.groups, g] }, teams), n)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('the order of teams and mappings does not matter', () => {
    fc.assert(
      fc.property(settings, holder, someTeams, need, (s, who, teams, n) => {
        const matrix = effectiveMatrix(s);
        const turned = teams.toReversed().map((each) => ({ ...each, roleMappings: each.roleMappings.toReversed() }));
        expect(isAllowed(matrix, heldRoles(matrix, who, turned), n)).toBe(
          isAllowed(matrix, heldRoles(matrix, who, teams), n),
        );
      }),
    );
  });

  it('a Platform Admin of the platform may everything', () => {
    fc.assert(
      fc.property(settings, someTeams, need, (s, teams, n) => {
        const matrix = effectiveMatrix(s);
        const held = heldRoles(matrix, person('a'), [...teams, team('default', { a: 'Platform Admin' })]);
        expect(isAllowed(matrix, held, n)).toBe(true);
      }),
    );
  });

  it('nobody but a Platform Admin of the platform changes what is Global', () => {
    fc.assert(
      fc.property(settings, holder, someTeams, need, (s, who, teams, n) => {
        const matrix = effectiveMatrix(s);
        const held = heldRoles(matrix, who, teams);
        if (n.verb === 'read' || held.roleIn('default') === 'Platform Admin') return;
        expect(isAllowed(matrix, held, { ...n, namespace: 'default' })).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('since 0.5.1, a role in one organization says nothing about another', () => {
    fc.assert(
      fc.property(settings, holder, someTeams, need, (s, who, teams, n) => {
        const matrix = effectiveMatrix(s);
        if (!matrix.perOrganization || n.namespace !== 'retail') return;
        const here = teams.filter(({ namespace }) => namespace !== 'logistics');
        expect(isAllowed(matrix, heldRoles(matrix, who, teams), n)).toBe(
          isAllowed(matrix, heldRoles(matrix, who, here), n),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('the needed role is enough, and no less powerful one is', () => {
    fc.assert(
      fc.property(settings, need, (s, n) => {
        const matrix = effectiveMatrix(s);
        const needed = neededRole(matrix, n);
        const enough = ROLES.filter((role) =>
          isAllowed(matrix, heldRoles(matrix, person('x'), [team(n.namespace, { x: role })]), n),
        );
        expect(enough).toEqual(ROLES.slice(0, ROLES.indexOf(needed) + 1));
      }),
    );
  });
});
