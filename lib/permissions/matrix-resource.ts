import { RECORD_KINDS, type RecordKind } from '../model/identity.ts';
import type { MatrixResource } from './matrix.ts';

/**
 * The row of the matrix that a record is judged by. Null for what no row speaks of and only a Platform Admin may change:
 * the platform itself, and kinds that we do not know, as a ledger of a later version may name them.
 */
export function matrixResourceOf(kind: string): MatrixResource | null {
  return isRecordKind(kind) ? RESOURCES[kind] : null;
}

// --- internal ---

const RESOURCES: Readonly<Record<RecordKind, MatrixResource | null>> = {
  platform: null,
  organization: 'organization',
  team: 'team',
  'git-account': 'git-account',
  'cloud-account': 'cloud-account',
  'cluster-template': 'cluster-template',
  'pipeline-template': 'pipeline-templates',
  'helm-template': 'helm-templates',
  environment: 'environment',
  'catalog-application': 'catalog-application',
  cluster: 'cluster',
  'catalog-deployment': 'catalog-deployment',
  application: 'application',
};

function isRecordKind(kind: string): kind is RecordKind {
  return (RECORD_KINDS as readonly string[]).includes(kind);
}
