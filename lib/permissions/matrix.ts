import type { Role } from '../model/declarations/organization.ts';

/** Releases of the platform whose role matrix, or way of evaluating it, differs; oldest first. */
export const MATRIX_VERSIONS = ['0.5', '0.5.1', '0.5.2', '0.6'] as const;

export type MatrixVersion = (typeof MATRIX_VERSIONS)[number];

/** The matrix that counts where none is chosen. */
export const NEWEST_MATRIX: MatrixVersion = '0.6';

/** Rows of the matrices, spelled as the platform's documentation does. No version has all of them. */
export const MATRIX_RESOURCES = [
  'app-repository',
  'application',
  'catalog-application',
  'catalog-deployment',
  'cloud-account',
  'cluster',
  'cluster-template',
  'environment',
  'git-account',
  'helm-templates',
  'organization',
  'pipeline-templates',
  'sso',
  'team',
] as const;

export type MatrixResource = (typeof MATRIX_RESOURCES)[number];

/** What a role may do with a resource: read, write (which is create and update) and delete. */
export type Grant = 'none' | 'R' | 'W' | 'D' | 'RW' | 'RD' | 'WD' | 'RWD';

export type Row = Readonly<Record<Role, Grant>>;

/** Who may do what in one release. */
export interface Matrix {
  readonly version: MatrixVersion;
  /** Where the rows, and the way of evaluating them, are published. */
  readonly source: string;
  /**
   * True when a role counts only in the organization that it is held in; before 0.5.1 the highest role that is held
   * anywhere counted in every organization.
   */
  readonly perOrganization: boolean;
  /** A resource without a row is left to the Platform Admin. */
  readonly rows: Readonly<Partial<Record<MatrixResource, Row>>>;
}
