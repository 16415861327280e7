import { createRequire } from 'node:module';
import { describePath, describeType, describeValue } from '../diagnostics/describe-value.ts';
import type { DiagnosticDetails } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/near-matches.ts';
import { type SchemaProblem, schemaCheck } from '../json-schema/compile-schema.ts';
import { descriptionIn, membersIn } from '../json-schema/json-schema.ts';
import { readyCheck } from '../json-schema/ready-checks.ts';
import { looksSecret } from '../model/secret-text.ts';

/** Where the data does not follow the schema. */
export interface SchemaFinding {
  readonly code: 'CONFIG_UNKNOWN_KEY' | 'CONFIG_MISSING_KEY' | 'CONFIG_WRONG_TYPE' | 'CONFIG_BAD_VALUE';
  readonly path: readonly string[];
  readonly part: 'key' | 'value';
  readonly details: DiagnosticDetails;
}

/** Compares the data of a configuration with `schemas/cdk8s.schema.json`: one finding for each thing to correct. */
export async function checkSchema(data: unknown): Promise<readonly SchemaFinding[]> {
  const schema = () => createRequire(import.meta.url)('konstruct-cdk/schemas/cdk8s.schema.json');
  const check = schemaCheck(schema, await readyCheck('cdk8s.yaml'));
  const findings: SchemaFinding[] = [];
  for (const problem of check(data)) {
    const finding = toFinding(problem);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

// --- internal ---

/** Keys below which a value may be a secret that was put in the wrong place. */
const SOURCES = ['credentials', 'token', 'jwt', 'privateKey'];

function toFinding(problem: SchemaProblem): SchemaFinding | undefined {
  // the branches of a choice repeat what the choice itself says
  if (/\/(oneOf|anyOf)\//.test(problem.schemaPath) || problem.propertyName !== undefined) return undefined;
  const path = problem.instancePath
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  switch (problem.keyword) {
    case 'additionalProperties':
      return unknownKey(path, String(problem.params['additionalProperty']), problem);
    case 'propertyNames':
      return badName(path, String(problem.params['propertyName']));
    case 'required': {
      const key = String(problem.params['missingProperty']);
      const details = { summary: `${describePath([...path, key])} is missing`, fix: descriptionOf(problem, key) };
      return { code: 'CONFIG_MISSING_KEY', path, part: path.length === 0 ? 'value' : 'key', details };
    }
    case 'type': {
      const wanted = [problem.params['type']].flat().map((type) => describeType(String(type)));
      const summary = `${describePath(path)} must be ${wanted.slice(0, 2).join(' or ')}, not ${describeValue(problem.data)}`;
      return { code: 'CONFIG_WRONG_TYPE', path, part: 'value', details: { summary, fix: descriptionOf(problem) } };
    }
    case 'oneOf':
      return choice(path, problem);
    case 'anyOf':
      return noEntry(path);
    default:
      return badValue(path, problem);
  }
}

function unknownKey(path: readonly string[], key: string, problem: SchemaProblem): SchemaFinding {
  const known = Object.keys(membersIn(problem.parentSchema));
  const owner = path.length === 0 ? 'the configuration' : describePath(path);
  const details = { summary: `\`${key}\` is no key of ${owner}`, fix: didYouMean(key, known) };
  return { code: 'CONFIG_UNKNOWN_KEY', path: [...path, key], part: 'key', details };
}

function badName(path: readonly string[], name: string): SchemaFinding {
  if (path.at(-1) === 'forges') {
    const summary = `\`${name}\` cannot be the host of a server`;
    const details = { summary, fix: 'Write the host as in the URLs of repositories, without `https://`.' };
    return { code: 'CONFIG_BAD_VALUE', path: [...path, name], part: 'key', details };
  }
  const what = path.at(-1) === 'clusters' ? 'cluster' : 'repository';
  const summary = `\`${name}\` cannot be the name of a ${what}`;
  const fix = `Use the name of a ${what} in the program, without spaces, or \`*\` alone for all others.`;
  return { code: 'CONFIG_BAD_VALUE', path: [...path, name], part: 'key', details: { summary, fix } };
}

const SECRET_SOURCES: readonly string[] = ['env', 'file', 'command'];

function choice(path: readonly string[], problem: SchemaProblem): SchemaFinding | undefined {
  const sources = path.at(-1) === 'credentials' ? [...SECRET_SOURCES, 'githubApp'] : SECRET_SOURCES;
  const given = Object.keys(problem.data ?? {}).filter((key) => sources.includes(key));
  // a misspelt or refused key is reported as such, and is the reason why none is given
  const isExplained = given.length === 0 && Object.keys(problem.data ?? {}).some((key) => key !== 'username');
  if (isExplained) return undefined;
  const found = given.length === 0 ? 'names no source' : `names ${given.length} sources`;
  const details = {
    summary: `${describePath(path)} ${found}`,
    fix: `Give exactly one of ${sources.map((key) => `\`${key}\``).join(', ')}.`,
  };
  return { code: 'CONFIG_BAD_VALUE', path, part: 'key', details };
}

/** The one choice that leaves the way in open: that of a Vault. */
function noEntry(path: readonly string[]): SchemaFinding {
  const summary = `${describePath(path)} does not say how it is entered`;
  const details = { summary, fix: 'Give `token`, or the `role` of a Kubernetes login.' };
  return { code: 'CONFIG_MISSING_KEY', path, part: 'key', details };
}

function badValue(path: readonly string[], problem: SchemaProblem): SchemaFinding {
  const value: unknown = problem.data;
  const isShown =
    typeof value === 'string' &&
    value.length <= 80 &&
    !SOURCES.some((key) => path.includes(key)) &&
    !looksSecret(value);
  const shown = isShown && value.trim() !== '' ? `: \`${value.replace(/\s+/g, ' ')}\`` : '';
  const allowed: unknown = problem.params['allowedValues'];
  const fix = Array.isArray(allowed) ? didYouMean(String(value), allowed.map(String)) : descriptionOf(problem);
  const details = { summary: `${describePath(path)} has a value that is not allowed${shown}`, fix };
  return { code: 'CONFIG_BAD_VALUE', path, part: 'value', details };
}

/** What the schema says about the key is the best advice there is. */
function descriptionOf(problem: SchemaProblem, key?: string): string {
  return descriptionIn(problem.parentSchema, key) ?? 'See the documentation of `cdk8s.yaml`.';
}
