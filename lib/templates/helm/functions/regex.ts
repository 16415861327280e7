import type { RE2JS } from 're2js';
import { type FunctionTable, fnIn, type GoFunction } from '../go/function.ts';
import { FunctionFailure, type Runtime } from '../go/runtime.ts';
import { type GoList, nilList, stringList, withType } from '../go/values.ts';
import { re2 } from '../packages.ts';

/** Sprig's regular expressions: RE2 syntax, matched in linear time. */
export const REGEX_FUNCTIONS: FunctionTable = {
  regexMatch: fnIn(['string', 'string'], (runtime, pattern, text) => {
    const regex = tryCompile(pattern);
    return regex !== undefined && bounded(runtime, regex, text).matcher(text).find();
  }),
  mustRegexMatch: fnIn(['string', 'string'], (runtime, pattern, text) =>
    bounded(runtime, compile(pattern), text).matcher(text).find(),
  ),
  ...both(
    'regexFindAll',
    fnIn(['string', 'string', 'int'], (runtime, pattern, text, count) =>
      stringsOrNil(findAll(runtime, pattern, text, count)),
    ),
  ),
  ...both(
    'regexFind',
    fnIn(['string', 'string'], (runtime, pattern, text) => findAll(runtime, pattern, text, 1)[0] ?? ''),
  ),
  ...both(
    'regexReplaceAll',
    fnIn(['string', 'string', 'string'], (runtime, pattern, text, replacement) =>
      replaceAll(runtime, pattern, text, (groups, names) => expand(replacement, groups, names)),
    ),
  ),
  ...both(
    'regexReplaceAllLiteral',
    fnIn(['string', 'string', 'string'], (runtime, pattern, text, replacement) =>
      replaceAll(runtime, pattern, text, () => replacement),
    ),
  ),
  ...both('regexSplit', fnIn(['string', 'string', 'int'], split)),
  regexQuoteMeta: fnIn(['string'], (_, text) => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')),
};

// --- internal ---

const CACHE_SIZE = 200;
const compiled = new Map<string, RE2JS>();

function both(name: string, entry: GoFunction): FunctionTable {
  return { [name]: entry, [`must${name[0]?.toUpperCase()}${name.slice(1)}`]: entry };
}

function tryCompile(pattern: string): RE2JS | undefined {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  try {
    const regex = re2().compile(pattern);
    if (compiled.size >= CACHE_SIZE) compiled.clear();
    compiled.set(pattern, regex);
    return regex;
  } catch {
    return undefined;
  }
}

function compile(pattern: string): RE2JS {
  const regex = tryCompile(pattern);
  if (regex === undefined) throw new FunctionFailure(`error parsing regexp: \`${pattern}\``);
  return regex;
}

/** Matching costs at most the size of the program times the length of the text. */
function bounded(runtime: Runtime, regex: RE2JS, text: string): RE2JS {
  const cost = regex.programSize() * (text.length + 1);
  if (cost > runtime.bounds.regex) {
    throw new FunctionFailure(`matching would cost ${cost} steps`, 'TEMPLATE_REGEX_EXCEEDED');
  }
  runtime.spend(Math.ceil(cost / 1000));
  return regex;
}

interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

/** All matches the way Go counts them: no empty match right after another match. */
function* matchesOf(regex: RE2JS, text: string): Generator<Match> {
  const matcher = regex.matcher(text);
  let previousEnd = -1;
  while (matcher.find()) {
    const start = matcher.start();
    const end = matcher.end();
    if (start === end && start === previousEnd) continue;
    previousEnd = end;
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? undefined);
    yield { start, end, groups };
  }
}

/** Go leaves the slice nil where nothing is found. */
function stringsOrNil(found: readonly string[]): GoList {
  return found.length === 0 ? withType(nilList(), '[]string') : stringList(found);
}

function findAll(runtime: Runtime, pattern: string, text: string, count: number): readonly string[] {
  const regex = bounded(runtime, compile(pattern), text);
  const found: string[] = [];
  for (const match of matchesOf(regex, text)) {
    if (count >= 0 && found.length >= count) break;
    found.push(text.slice(match.start, match.end));
  }
  return found;
}

function replaceAll(
  runtime: Runtime,
  pattern: string,
  text: string,
  replacement: (groups: Match['groups'], names: Readonly<Record<string, number>>) => string,
): string {
  const regex = bounded(runtime, compile(pattern), text);
  const names = regex.namedGroups() as Readonly<Record<string, number>>;
  let result = '';
  let at = 0;
  for (const match of matchesOf(regex, text)) {
    const written = replacement(match.groups, names);
    runtime.make(written.length);
    result += text.slice(at, match.start) + written;
    at = match.end;
  }
  return result + text.slice(at);
}

/** Go's `Expand`: `$name`, `${name}` and `$$`; the longest run of word characters is the name. */
function expand(template: string, groups: Match['groups'], names: Readonly<Record<string, number>>): string {
  return template.replace(
    /\$(?:\$|\{(\w+)\}|(\w+))/g,
    (whole, braced: string | undefined, bare: string | undefined) => {
      if (whole === '$$') return '$';
      const name = braced ?? bare ?? '';
      const index = /^\d+$/.test(name) ? Number(name) : Object.hasOwn(names, name) ? names[name] : undefined;
      return index === undefined ? '' : (groups[index] ?? '');
    },
  );
}

function split(runtime: Runtime, pattern: string, text: string, count: number) {
  const regex = bounded(runtime, compile(pattern), text);
  if (count === 0) return stringsOrNil([]);
  if (pattern.length > 0 && text.length === 0) return stringList(['']);
  const parts: string[] = [];
  let start = 0;
  let end = 0;
  for (const match of matchesOf(regex, text)) {
    if (count > 0 && parts.length === count - 1) break;
    end = match.start;
    if (match.end !== 0) parts.push(text.slice(start, end));
    start = match.end;
  }
  if (end !== text.length) parts.push(text.slice(start));
  return stringList(parts);
}
