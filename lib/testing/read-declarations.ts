import { createRequire } from 'node:module';
import { errorsOf } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';
import type { Declaration } from '../model/declaration.ts';
import type { Declared } from '../model/platform-model.ts';
import { declaredRecord } from '../records/declared-record.ts';
import { parseRecords } from '../records/parse-records.ts';
import { createRecordReader } from '../records/record-reader.ts';

/**
 * Reads YAML as `kcdk` reads the files of `platform/`, for the `declarations` of the other helpers.
 *
 * @param files shape: name to show in findings -> text
 * @throws {KcdkError} all error findings of all files
 */
export function readDeclarations(files: Readonly<Record<string, string>>): readonly Declared<Declaration>[] {
  const read = createRecordReader(createRequire(import.meta.url)('konstruct-cdk/schemas/records.schema.json'));
  const parsed = Object.entries(files).map(([name, text]) => parseRecords(text, name, read));
  const errors = errorsOf(parsed.flatMap(({ diagnostics }) => diagnostics));
  if (errors.length > 0) throw new KcdkError(errors);
  return parsed.flatMap(({ records }) => records.map(declaredRecord));
}
