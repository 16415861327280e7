import { FunctionFailure } from '../go/runtime.ts';
import { compareVersions, parseVersion, type Version } from './version.ts';

/**
 * Where a constraint must name a version before a release to accept one: in each of its rules (Helm 3.17), or in any rule
 * of those joined by `and` (Helm 4.1).
 */
export type EarlyVersions = 'rule' | 'group';

/** Whether a version meets a constraint such as `>=1.2 <2 || ^3.0.0`. @throws FunctionFailure */
export function meetsConstraint(constraint: string, version: Version, early: EarlyVersions): boolean {
  const groups = constraint.split('||').map((group) => parseGroup(group, constraint));
  return groups.some((group) => {
    const named = group.some((rule) => rule.version.prerelease !== '');
    return group.every((rule) => {
      const accepted = early === 'group' ? named : rule.version.prerelease !== '' || isPlainUnequal(rule);
      return meets(rule, version, version.prerelease !== '' && !accepted);
    });
  });
}

// --- internal ---

interface Rule {
  readonly operator: string;
  readonly version: Version;
  /** Which parts were left out or written as `x`. */
  readonly anyMajor: boolean;
  readonly anyMinor: boolean;
  readonly anyPatch: boolean;
}

const NUMBER = '(?:\\d+|[xX*])';
const PATTERN = `v?(${NUMBER})(?:\\.(${NUMBER}))?(?:\\.(${NUMBER}))?(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?`;
const RULE = new RegExp(`\\s*(=>|=<|!=|>=|<=|~>|[=<>~^])?\\s*${PATTERN}\\s*(?:,|\\s|$)`, 'y');
const HYPHEN = new RegExp(`\\s*(${PATTERN})\\s+-\\s+(${PATTERN})\\s*`, 'g');

function parseGroup(group: string, whole: string): readonly Rule[] {
  const text = group.replace(HYPHEN, (...match: string[]) => `>=${match[1]} <=${match[7]} `).trim();
  if (text === '') throw new FunctionFailure(`improper constraint: ${whole}`);
  const rules: Rule[] = [];
  RULE.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    RULE.lastIndex = at;
    const match = RULE.exec(text);
    if (match === null) throw new FunctionFailure(`improper constraint: ${whole}`);
    rules.push(parseRule(match));
    at = RULE.lastIndex;
    while (text[at] === ' ' || text[at] === ',') at++;
  }
  return rules;
}

function parseRule(match: RegExpExecArray): Rule {
  const [, operator = '', major = '', minor, patch, prerelease = '', metadata = ''] = match;
  const any = (part: string | undefined): boolean => part === undefined || /^[xX*]$/.test(part);
  const anyMajor = any(major);
  const anyMinor = anyMajor || any(minor);
  const anyPatch = anyMinor || any(patch);
  const number = (part: string | undefined, isAny: boolean): string => (isAny ? '0' : (part ?? '0'));
  const text = `${number(major, anyMajor)}.${number(minor, anyMinor)}.${number(patch, anyPatch)}`;
  return { operator, version: parseVersion(`${text}${prerelease}${metadata}`), anyMajor, anyMinor, anyPatch };
}

/** The one rule that used to accept any version before a release. */
function isPlainUnequal({ operator, anyPatch }: Rule): boolean {
  return operator === '!=' && !anyPatch;
}

function meets(rule: Rule, version: Version, early: boolean): boolean {
  const { version: bound, anyMajor, anyMinor, anyPatch } = rule;
  const order = compareVersions(version, bound);
  switch (rule.operator) {
    case '':
    case '=':
      if (anyPatch) return tilde(rule, version, early);
      return !early && order === 0;
    case '!=':
      if (early) return false;
      if (anyMajor) return false;
      if (anyMinor) return version.major !== bound.major;
      if (anyPatch) return version.major !== bound.major || version.minor !== bound.minor;
      return order !== 0;
    case '>':
      if (early) return false;
      if (!anyPatch) return order > 0;
      if (version.major !== bound.major) return version.major > bound.major;
      return anyMinor ? false : version.minor > bound.minor;
    case '<':
      return !early && order < 0;
    case '>=':
    case '=>':
      return !early && order >= 0;
    case '<=':
    case '=<':
      if (early) return false;
      if (!anyPatch) return order <= 0;
      if (version.major !== bound.major) return version.major < bound.major;
      return anyMinor || version.minor <= bound.minor;
    case '~':
    case '~>':
      return tilde(rule, version, early);
  }
  return caret(rule, version, early, order);
}

function tilde({ version: bound, anyMajor, anyMinor }: Rule, version: Version, early: boolean): boolean {
  if (early) return false;
  if (compareVersions(version, bound) < 0) return false;
  if (anyMajor) return true;
  return version.major === bound.major && (anyMinor || version.minor === bound.minor);
}

function caret({ version: bound, anyMinor, anyPatch }: Rule, version: Version, early: boolean, order: number): boolean {
  if (early || order < 0) return false;
  if (bound.major > 0 || anyMinor) return version.major === bound.major;
  if (version.major > 0) return false;
  if (bound.minor > 0 || anyPatch) return version.minor === bound.minor;
  return version.minor === 0 && version.patch === bound.patch;
}
