import { createRequire } from 'node:module';
import type { Compilation } from '../../lib/compile.ts';
import type { Manifest } from '../../lib/model/json.ts';
import type { Declared } from '../../lib/model/platform-model.ts';
import { declaredRecord } from '../../lib/records/declared-record.ts';
import { type ParsedRecords, parseRecords } from '../../lib/records/parse-records.ts';
import { createRecordReader, type RecordDeclaration } from '../../lib/records/record-reader.ts';

export const SCHEMA: Readonly<Record<string, unknown>> = createRequire(import.meta.url)(
  '../../schemas/records.schema.json',
);

export const read = createRecordReader(SCHEMA);

export function parse(text: string, file = 'platform/all.yaml'): ParsedRecords {
  return parseRecords(text, file, read);
}

/** As a program gets them. */
export function declared({ records }: ParsedRecords): readonly Declared<RecordDeclaration>[] {
  return records.map(declaredRecord);
}

/** Text and content of the records of a platform that are declared: all but those that follow from others. */
export function recordsOf(compilation: Compilation): readonly { readonly text: string; readonly manifest: Manifest }[] {
  return compilation.fileSets.flatMap(({ files }) =>
    [...files.values()].flatMap(({ path, content, documents }) => {
      const manifest = documents?.[0];
      const isRecord = path.startsWith('registry/konstruct/') && !path.includes('/git-account/');
      return isRecord && manifest !== undefined ? [{ text: content, manifest }] : [];
    }),
  );
}
