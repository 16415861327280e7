import type { DiagnosticCode } from '../../diagnostics/codes.ts';
import { describeType, describeValue } from '../../diagnostics/describe-value.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import type { SchemaProblem } from '../../json-schema/compile-schema.ts';
import { membersIn } from '../../json-schema/json-schema.ts';

/** A problem in words. Values are never shown: any text may be a secret. */
export interface DescribedProblem {
  readonly code: DiagnosticCode;
  /** JSON pointer to the member that is wrong. */
  readonly pointer: string;
  readonly summary: string;
  readonly fix?: string;
}

/** One statement for each thing to correct; the branches of a choice repeat what the choice says, and are left out. */
export function describeProblems(problems: readonly SchemaProblem[], document: unknown): readonly DescribedProblem[] {
  const described = new Map<string, DescribedProblem>();
  for (const problem of problems) {
    if (/\/(?:anyOf|oneOf|not)\/./.test(problem.schemaPath)) continue;
    const one = describe(problem, document);
    const key = `${one.pointer} ${one.code}`;
    if (!described.has(key)) described.set(key, one);
  }
  return [...described.values()];
}

/** `spec.ports[0].name` for `/spec/ports/0/name`. */
export function fieldOf(pointer: string): string {
  const segments = segmentsOf(pointer);
  if (segments.length === 0) return 'the object';
  return segments
    .map((segment, index) => {
      if (/^\d+$/.test(segment)) return `[${segment}]`;
      if (!/^[\w-]+$/.test(segment)) return `[${JSON.stringify(segment)}]`;
      return index === 0 ? segment : `.${segment}`;
    })
    .join('');
}

/** The keys and positions that a JSON pointer leads through. */
export function segmentsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

// --- internal ---

/** What a keyword asks for, in words. */
const BOUNDS: Readonly<Record<string, (limit: number) => string>> = {
  minimum: (limit) => `must be at least ${limit}`,
  maximum: (limit) => `must be at most ${limit}`,
  exclusiveMinimum: (limit) => `must be more than ${limit}`,
  exclusiveMaximum: (limit) => `must be less than ${limit}`,
  multipleOf: (limit) => `must be a multiple of ${limit}`,
  minLength: (limit) => `must have at least ${counted(limit, 'character')}`,
  maxLength: (limit) => `must have at most ${counted(limit, 'character')}`,
  minItems: (limit) => `must have at least ${counted(limit, 'entry', 'entries')}`,
  maxItems: (limit) => `must have at most ${counted(limit, 'entry', 'entries')}`,
  minProperties: (limit) => `must have at least ${counted(limit, 'member')}`,
  maxProperties: (limit) => `must have at most ${counted(limit, 'member')}`,
  uniqueItems: () => 'has an entry twice',
  anyOf: () => 'has none of the forms that it may have',
  oneOf: () => 'must have exactly one of the forms that it may have',
  not: () => 'has a form that it must not have',
};

function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

function describe(problem: SchemaProblem, document: unknown): DescribedProblem {
  const { instancePath: at, keyword, params } = problem;
  const field = `\`${fieldOf(at)}\``;
  switch (keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty']);
      const owner = at === '' ? 'the object' : field;
      const known = Object.keys(membersIn(problem.parentSchema));
      const fix = known.length === 0 ? {} : { fix: didYouMean(name, known) };
      const pointer = `${at}/${escaped(name)}`;
      return { code: 'MANIFEST_FIELD_UNKNOWN', pointer, summary: `\`${name}\` is no field of ${owner}`, ...fix };
    }
    case 'required': {
      const name = String(params['missingProperty']);
      const pointer = `${at}/${escaped(name)}`;
      return { code: 'MANIFEST_FIELD_MISSING', pointer, summary: `\`${fieldOf(pointer)}\` is missing` };
    }
    case 'type': {
      const wanted = [params['type']].flat().map((type) => describeType(String(type)));
      const given = describeValue(valueAt(document, at));
      return {
        code: 'MANIFEST_FIELD_TYPE',
        pointer: at,
        summary: `${field} must be ${wanted.join(' or ')}, not ${given}`,
      };
    }
    case 'enum': {
      const allowed = [params['allowedValues']].flat().map(String);
      const fix = didYouMean(String(valueAt(document, at)), allowed);
      return { code: 'MANIFEST_FIELD_VALUE', pointer: at, summary: `${field} has a value that is not allowed`, fix };
    }
    case 'pattern':
      return {
        code: 'MANIFEST_FIELD_VALUE',
        pointer: at,
        summary: `${field} does not have the form that it must have`,
        fix: `It must match \`${String(params['pattern'])}\`.`,
      };
    default: {
      const bound = BOUNDS[keyword]?.(Number(params['limit'] ?? params['multipleOf']));
      const fix = bound === undefined ? {} : { fix: 'Give a value that keeps to that.' };
      const summary = `${field} ${bound ?? `has a value that is not allowed (${keyword})`}`;
      return { code: 'MANIFEST_FIELD_VALUE', pointer: at, summary, ...fix };
    }
  }
}

function valueAt(document: unknown, pointer: string): unknown {
  return segmentsOf(pointer).reduce<unknown>((value, segment) => memberOf(value, segment), document);
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[member] : undefined;
}

function escaped(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}
