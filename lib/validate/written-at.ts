import type { RelatedPlace, SourcePosition } from '../diagnostics/diagnostic.ts';
import type { FieldPath } from '../model/field-path.ts';
import type { Manifest } from '../model/json.ts';
import { type Origin, placeOf } from '../model/origin.ts';
import type { Provenance, TemplatePlace } from '../model/provenance.ts';

/** What is said of the construct, where `source` is in a template. */
export const RENDERED_FOR = 'rendered for it';

/** Where something that is wrong was written, and for which construct. */
export interface WrittenPlace {
  readonly address: string;
  /** In the template, for what one rendered; else in the program. */
  readonly source: SourcePosition | undefined;
  /** The line of the program, where `source` is in a template. */
  readonly related?: readonly RelatedPlace[];
}

/** Where a field of an object was written, or the nearest one above it that was; without a path, the object. */
export function fieldWrittenAt(
  origin: Origin,
  provenance: Provenance | undefined,
  { apiVersion, kind, metadata: { name, namespace } }: Manifest,
  path: FieldPath,
): WrittenPlace {
  const line = provenance?.lineOf({ apiVersion, kind, namespace, name }, path);
  const key = path.findLast((segment) => !segment.startsWith('['));
  return inTemplate(origin, provenance, line === undefined ? undefined : provenance?.placeOfLine(line, key));
}

/** Where a line of a file was written, counted from 1; with a word, the word in it. */
export function lineWrittenAt(
  origin: Origin,
  provenance: Provenance | undefined,
  line: number,
  word?: string,
): WrittenPlace {
  return inTemplate(origin, provenance, provenance?.placeOfLine(line, word));
}

// --- internal ---

function inTemplate(
  origin: Origin,
  provenance: Provenance | undefined,
  place: TemplatePlace | undefined,
): WrittenPlace {
  const own = placeOf(origin);
  if (provenance === undefined || place === undefined) return own;
  const { file, line, column } = place;
  const source = { file: `${provenance.label}/${file}`, line, column };
  return { address: own.address, source, related: [{ message: RENDERED_FOR, ...own }] };
}
