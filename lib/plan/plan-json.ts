import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { canonicalJson, isDeeperThan } from './canonical-json.ts';
import { digestOf } from './digest.ts';
import { readFormatVersion } from './format-version.ts';
import { jsonErrorOffset, positionAt } from './json-error-offset.ts';
import { oneFindingACode } from './one-finding-a-code.ts';
import { PLAN_FORMAT_VERSION, type PlanDocument } from './plan.ts';
import { planShape } from './plan-shape.ts';
import { type Shape, shapeProblems } from './shape.ts';

/** Writes a plan as one line of JSON with sorted keys and a final line break; equal plans give equal bytes. */
export function serializePlan(plan: PlanDocument): string {
  return `${canonicalJson(plan)}\n`;
}

/**
 * Reads a plan document, which anybody may have written.
 *
 * Never throws; `plan` is undefined exactly when there are diagnostics: no JSON or not the shape of a plan, a newer
 * major version, or edited (its digest is not that of its content).
 */
export function parsePlanDocument(text: string): {
  readonly plan: PlanDocument | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { value, diagnostics } = readDocument(text, PLAN_FORMAT_VERSION, planShape);
  if (value === undefined) return { plan: undefined, diagnostics };
  // The shape was checked member by member.
  const plan = value as PlanDocument;
  const edited = editedDiagnostic(plan);
  return edited === undefined ? { plan, diagnostics: [] } : { plan: undefined, diagnostics: [edited] };
}

/** Says that a plan is not as it was made; undefined when its digest fits. */
export function editedDiagnostic(plan: PlanDocument): Diagnostic | undefined {
  if (plan.digest === digestOf(plan)) return undefined;
  return error('PLAN_FILE_EDITED', { detail: 'Its digest is not that of its content.' });
}

/** Reads a versioned JSON document: text to value, version, shape. Problems are one finding, with the file if named. */
export function readDocument(
  text: string,
  ours: string,
  shape: Shape,
  file?: string,
): { readonly value: unknown; readonly diagnostics: readonly Diagnostic[] } {
  const refuse = (diagnostic: Diagnostic) => ({ value: undefined, diagnostics: [diagnostic] });
  if (text.length > MAX_LENGTH) return refuse(error('PLAN_FILE_INVALID', { detail: 'It is larger than 256 MiB.' }));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { line, column } = positionAt(text, jsonErrorOffset(text));
    const detail = `It stops being JSON in line ${line}, column ${column}.`;
    return refuse(
      error('PLAN_FILE_INVALID', { detail, ...(file === undefined ? {} : { source: { file, line, column } }) }),
    );
  }
  if (isDeeperThan(value, MAX_DEPTH)) return refuse(error('PLAN_FILE_INVALID', { detail: 'It is nested too deeply.' }));
  const version = typeof value === 'object' && value !== null && 'format_version' in value ? value.format_version : '';
  if (readFormatVersion(version, ours) === 'newer') {
    const detail = `It has format version ${String(version)}; this kcdk reads up to ${ours}.`;
    return refuse(error('PLAN_VERSION_NEWER', { detail }));
  }
  const problems = shapeProblems(value, shape);
  if (problems.length === 0) return { value, diagnostics: [] };
  const found = problems.map((detail) => error('PLAN_FILE_INVALID', { detail }));
  return { value: undefined, diagnostics: oneFindingACode(found) };
}

// --- internal ---

const MAX_LENGTH = 256 * 1024 * 1024;
const MAX_DEPTH = 200;
