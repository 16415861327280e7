import { type Diagnostic, error } from '../../../diagnostics/diagnostic.ts';
import { FunctionFailure } from '../go/runtime.ts';
import { fromBytes } from '../go/text.ts';
import type { GoMap, Value } from '../go/values.ts';
import { decodeYaml } from '../yaml/decode.ts';
import { YamlFailure } from '../yaml/token.ts';
import type { Chart, ChartFile } from './chart.ts';
import { parseIgnore } from './ignore.ts';
import { readMetadata } from './metadata.ts';

/** Files of a chart by their path within its folder, with `/` between segments. */
export type ChartFiles = ReadonlyMap<string, string | Uint8Array>;

/** How compressed archives in `charts/` are opened: the bytes of a `.tgz` to the files of one chart. */
export type OpenArchive = (bytes: Uint8Array) => ChartFiles;

export interface LoadOptions {
  readonly aliasNodes: number;
  readonly openArchive: OpenArchive;
}

/** Builds a chart and its subcharts from files; every problem found becomes a diagnostic. */
export function loadChart(
  files: ChartFiles,
  options: LoadOptions,
): { readonly chart: Chart | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const entries = [...files].map(([path, content]) => ({ path, bytes: toBytes(content) }));
  const chart = build(withoutIgnored(entries), '', options, diagnostics);
  return { chart, diagnostics };
}

// --- internal ---

const encoder = new TextEncoder();

function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? encoder.encode(content) : content;
}

function withoutIgnored(files: readonly ChartFile[]): readonly ChartFile[] {
  const rules = files.find((file) => file.path === '.helmignore');
  const ignores = parseIgnore(rules === undefined ? '' : fromBytes(rules.bytes));
  return files.filter(({ path }) => {
    if (ignores(path, false)) return false;
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      if (ignores(path.slice(0, at), true)) return false;
    }
    return true;
  });
}

function build(
  files: readonly ChartFile[],
  folder: string,
  options: LoadOptions,
  diagnostics: Diagnostic[],
): Chart | undefined {
  const show = (path: string): string => (folder === '' ? path : `${folder}/${path}`);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const parse = (path: string): Value | undefined => {
    const file = byPath.get(path);
    if (file === undefined) return undefined;
    try {
      return decodeYaml(withoutMark(fromBytes(file.bytes)), options);
    } catch (cause) {
      diagnostics.push(unreadable(cause, show(path)));
      return undefined;
    }
  };
  const metadata = readMetadata(parse('Chart.yaml'), parse('requirements.yaml'), show('Chart.yaml'), diagnostics);
  const values = parse('values.yaml');
  if (values !== undefined && values !== null && !(values instanceof Map)) {
    const source = { file: show('values.yaml'), line: 1, column: 1 };
    diagnostics.push(error('HELM_VALUES_INVALID', { detail: 'values.yaml is no mapping', source }));
  }
  const schema = byPath.get('values.schema.json');
  const dependencies = subcharts(files, folder, options, diagnostics);
  if (metadata === undefined) return undefined;
  return {
    metadata,
    folder,
    values: values instanceof Map ? (values as GoMap) : new Map(),
    schema: schema === undefined ? undefined : fromBytes(schema.bytes),
    templates: files.filter(({ path }) => path.startsWith('templates/')),
    files: files.filter(({ path }) => !isKnown(path)),
    dependencies,
  };
}

function isKnown(path: string): boolean {
  if (path.startsWith('templates/') || path.startsWith('charts/')) return true;
  return KNOWN.has(path);
}

const KNOWN: ReadonlySet<string> = new Set(['Chart.yaml', 'Chart.lock', 'values.yaml', 'values.schema.json']);

function subcharts(
  files: readonly ChartFile[],
  folder: string,
  options: LoadOptions,
  diagnostics: Diagnostic[],
): readonly Chart[] {
  const grouped = new Map<string, ChartFile[]>();
  for (const file of files) {
    if (!file.path.startsWith('charts/')) continue;
    const rest = file.path.slice('charts/'.length);
    if (rest.startsWith('_') || rest.startsWith('.')) continue;
    const slash = rest.indexOf('/');
    if (slash < 0 && !rest.endsWith('.tgz')) continue;
    const name = slash < 0 ? rest : rest.slice(0, slash);
    const group = grouped.get(name) ?? [];
    group.push({ path: slash < 0 ? rest : rest.slice(slash + 1), bytes: file.bytes });
    grouped.set(name, group);
  }
  const charts: Chart[] = [];
  for (const name of [...grouped.keys()].sort()) {
    const place = `${folder === '' ? '' : `${folder}/`}charts/${name}`;
    let group: readonly ChartFile[] = grouped.get(name) ?? [];
    const only = group[0];
    if (name.endsWith('.tgz') && group.length === 1 && only?.path === name) {
      try {
        group = [...options.openArchive(only.bytes)].map(([path, content]) => ({ path, bytes: toBytes(content) }));
      } catch (cause) {
        diagnostics.push(unreadable(cause, place));
        continue;
      }
    }
    const chart = build(group, place, options, diagnostics);
    if (chart !== undefined) charts.push(chart);
  }
  return charts;
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function unreadable(cause: unknown, file: string): Diagnostic {
  if (cause instanceof YamlFailure) {
    const source = { file, line: cause.line ?? 1, column: 1 };
    return error('HELM_CHART_INVALID', { detail: cause.message, source });
  }
  if (cause instanceof FunctionFailure) {
    return error(cause.code, { detail: cause.message, source: { file, line: 1, column: 1 } });
  }
  return error('HELM_CHART_INVALID', { detail: String(cause), source: { file, line: 1, column: 1 } });
}
