import { describe, expect, it } from 'vitest';
import type { Role } from '../../lib/model/declarations/organization.ts';
import { RECORD_KINDS } from '../../lib/model/identity.ts';
import { heldRoles, isAllowed, type Verb } from '../../lib/permissions/evaluate.ts';
import { MATRICES } from '../../lib/permissions/matrices.ts';
import { MATRIX_RESOURCES, MATRIX_VERSIONS, NEWEST_MATRIX } from '../../lib/permissions/matrix.ts';
import { matrixResourceOf } from '../../lib/permissions/matrix-resource.ts';
import { DEFAULT_PERMISSIONS, effectiveMatrix } from '../../lib/permissions/settings.ts';

/**
 * The matrices once more, written out from the platform's pages: Platform Admin, Team Admin, Developer; `-` is nothing.
 * A resource that a page does not list is with the Platform Admin alone.
 */
const PAGES = {
  '0.5': `
    application          RWD RW  RW
    app-repository       RWD -   -
    catalog-application  RWD RWD R
    catalog-deployment   RWD RW  RW
    cloud-account        RWD -   -
    cluster              RWD R   R
    cluster-template     RWD -   -
    environment          RWD -   -
    git-account          RWD -   -
    helm-templates       RWD -   -
    organization         RWD -   -
    sso                  RWD -   -
    team                 RWD -   -
    pipeline-templates   RWD -   -`,
  '0.5.1': `
    application          RWD RW  RW
    app-repository       RWD -   -
    catalog-application  RWD RWD R
    catalog-deployment   RWD RW  RW
    cloud-account        RWD -   -
    cluster              RWD R   R
    cluster-template     RWD -   -
    environment          RWD -   -
    git-account          RWD -   -
    helm-templates       RWD -   -
    organization         RWD -   -
    sso                  RWD -   -
    team                 RWD -   -
    pipeline-templates   RWD -   -`,
  '0.5.2': `
    application          RWD RW  RW
    app-repository       RWD -   -
    catalog-application  RWD RWD R
    catalog-deployment   RWD RW  RW
    cloud-account        RWD -   -
    cluster              RWD R   R
    cluster-template     RWD -   -
    environment          RWD D   -
    git-account          RWD -   -
    helm-templates       RWD -   -
    organization         RWD -   -
    sso                  RWD -   -
    team                 RWD -   -
    pipeline-templates   RWD -   -`,
  '0.6': `
    application          RWD RWD RWD
    app-repository       RWD -   -
    catalog-application  RWD RWD R
    catalog-deployment   RWD RWD RWD
    cloud-account        RWD -   -
    cluster              RWD RWD -
    cluster-template     RWD RWD -
    environment          RWD RWD RW
    git-account          RWD -   -
    helm-templates       RWD RWD R
    organization         RWD -   -
    sso                  RWD -   -
    team                 RWD -   -
    pipeline-templates   RWD RWD R`,
} as const;

const VERBS = { read: 'R', write: 'W', delete: 'D' } as const satisfies Record<Verb, string>;

interface Cell {
  readonly version: keyof typeof PAGES;
  readonly resource: string;
  readonly role: Role;
  readonly letters: string;
}

const CELLS: readonly Cell[] = Object.entries(PAGES).flatMap(([version, page]) =>
  page
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [resource = '', admin = '', teamAdmin = '', developer = ''] = line.trim().split(/ +/);
      const roles = { 'Platform Admin': admin, 'Team Admin': teamAdmin, Developer: developer } as const;
      return Object.entries(roles).map(([role, letters]) => {
        return { version: version as Cell['version'], resource, role: role as Role, letters };
      });
    }),
);

describe('the role matrices', () => {
  it('are written out completely here', () => {
    expect(CELLS.length).toBe(4 * 14 * 3);
    expect(new Set(CELLS.map(({ version }) => version))).toEqual(new Set(MATRIX_VERSIONS));
    expect(new Set(CELLS.map(({ resource }) => resource))).toEqual(new Set(MATRIX_RESOURCES));
  });

  it.each(CELLS)('$version: $resource for a $role is $letters', ({ version, resource, role, letters }) => {
    const matrix = MATRICES[version];
    const teams = [{ namespace: 'retail', roleMappings: [{ ssoGroup: 'them', role }] }];
    const held = heldRoles(matrix, { groups: ['them'], superUser: false }, teams);
    const known = MATRIX_RESOURCES.find((each) => each === resource) ?? null;
    for (const [verb, letter] of Object.entries(VERBS)) {
      const allowed = isAllowed(matrix, held, { resource: known, namespace: 'retail', verb: verb as Verb });
      expect({ verb, allowed }).toEqual({ verb, allowed: letters.includes(letter) });
    }
  });

  it('have only the rows that their pages have', () => {
    const rows = (version: keyof typeof PAGES) => Object.keys(MATRICES[version].rows).sort();
    const all = [...MATRIX_RESOURCES].sort();
    for (const version of ['0.5', '0.5.1', '0.5.2'] as const) {
      expect(rows(version)).toEqual(all.filter((resource) => resource !== 'helm-templates'));
    }
    expect(rows('0.6')).toEqual(all.filter((resource) => resource !== 'app-repository'));
  });

  it('say of themselves which they are, and where they come from', () => {
    for (const version of MATRIX_VERSIONS) {
      expect(MATRICES[version].version).toBe(version);
      expect(MATRICES[version].source).not.toBe('');
    }
    expect(MATRIX_VERSIONS.map((version) => MATRICES[version].perOrganization)).toEqual([false, true, true, true]);
    expect(MATRIX_VERSIONS.at(-1)).toBe(NEWEST_MATRIX);
  });

  it('have a row for every kind of record but the platform itself', () => {
    const without = RECORD_KINDS.filter((kind) => matrixResourceOf(kind) === null);
    expect(without).toEqual(['platform']);
    const used = RECORD_KINDS.map(matrixResourceOf).filter((resource) => resource !== null);
    expect(new Set(used).size).toBe(used.length);
    expect(matrixResourceOf('something-later')).toBeNull();
  });
});

describe('overrides', () => {
  it('replace what they name and keep the rest', () => {
    const matrix = effectiveMatrix({
      ...DEFAULT_PERMISSIONS,
      overrides: { environment: { Developer: 'RWD' }, 'app-repository': { 'Team Admin': 'R' } },
    });
    expect(matrix.rows.environment).toEqual({ 'Platform Admin': 'RWD', 'Team Admin': 'RWD', Developer: 'RWD' });
    expect(matrix.rows['app-repository']).toEqual({ 'Platform Admin': 'RWD', 'Team Admin': 'R', Developer: 'none' });
    expect(matrix.rows.cluster).toEqual(MATRICES['0.6'].rows.cluster);
    expect(MATRICES['0.6'].rows.environment?.Developer).toBe('RW');
  });
});
