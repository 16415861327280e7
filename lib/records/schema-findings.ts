import { describePath, describeType, describeValue } from '../diagnostics/describe-value.ts';
import { didYouMean, nearMatches } from '../diagnostics/near-matches.ts';
import type { SchemaProblem } from '../json-schema/compile-schema.ts';
import { descriptionIn, membersIn } from '../json-schema/json-schema.ts';
import type { RecordFinding } from './record-finding.ts';

/**
 * Turns what the schema refuses into findings: one for each thing to correct.
 *
 * Names keys and types, never a value: any of them may be a secret.
 */
export function schemaFindings(problems: readonly SchemaProblem[]): readonly RecordFinding[] {
  const found = new Map<string, RecordFinding>();
  const misspelt = misspeltFields(problems);
  for (const problem of problems) {
    // The branch that a condition chose says what is wrong; the condition repeats it.
    if (problem.keyword === 'if') continue;
    const missing: unknown = problem.params['missingProperty'];
    const key = typeof missing === 'string' ? `${problem.instancePath}\0${missing}` : undefined;
    if (key !== undefined && misspelt.has(key)) continue;
    const finding = toFinding(problem);
    const identity = key ?? finding.path.join('\0\0');
    if (!found.has(identity)) found.set(identity, finding);
  }
  return [...found.values()];
}

// --- internal ---

/** The fields that are missing because they are there under a name that is almost theirs: one mistake, one finding. */
function misspeltFields(problems: readonly SchemaProblem[]): ReadonlySet<string> {
  const misspelt = new Set<string>();
  for (const { keyword, instancePath, params, parentSchema } of problems) {
    if (keyword !== 'additionalProperties') continue;
    const known = Object.keys(membersIn(parentSchema));
    const [meant] = nearMatches(String(params['additionalProperty']), known, 1);
    if (meant !== undefined) misspelt.add(`${instancePath}\0${meant}`);
  }
  return misspelt;
}

function toFinding(problem: SchemaProblem): RecordFinding {
  const path = problem.instancePath
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  switch (problem.keyword) {
    case 'additionalProperties':
      return unknownField(path, String(problem.params['additionalProperty']), problem);
    case 'false schema': {
      const summary = `${describePath(path)} does not go with the other fields`;
      return finding(
        'RECORD_UNKNOWN_FIELD',
        path,
        'key',
        summary,
        'Remove it, or correct the field that rules it out.',
      );
    }
    case 'required':
    case 'dependencies': {
      const key = String(problem.params['missingProperty']);
      const summary = `${describePath([...path, key])} is missing`;
      const part = path.length === 0 ? 'value' : 'key';
      return finding('RECORD_MISSING_FIELD', path, part, summary, descriptionOf(problem, key));
    }
    case 'type':
      return wrongType(path, problem);
    default: {
      const summary = `${describePath(path)} has a value that is not allowed`;
      const allowed: unknown = problem.params['allowedValues'];
      const fix = Array.isArray(allowed)
        ? didYouMean(String(problem.data), allowed.map(String))
        : descriptionOf(problem);
      return finding('RECORD_BAD_VALUE', path, 'value', summary, fix);
    }
  }
}

function finding(
  code: RecordFinding['code'],
  path: readonly string[],
  part: RecordFinding['part'],
  summary: string,
  fix: string,
): RecordFinding {
  return { code, severity: 'error', path, part, details: { summary, fix } };
}

function unknownField(path: readonly string[], key: string, problem: SchemaProblem): RecordFinding {
  const owner = path.length === 0 ? 'a record' : describePath(path);
  const fix = didYouMean(key, Object.keys(membersIn(problem.parentSchema)));
  return finding('RECORD_UNKNOWN_FIELD', [...path, key], 'key', `\`${key}\` is no field of ${owner}`, fix);
}

function wrongType(path: readonly string[], problem: SchemaProblem): RecordFinding {
  const isLiteral = typeof problem.data === 'string' || typeof problem.data === 'number';
  const isSecret = Object.keys(membersIn(problem.parentSchema)).join() === 'secretRef';
  if (isLiteral && isSecret) {
    return { code: 'RECORD_LITERAL_SECRET', severity: 'error', path, part: 'key', details: {} };
  }
  const wanted = [problem.params['type']].flat().map((type) => describeType(String(type)));
  const summary = `${describePath(path)} must be ${wanted.join(' or ')}, not ${describeValue(problem.data)}`;
  return finding('RECORD_WRONG_TYPE', path, 'value', summary, descriptionOf(problem));
}

/** What the schema says about the field is the best advice there is. */
function descriptionOf(problem: SchemaProblem, key?: string): string {
  return descriptionIn(problem.parentSchema, key) ?? 'See the documentation of records.';
}
