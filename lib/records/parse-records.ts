import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { type Diagnostic, error, errorsOf, type SourcePosition, warning } from '../diagnostics/diagnostic.ts';
import { recordKey } from '../model/identity.ts';
import { recordKindOf } from '../model/platform-model.ts';
import { createPlaceFinder, type FindPlace, placeOfNode } from '../yaml/node-finder.ts';
import { parserMessage } from '../yaml/parser-message.ts';
import { expandsTooFar } from './expansion.ts';
import { inspectDocument } from './inspect-document.ts';
import type { RecordFinding } from './record-finding.ts';
import type { RecordDeclaration, RecordReader } from './record-reader.ts';

/** A record of a file, with where it came from. Plain data. */
export interface ParsedRecord {
  readonly declaration: RecordDeclaration;
  /** `<file>#<kind>/<namespace>/<name>`. */
  readonly address: string;
  /** Where its document begins. */
  readonly position: SourcePosition;
  /** Set where an error was found in it. */
  readonly faulty?: true;
}

/** The records of a file. Plain data. */
export interface ParsedRecords {
  readonly records: readonly ParsedRecord[];
  /** From top to bottom. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the records of a YAML text: one in each document; documents without content are skipped.
 *
 * Never throws. Reads YAML 1.2 without tags that are not JSON's; a document with a mistake in its syntax is left out,
 * the others are read.
 *
 * @param file name to show in diagnostics and addresses
 */
export function parseRecords(text: string, file: string, read: RecordReader): ParsedRecords {
  const counter = new LineCounter();
  const records: ParsedRecord[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const document of parseDocuments(text, counter, file, diagnostics)) {
    const data = toData(document, counter, file, diagnostics);
    if (data === undefined) continue;
    const { declaration, findings } = read(data.value);
    const address = declaration && `${file}#${addressOf(declaration)}`;
    const reported = findings.map((finding) => toDiagnostic(finding, file, data.placeOf, address));
    const places = new Set(reported.map(placeKey));
    // What a node cannot be is mostly also what its field must not be: one mistake, one finding.
    const told = [...reported, ...data.problems.filter((problem) => !places.has(placeKey(problem)))];
    diagnostics.push(...told);
    if (declaration === undefined || address === undefined) continue;
    const position = { file, ...placeOfNode(document.contents, counter) };
    records.push({ declaration, address, position, ...(errorsOf(told).length > 0 && { faulty: true }) });
  }
  return { records, diagnostics: diagnostics.toSorted(byPlace) };
}

// --- internal ---

const OPTIONS = {
  version: '1.2',
  resolveKnownTags: false,
  // The check of the parser is quadratic in the number of keys.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

function parseDocuments(
  text: string,
  lineCounter: LineCounter,
  file: string,
  diagnostics: Diagnostic[],
): readonly Document[] {
  try {
    const documents = parseAllDocuments(text, { ...OPTIONS, lineCounter });
    return Array.isArray(documents) ? documents : [];
  } catch {
    const detail = 'It is nested deeper than the parser can follow.';
    diagnostics.push(error('RECORD_SYNTAX', { detail, source: { file, line: 1, column: 1 } }));
    return [];
  }
}

interface DocumentData {
  readonly value: unknown;
  readonly placeOf: FindPlace;
  readonly problems: readonly Diagnostic[];
}

/** Undefined for a document that says nothing, or that cannot be read, which is reported. */
function toData(
  document: Document,
  counter: LineCounter,
  file: string,
  diagnostics: Diagnostic[],
): DocumentData | undefined {
  const syntax = (detail: string, offset: number) => {
    const { line, col } = counter.linePos(offset);
    diagnostics.push(error('RECORD_SYNTAX', { detail, source: { file, line, column: col } }));
  };
  // What follows the first problem of a document is mostly a consequence of it.
  const [first] = [...document.errors, ...document.warnings].toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (first !== undefined) {
    syntax(parserMessage(first.message), first.pos[0]);
    return undefined;
  }
  const { yaml } = document.directives ?? {};
  if (yaml?.explicit && yaml.version !== '1.2') {
    syntax(`It is YAML ${yaml.version}, and only YAML 1.2 is read.`, document.contents?.range?.[0] ?? 0);
    return undefined;
  }
  const found = inspectDocument(document);
  const problems = found.map(({ code, node, detail }) =>
    error(code, { ...(detail !== undefined && { detail }), source: { file, ...placeOfNode(node, counter) } }),
  );
  const placeOf = createPlaceFinder(document, counter);
  const isFatal = found.some((problem) => problem.isFatal);
  const value = isFatal ? undefined : toJson(document);
  if (value === undefined && !isFatal) {
    syntax(
      'Its aliases cannot be resolved, or they expand to far more than is written.',
      document.contents?.range?.[0] ?? 0,
    );
  }
  if (value === undefined) diagnostics.push(...problems);
  return value === undefined || value === null ? undefined : { value, placeOf, problems };
}

function toJson(document: Document): unknown {
  try {
    const data: unknown = document.toJS({ maxAliasCount: 100 });
    return expandsTooFar(data, (document.range?.[2] ?? 0) - (document.range?.[0] ?? 0)) ? undefined : data;
  } catch {
    return undefined;
  }
}

function addressOf(declaration: RecordDeclaration): string {
  const { kind, name } = declaration;
  return recordKey({ kind: recordKindOf(kind), namespace: namespaceOf(declaration), name });
}

function namespaceOf(declaration: RecordDeclaration): string {
  if ('namespaces' in declaration) return declaration.namespaces[0] ?? '';
  if (declaration.kind === 'organization') return declaration.name;
  return ('organization' in declaration ? declaration.organization : declaration.namespace) ?? '';
}

function toDiagnostic(
  { code, severity, path, part, details }: RecordFinding,
  file: string,
  placeOf: FindPlace,
  address: string | undefined,
): Diagnostic {
  const all = { ...details, address, source: { file, ...placeOf(path, part) } };
  return severity === 'error' ? error(code, all) : warning(code, all);
}

function placeKey({ source }: Diagnostic): string {
  return `${source?.line}:${source?.column}`;
}

/** From top to bottom. */
function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.source?.line ?? 0) - (b.source?.line ?? 0) || (a.source?.column ?? 0) - (b.source?.column ?? 0);
}
