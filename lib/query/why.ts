import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { SourcePosition } from '../diagnostics/diagnostic.ts';
import type { WantedFile } from '../model/file-set.ts';
import { originOfLine } from '../model/provenance.ts';
import type { FoundFile } from './find-files.ts';
import type { InputOrigin } from './input-origins.ts';

/** Where a file, or a line of it, comes from. Field names are those of the JSON. */
export interface Why {
  readonly repository: string;
  readonly path: string;
  readonly line?: number;
  /** The text of the line. */
  readonly text?: string;
  /** Path of the construct that owns the file. */
  readonly address: string;
  /** The line of the program that created it. */
  readonly source?: SourcePosition;
  /** The object that the line is of. */
  readonly resource?: {
    readonly api_version: string;
    readonly kind: string;
    readonly namespace: string | null;
    readonly name: string;
  };
  /** Keys and positions from the root of the object; into texts that are YAML themselves, too. */
  readonly field?: readonly string[];
  /** The line of the template that wrote it, of a rendered file. */
  readonly template?: { readonly label: string; readonly file: string; readonly line: number };
  /** The inputs and tokens that this line of the template reads. */
  readonly inputs?: readonly string[];
  /** Who decided them, as far as that can be told. */
  readonly decided_by?: readonly InputOrigin[];
}

/** Says where a file comes from, or one of its lines, counted from 1. */
export function explainFile({ repository, file }: FoundFile, line: number | undefined): Why {
  const { address } = file.origin;
  const source = file.origin.position();
  const whole = { repository, path: file.path, address, ...(source === undefined ? {} : { source }) };
  if (line === undefined) {
    const { provenance } = file;
    return provenance === undefined ? whole : { ...whole, template: { label: provenance.label, file: '', line: 0 } };
  }
  const text = file.content.split('\n')[line - 1] ?? '';
  return { ...whole, line, text, ...fieldAt(file, line), ...templateAt(file, line) };
}

/** How many lines a file has. */
export function lineCount({ content }: WantedFile): number {
  return content.split('\n').length - (content.endsWith('\n') ? 1 : 0);
}

// --- internal ---

function templateAt({ provenance }: WantedFile, line: number): Pick<Why, 'template' | 'inputs'> {
  return (provenance && originOfLine(provenance, line)) ?? {};
}

function fieldAt(file: WantedFile, line: number): Pick<Why, 'resource' | 'field'> {
  if (!/\.(?:ya?ml|json)$/i.test(file.path)) return {};
  const counter = new LineCounter();
  const documents = parseAllDocuments(file.content, { lineCounter: counter, logLevel: 'error', uniqueKeys: false });
  if (!Array.isArray(documents)) return {};
  for (const document of documents) {
    const { contents } = document;
    if (!isNode(contents) || !covers(contents, line, counter)) continue;
    const object = document.toJS({ maxAliasCount: 100 }) as Record<string, unknown> | null;
    return { ...resourceOf(object), field: pathAt(contents, line, counter) };
  }
  return {};
}

function resourceOf(object: Record<string, unknown> | null): Pick<Why, 'resource'> {
  const metadata = object?.['metadata'] as { readonly name?: unknown; readonly namespace?: unknown } | undefined;
  const { apiVersion, kind } = object ?? {};
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof metadata?.name !== 'string') return {};
  const namespace = typeof metadata.namespace === 'string' ? metadata.namespace : null;
  return { resource: { api_version: apiVersion, kind, namespace, name: metadata.name } };
}

function lineOf(offset: number | undefined, counter: LineCounter): number {
  return offset === undefined ? 0 : counter.linePos(offset).line;
}

function covers(node: Node, line: number, counter: LineCounter): boolean {
  const last = node.range?.[1];
  return (
    lineOf(node.range?.[0], counter) <= line &&
    line <= lineOf(last === undefined ? undefined : Math.max(last - 1, 0), counter)
  );
}

/** The deepest member whose key or value the line is of. */
function pathAt(node: Node, line: number, counter: LineCounter): readonly string[] {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (!isNode(key)) continue;
      const here = String(isScalar(key) ? key.value : key);
      if (isNode(value) && covers(value, line, counter)) return [here, ...pathAt(value, line, counter)];
      if (covers(key, line, counter)) return [here];
    }
  }
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      if (isNode(item) && covers(item, line, counter)) return [`[${index}]`, ...pathAt(item, line, counter)];
    }
  }
  return isScalar(node) ? embeddedAt(node.value, line - lineOf(node.range?.[0], counter)) : [];
}

/** Inside a block of text that is YAML: its first line is the one after the indicator. */
function embeddedAt(value: unknown, line: number): readonly string[] {
  if (typeof value !== 'string' || line < 1 || !value.includes('\n')) return [];
  const counter = new LineCounter();
  const documents = parseAllDocuments(value, { lineCounter: counter, logLevel: 'error', uniqueKeys: false });
  const [document] = Array.isArray(documents) ? documents : [];
  const contents = document?.errors.length === 0 ? document.contents : undefined;
  return isMap(contents) || isSeq(contents) ? pathAt(contents, line, counter) : [];
}
