import type { Grant, Matrix, MatrixVersion, Row } from './matrix.ts';

const ROWS_0_5: Matrix['rows'] = {
  'app-repository': row('none', 'none'),
  application: row('RW', 'RW'),
  'catalog-application': row('RWD', 'R'),
  'catalog-deployment': row('RW', 'RW'),
  'cloud-account': row('none', 'none'),
  cluster: row('R', 'R'),
  'cluster-template': row('none', 'none'),
  environment: row('none', 'none'),
  'git-account': row('none', 'none'),
  organization: row('none', 'none'),
  'pipeline-templates': row('none', 'none'),
  sso: row('none', 'none'),
  team: row('none', 'none'),
};

const ROWS_0_6: Matrix['rows'] = {
  application: row('RWD', 'RWD'),
  'catalog-application': row('RWD', 'R'),
  'catalog-deployment': row('RWD', 'RWD'),
  'cloud-account': row('none', 'none'),
  cluster: row('RWD', 'none'),
  'cluster-template': row('RWD', 'none'),
  environment: row('RWD', 'RW'),
  'git-account': row('none', 'none'),
  'helm-templates': row('RWD', 'R'),
  organization: row('none', 'none'),
  'pipeline-templates': row('RWD', 'R'),
  sso: row('none', 'none'),
  team: row('none', 'none'),
};

/**
 * The published matrices.
 *
 * 0.5.1 has the rows of 0.5 and evaluates them for each organization. 0.5.2 lets a Team Admin delete environments of
 * the own organization: the release says so, while the page of 0.5, which has no version of its own for it, gives a
 * Team Admin nothing there.
 *
 * @see Konstruct documentation, "Roles and permissions", 0.5 and next; release notes of 0.5.1 and 0.5.2
 */
export const MATRICES: Readonly<Record<MatrixVersion, Matrix>> = {
  '0.5': {
    version: '0.5',
    source: 'documentation of 0.5, "Roles and permissions"',
    perOrganization: false,
    rows: ROWS_0_5,
  },
  '0.5.1': {
    version: '0.5.1',
    source: 'documentation of 0.5, "Roles and permissions"; release notes of 0.5.1',
    perOrganization: true,
    rows: ROWS_0_5,
  },
  '0.5.2': {
    version: '0.5.2',
    source: 'documentation of 0.5, "Roles and permissions"; release notes of 0.5.1 and 0.5.2',
    perOrganization: true,
    rows: { ...ROWS_0_5, environment: row('D', 'none') },
  },
  '0.6': {
    version: '0.6',
    source: 'documentation of 0.6, "Roles and permissions"; release notes of 0.5.1',
    perOrganization: true,
    rows: ROWS_0_6,
  },
};

// --- internal ---

/** Every published row gives the Platform Admin everything. */
function row(teamAdmin: Grant, developer: Grant): Row {
  return { 'Platform Admin': 'RWD', 'Team Admin': teamAdmin, Developer: developer };
}
