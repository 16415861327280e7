import type { FileTexts } from '../../edit/file-edits.ts';
import type { MigrationRequest, MigrationResult } from '../migration.ts';
export function migrateKonstruct05(_files: FileTexts, _request: MigrationRequest): MigrationResult {
  return { units: [], diagnostics: [] };
}
