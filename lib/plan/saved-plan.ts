import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { canonicalJson } from './canonical-json.ts';
import { digestOf } from './digest.ts';
import { oneFindingACode } from './one-finding-a-code.ts';
import { PLAN_FORMAT_VERSION, type PlanDocument } from './plan.ts';
import type { PlanBundle } from './plan-bundle.ts';
import { editedDiagnostic, readDocument } from './plan-json.ts';
import { planShape } from './plan-shape.ts';
import { savedPlanProblems } from './saved-plan-problems.ts';
import { listOf, mapOf, object, orNull, pattern, text } from './shape.ts';

/** Where a repository is, so that a saved plan can be applied without the program. */
export interface SavedLocation {
  readonly name: string;
  readonly url: string;
  readonly branch: string;
}

/** A plan as it is kept in a file between review and apply. It holds contents of the program, never a credential. */
export interface SavedPlan extends PlanBundle {
  /** Of every repository of the plan, by name. */
  readonly locations: readonly SavedLocation[];
}

/** Writes a `.kplan` file: one line of JSON with sorted keys; equal plans give equal bytes. */
export function serializeSavedPlan({ plan, blobs, ledgers, phaseLedgers }: PlanBundle): string {
  const document = {
    format_version: PLAN_FORMAT_VERSION,
    plan,
    locations: plan.repositories.map(({ name, url, branch }) => ({ name, url, branch })),
    blobs: nested(blobs),
    ledgers: Object.fromEntries(ledgers),
    ...(phaseLedgers.size > 0 && { phase_ledgers: nested(phaseLedgers) }),
  };
  return `${canonicalJson({ ...document, digest: digestOf(document) })}\n`;
}

/**
 * Reads a `.kplan` file, which anybody may have written.
 *
 * Never throws; `saved` is undefined exactly when there are diagnostics: no saved plan, a newer major version, or edited.
 * What is returned is consistent: every content has the blob name and digest that the plan says, every path is one
 * that we would write, every change of a file is told by a change of a resource, and the summary counts those.
 *
 * @param file name of the file, for the positions of the diagnostics
 */
export function parseSavedPlan(
  content: string,
  file?: string,
): {
  readonly saved: SavedPlan | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { value, diagnostics } = readDocument(content, PLAN_FORMAT_VERSION, savedShape, file);
  // The shape was checked member by member.
  const json = value as SavedPlanJson | undefined;
  const saved = json && toSavedPlan(json);
  const problems =
    json === undefined || saved === undefined ? diagnostics : [...editProblems(json), ...savedPlanProblems(saved)];
  if (problems.length === 0) return { saved, diagnostics: [] };
  // Parts of a document of one line have no place but the whole.
  const whole = file === undefined ? {} : { source: { file, line: 1, column: 1 } };
  return { saved: undefined, diagnostics: oneFindingACode(problems).map((problem) => ({ ...whole, ...problem })) };
}

// --- internal ---

interface SavedPlanJson {
  readonly plan: PlanDocument;
  readonly locations: readonly SavedLocation[];
  readonly blobs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly ledgers: Readonly<Record<string, string | null>>;
  /** By phase and repository. */
  readonly phase_ledgers?: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  readonly digest: string;
}

const savedShape = object(
  {
    format_version: pattern(/^[0-9]{1,6}\.[0-9]{1,6}$/, 'a version such as "1.0"'),
    plan: planShape,
    locations: listOf(object({ name: text, url: text, branch: text })),
    blobs: mapOf(mapOf(text)),
    ledgers: mapOf(orNull(text)),
    digest: text,
  },
  { phase_ledgers: mapOf(mapOf(orNull(text))) },
);

function nested<T>(maps: ReadonlyMap<string, ReadonlyMap<string, T>>): Record<string, Record<string, T>> {
  return Object.fromEntries([...maps].map(([key, map]) => [key, Object.fromEntries(map)]));
}

function unnested<T>(objects: Readonly<Record<string, Readonly<Record<string, T>>>>): Map<string, Map<string, T>> {
  return new Map(Object.entries(objects).map(([key, object]) => [key, new Map(Object.entries(object))]));
}

function toSavedPlan(json: SavedPlanJson): SavedPlan {
  return {
    plan: json.plan,
    locations: json.locations,
    blobs: unnested(json.blobs),
    ledgers: new Map(Object.entries(json.ledgers)),
    phaseLedgers: unnested(json.phase_ledgers ?? {}),
  };
}

function editProblems(json: SavedPlanJson): readonly Diagnostic[] {
  if (json.digest !== digestOf(json)) {
    return [error('PLAN_FILE_EDITED', { detail: 'Its digest is not that of its content.' })];
  }
  const edited = editedDiagnostic(json.plan);
  return edited === undefined ? [] : [edited];
}
