import type { DiagnosticCode } from '../diagnostics/codes.ts';
import { type Diagnostic, type DiagnosticDetails, error } from '../diagnostics/diagnostic.ts';
import type { Hold } from '../model/hold.ts';
import type { FieldSelector } from '../model/lifecycle.ts';
import { isRepoPath, type RepoPath, repoPathProblem } from '../model/repo-path.ts';
import type { ObjectFormat } from '../repository/repository.ts';
import { isDeeperThan } from './canonical-json.ts';
import { digestOf } from './digest.ts';
import { readFormatVersion } from './format-version.ts';
import { jsonErrorOffset, positionAt } from './json-error-offset.ts';
import { isLedgerTerritory, type Ledger, type LedgerFile, type LedgerRecord, ledgerPath } from './ledger.ts';
import { LEDGER_FORMAT_VERSION } from './ledger-text.ts';
import { holdShape, toHold } from './phases/hold-shape.ts';
import { flag, listOf, mapOf, object, pattern, shapeProblems, text } from './shape.ts';

/** Where a ledger was read, to say so in its diagnostics and to check that it belongs there. */
export interface LedgerContext {
  readonly repository: string;
  readonly project: string;
  readonly objectFormat: ObjectFormat;
}

/**
 * Reads a ledger, which anybody with access to the repository may have written.
 *
 * Never throws. `ledger` is undefined exactly when there are diagnostics; all of them are errors, and all problems are
 * reported: not JSON, wrong shape, newer major version (a newer minor one is read), edited by hand, another project's,
 * paths that we would never write.
 */
export function parseLedger(
  content: string,
  context: LedgerContext,
): { readonly ledger: Ledger | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const result = read(content, context);
  return Array.isArray(result) ? { ledger: undefined, diagnostics: result } : { ledger: result, diagnostics: [] };
}

/** Fields of a file that are not ours: those that a merge kept, and those that the program leaves to others. */
export const fieldsShape = listOf(object({ path: listOf(text) }, { kind: text, name: text }));

// --- internal ---

const MAX_LENGTH = 64 * 1024 * 1024;
const MAX_DEPTH = 32;
const MOST_PATHS = 10;

interface LedgerJson {
  readonly project: string;
  readonly digest: string;
  readonly files: Readonly<
    Record<
      string,
      {
        readonly blob: string;
        readonly address: string;
        readonly protect?: boolean;
        readonly scaffold?: boolean;
        readonly wanted?: string;
        readonly kept?: readonly FieldSelector[];
        readonly ignored?: readonly FieldSelector[];
      }
    >
  >;
  readonly records: readonly LedgerRecord[];
  readonly holds?: readonly Hold[];
}

function read(content: string, context: LedgerContext): Ledger | Diagnostic[] {
  const report = reporter(context);
  if (content.length > MAX_LENGTH) return [report('LEDGER_INVALID', { detail: 'It is larger than 64 MiB.' })];
  const value = parseJson(content);
  if (value instanceof SyntaxError) return [report('LEDGER_NOT_JSON', { detail: syntaxDetail(content) })];
  if (isDeeperThan(value, MAX_DEPTH)) return [report('LEDGER_INVALID', { detail: 'It is nested too deeply.' })];
  const version = formatVersionOf(value);
  if (readFormatVersion(version, LEDGER_FORMAT_VERSION) === 'newer') {
    const detail = `It has format version ${String(version)}; this kcdk reads up to ${LEDGER_FORMAT_VERSION}.`;
    return [report('LEDGER_VERSION_NEWER', { detail })];
  }
  const problems = shapeProblems(value, ledgerShape(context.objectFormat));
  if (problems.length > 0) return problems.map((detail) => report('LEDGER_INVALID', { detail }));
  // The shape was checked member by member just above.
  return check(value as LedgerJson, context, report);
}

type Report = (code: DiagnosticCode, details: DiagnosticDetails) => Diagnostic;

function reporter(context: LedgerContext): Report {
  const path = ledgerPath(context.project);
  return (code, details) => error(code, { repository: context.repository, path, ...details });
}

function ledgerShape(format: ObjectFormat): ReturnType<typeof object> {
  const digits = format === 'sha1' ? 40 : 64;
  const blob = pattern(new RegExp(`^[0-9a-f]{${digits}}$`), `a ${format} name of ${digits} lower-case hex digits`);
  return object(
    {
      format_version: pattern(/^[0-9]{1,6}\.[0-9]{1,6}$/, 'a version such as "1.0"'),
      project: text,
      digest: text,
      files: mapOf(
        object(
          { blob, address: text },
          { protect: flag, scaffold: flag, wanted: blob, kept: fieldsShape, ignored: fieldsShape },
        ),
      ),
      records: listOf(object({ kind: text, namespace: text, name: text, address: text })),
    },
    { holds: listOf(holdShape) },
  );
}

function check(json: LedgerJson, context: LedgerContext, report: Report): Ledger | Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  if (json.digest !== digestOf(json)) diagnostics.push(report('LEDGER_EDITED', {}));
  if (json.project !== context.project) {
    const detail = `It names the project ${JSON.stringify(json.project)}, not ${JSON.stringify(context.project)}.`;
    diagnostics.push(report('LEDGER_OTHER_PROJECT', { detail }));
  }
  const files = new Map<RepoPath, LedgerFile>();
  const unsafe: string[] = [];
  for (const [path, file] of Object.entries(json.files)) {
    const problem = isLedgerTerritory(path) ? 'it is in the folder of the ledgers' : repoPathProblem(path);
    if (problem !== undefined) unsafe.push(`${JSON.stringify(path)}: ${problem}`);
    else if (isRepoPath(path)) files.set(path, toLedgerFile(file));
  }
  for (const { path } of json.holds ?? []) {
    const problem = repoPathProblem(path.replace(/\/$/, ''));
    if (problem !== undefined) unsafe.push(`${JSON.stringify(path)}: ${problem}`);
  }
  if (unsafe.length > 0) diagnostics.push(report('LEDGER_PATH_UNSAFE', { detail: listSome(unsafe) }));
  if (diagnostics.length > 0) return diagnostics;
  const records = json.records.map(({ address, kind, name, namespace }) => ({ address, kind, name, namespace }));
  const holds = (json.holds ?? []).map(toHold);
  return { project: json.project, files, records, ...(holds.length > 0 && { holds }) };
}

function toLedgerFile(file: LedgerJson['files'][string]): LedgerFile {
  const { blob, address, protect, scaffold, wanted, kept, ignored } = file;
  return {
    address,
    blob,
    ...(ignored === undefined ? {} : { ignored }),
    ...(kept === undefined ? {} : { kept }),
    ...(protect === true ? { protect } : {}),
    ...(scaffold === true ? { scaffold } : {}),
    ...(wanted === undefined ? {} : { wanted }),
  };
}

function listSome(lines: readonly string[]): string {
  const rest = lines.length - MOST_PATHS;
  return [...lines.slice(0, MOST_PATHS), ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (caught) {
    return caught instanceof SyntaxError ? caught : new SyntaxError('not JSON', { cause: caught });
  }
}

function syntaxDetail(content: string): string {
  const { line, column } = positionAt(content, jsonErrorOffset(content));
  const conflict = /^<<<<<<< /m.test(content) ? ' It holds the conflict marks of an unfinished merge.' : '';
  return `It stops being JSON in line ${line}, column ${column}.${conflict}`;
}

function formatVersionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'format_version' in value ? value.format_version : undefined;
}
