import { type Diagnostic, error, warning } from '../../diagnostics/diagnostic.ts';
import type { SchemaCheck } from '../../json-schema/compile-schema.ts';
import type { WantedFile } from '../../model/file-set.ts';
import type { Manifest } from '../../model/json.ts';
import { fieldWrittenAt } from '../written-at.ts';
import { describeProblems, segmentsOf } from './describe-problem.ts';
import { kindKey } from './kind-key.ts';

/** The schemas of a run. */
export interface SchemaSet {
  /** `apiVersion/kind` of every kind that has one. */
  readonly kinds: ReadonlySet<string>;
  /** The function that checks objects of one of `kinds`. */
  of(kind: string): Promise<SchemaCheck>;
}

/** Compares the documents of a file with their schemas; kinds without one are passed over. */
export async function checkDocuments(
  repository: string,
  file: WantedFile,
  schemas: SchemaSet,
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const document of file.documents ?? []) {
    const kind = kindKey(document);
    if (!schemas.kinds.has(kind)) continue;
    const check = await schemas.of(kind);
    const problems = check(document);
    if (problems.length === 0) continue;
    const about = `${document.kind} \`${document.metadata?.name ?? ''}\``;
    for (const { code, pointer, summary, ...details } of describeProblems(problems, document)) {
      // A rule of its own says more about it.
      if (isNumericRevision(document, pointer)) continue;
      const place = fieldWrittenAt(file.origin, file.provenance, document, segmentsOf(pointer));
      const told = { summary: `${about}: ${summary}`, ...details, repository, path: file.path, ...place };
      found.push(error(code, told));
    }
  }
  return found;
}

/** The one warning about everything that could not be checked. */
export function unknownKinds(kinds: Iterable<string>): readonly Diagnostic[] {
  const names = [...new Set(kinds)].toSorted();
  if (names.length === 0) return [];
  const shown = names.map((kind) => `\`${kind}\``).join(', ');
  const summary =
    names.length === 1 ? `There is no schema of ${shown}` : `There are no schemas of ${names.length} kinds`;
  return [warning('SCHEMA_MISSING', { summary, ...(names.length > 1 && { detail: shown }) })];
}

// --- internal ---

function isNumericRevision({ kind }: Manifest, pointer: string): boolean {
  return kind === 'Application' && /^\/spec\/sources?(?:\/\d+)?\/targetRevision$/.test(pointer);
}
