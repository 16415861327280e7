import { formatFloat } from '../go/number.ts';
import { FunctionFailure } from '../go/runtime.ts';
import { isNil, type Value } from '../go/values.ts';
import { decodeYaml } from '../yaml/decode.ts';
import { YamlFailure } from '../yaml/token.ts';
import type { HelmRelease } from './helm-release.ts';
import { kindRank } from './install-order.ts';

/** One document of a rendered file. */
export interface ManifestDocument {
  /** The template it came from, as Helm names it. */
  readonly path: string;
  /** Without blank lines around it. */
  readonly text: string;
  /** The line of the file's output at which it begins, counted from 0. */
  readonly firstLine: number;
  readonly kind: string;
  /** What it says; null for a document without anything. */
  readonly value: Value;
  /** Events of a hook, such as `pre-install`; undefined for what is no hook. */
  readonly hooks: readonly string[] | undefined;
}

/** Why a document cannot be used; the line counts from 0 in the file's output. */
export interface ManifestProblem {
  readonly path: string;
  readonly reason: string;
  readonly line: number;
  readonly code: FunctionFailure['code'];
}

/** Cuts the output of a file at its `---` lines and reads the head of each document. */
export function splitManifests(
  path: string,
  output: string,
  options: { readonly aliasNodes: number },
): { readonly documents: readonly ManifestDocument[]; readonly problems: readonly ManifestProblem[] } {
  const documents: ManifestDocument[] = [];
  const problems: ManifestProblem[] = [];
  for (const { text, firstLine } of pieces(output)) {
    try {
      const value = decodeYaml(text, options);
      const head = readHead(value);
      if (head !== undefined) documents.push({ path, text, firstLine, value, ...head });
    } catch (cause) {
      if (cause instanceof YamlFailure) {
        const reason = `error converting YAML to JSON: ${cause.message}`;
        problems.push({ path, reason, line: firstLine + (cause.line ?? 1) - 1, code: 'HELM_MANIFEST_INVALID' });
      } else if (cause instanceof FunctionFailure) {
        problems.push({ path, reason: cause.message, line: firstLine, code: cause.code });
      } else throw cause;
    }
  }
  return { documents, problems };
}

/** The order in which Helm prints: by kind, then as they came; hooks follow in the same order. */
export function sortDocuments(documents: readonly ManifestDocument[], helm: HelmRelease): readonly ManifestDocument[] {
  const ranked = documents.map((document, index) => ({ document, index, rank: kindRank(document.kind, helm) }));
  ranked.sort((a, b) => {
    if ((a.document.hooks === undefined) !== (b.document.hooks === undefined)) {
      return a.document.hooks === undefined ? -1 : 1;
    }
    if (a.rank !== b.rank) return a.rank - b.rank;
    if (a.rank === Number.POSITIVE_INFINITY && a.document.kind !== b.document.kind) {
      return a.document.kind < b.document.kind ? -1 : 1;
    }
    return a.index - b.index;
  });
  return ranked.map(({ document }) => document);
}

// --- internal ---

const EVENTS: ReadonlySet<string> = new Set([
  'pre-install',
  'post-install',
  'pre-delete',
  'post-delete',
  'pre-upgrade',
  'post-upgrade',
  'pre-rollback',
  'post-rollback',
  'test',
  'test-success',
]);

function* pieces(output: string): Generator<{ readonly text: string; readonly firstLine: number }> {
  const trimmed = output.trim();
  if (trimmed === '') return;
  const base = output.indexOf(trimmed);
  let line = countLines(output, 0, base);
  let at = base;
  const end = base + trimmed.length;
  // A separator may follow any text of its line but needs a line break, or the start of the file, before it.
  const separator = /---[^\S\n]*\s*/g;
  let start = base;
  const emit = function* (stop: number): Generator<{ readonly text: string; readonly firstLine: number }> {
    const piece = output.slice(start, stop);
    const text = piece.trim();
    const offset = start + (text === '' ? 0 : piece.indexOf(text));
    line += countLines(output, at, offset);
    at = offset;
    if (piece !== '') yield { text, firstLine: line };
  };
  separator.lastIndex = base;
  for (let match = separator.exec(output); match !== null && match.index < end; match = separator.exec(output)) {
    // The line break must not belong to the separator before.
    if (match.index !== base && (match.index - 1 < start || output[match.index - 1] !== '\n')) {
      separator.lastIndex = match.index + 1;
      continue;
    }
    yield* emit(withoutTrailingSpace(output, start, match.index));
    start = Math.min(end, match.index + match[0].length);
    separator.lastIndex = start;
  }
  yield* emit(end);
}

function withoutTrailingSpace(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? '')) at--;
  return at;
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function readHead(document: Value): Pick<ManifestDocument, 'kind' | 'hooks'> | undefined {
  if (isNil(document)) return { kind: '', hooks: undefined };
  if (!(document instanceof Map)) throw mismatch(document, 'releaseutil.SimpleHead');
  textOf(document.get('apiVersion'), 'SimpleHead.apiVersion');
  const kind = textOf(document.get('kind'), 'SimpleHead.kind');
  const metadata = document.get('metadata');
  if (isNil(metadata)) return { kind, hooks: undefined };
  if (!(metadata instanceof Map)) throw mismatch(metadata, 'struct field SimpleHead.metadata');
  textOf(metadata.get('name'), 'metadata.name');
  const annotations = metadata.get('annotations');
  if (isNil(annotations)) return { kind, hooks: undefined };
  if (!(annotations instanceof Map)) throw mismatch(annotations, 'field SimpleHead.metadata.annotations');
  for (const value of annotations.values()) textOf(value, 'SimpleHead.metadata.annotations');
  const hook = annotations.get('helm.sh/hook');
  if (typeof hook !== 'string') return { kind, hooks: undefined };
  const events = hook.split(',').map((event) => event.trim().toLowerCase());
  // Helm leaves out what names an event it does not know.
  return events.every((event) => EVENTS.has(event)) ? { kind, hooks: events } : undefined;
}

function textOf(value: Value, field: string): string {
  if (isNil(value)) return '';
  if (typeof value === 'string') return value;
  // What is written like a number counts as text where text is wanted.
  if (typeof value === 'number') return formatFloat(value, 21);
  if (typeof value === 'boolean') return String(value);
  throw mismatch(value, `${field} of type string`);
}

function mismatch(value: Value, target: string): FunctionFailure {
  const found = Array.isArray(value) ? 'array' : value instanceof Map ? 'object' : typeof value;
  return new FunctionFailure(`cannot unmarshal ${found} into Go ${target}`, 'HELM_MANIFEST_INVALID');
}
