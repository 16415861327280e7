import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Cache } from '../cache/cache.ts';
import { digest } from '../cache/digest.ts';
import { type Diagnostic, error, errorsOf } from '../diagnostics/diagnostic.ts';
import type { Declaration } from '../model/declaration.ts';
import type { Declared } from '../model/platform-model.ts';
import { declaredRecord } from '../records/declared-record.ts';
import type { ParsedRecords } from '../records/parse-records.ts';
import { findDeclarationFiles } from './find-declaration-files.ts';

export interface LoadDeclarationsOptions {
  /** Absolute folder of the project: files are shown relative to it, and links must not lead out of it. */
  readonly root: string;
  /** Absolute folder of the declarations; none of it declares nothing. */
  readonly folder: string;
  /** Keeps what was read, file by file, so that no parser has to be loaded for what has not changed. */
  readonly cache?: Cache | undefined;
}

/** What the YAML files of a project declare. */
export interface LoadedDeclarations {
  /** By file, then in the order of the file. */
  readonly declarations: readonly Declared<Declaration>[];
  /** With an error among them, nothing may be written. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the YAML files of a folder as declarations of resources. What cannot be read is a finding, never a throw. */
export async function loadDeclarations(options: LoadDeclarationsOptions): Promise<LoadedDeclarations> {
  const { root, folder, cache } = options;
  const { files, diagnostics: problems } = findDeclarationFiles(root, folder);
  const diagnostics = [...problems];
  if (files.length === 0) return { declarations: [], diagnostics };
  const key = digest(FORMAT, root, folder);
  const known = toKnown(cache?.get('declarations.json', key));
  const next: Record<string, KnownFile> = {};
  const declarations: Declared<Declaration>[] = [];
  let hasNews = Object.keys(known).length !== files.length;
  let parse: ((text: string, file: string) => ParsedRecords) | undefined;
  for (const { path, shown } of files) {
    const content = readText(path, shown, diagnostics);
    if (content === undefined) continue;
    let file = Object.hasOwn(known, shown) ? known[shown] : undefined;
    if (file?.digest !== content.digest) {
      parse ??= await loadParser();
      file = { digest: content.digest, ...parse(content.text, shown) };
      hasNews = true;
    }
    declarations.push(...file.records.map(declaredRecord));
    diagnostics.push(...file.diagnostics);
    // What has to be corrected is read again until it is.
    if (errorsOf(file.diagnostics).length === 0) next[shown] = file;
  }
  if (hasNews) cache?.put('declarations.json', key, JSON.stringify(next));
  return { declarations, diagnostics };
}

// --- internal ---

/** Changes when what is kept in the cache changes its meaning. */
const FORMAT = 'declarations 1';

interface KnownFile extends ParsedRecords {
  /** Of the content. */
  readonly digest: string;
}

/** The cache proves that the text is what was put there. */
function toKnown(text: string | undefined): Readonly<Record<string, KnownFile>> {
  return text === undefined ? {} : JSON.parse(text);
}

async function loadParser(): Promise<(text: string, file: string) => ParsedRecords> {
  const [{ parseRecords }, { createRecordReader, readyRecordChecks }] = await Promise.all([
    import('../records/parse-records.ts'),
    import('../records/record-reader.ts'),
  ]);
  const schema = createRequire(import.meta.url)('konstruct-cdk/schemas/records.schema.json');
  const read = createRecordReader(schema, await readyRecordChecks());
  return (text, file) => parseRecords(text, file, read);
}

function readText(
  path: string,
  shown: string,
  diagnostics: Diagnostic[],
): { readonly text: string; readonly digest: string } | undefined {
  try {
    const bytes = readFileSync(path);
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), digest: digest(bytes) };
  } catch (reason) {
    const detail = reason instanceof TypeError ? 'It is not encoded in UTF-8.' : String(reason);
    diagnostics.push(error('DECLARATIONS_UNREADABLE', { detail, source: { file: shown, line: 1, column: 1 } }));
    return undefined;
  }
}
