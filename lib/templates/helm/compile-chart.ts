import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import { DEFAULT_BOUNDS, type RenderBounds } from './bounds.ts';
import { openArchive } from './chart/archive.ts';
import type { Chart, ChartFile } from './chart/chart.ts';
import { type ChartFiles, loadChart } from './chart/load-chart.ts';
import type { SchemaValidator } from './chart/schema.ts';
import { helmFunctions } from './functions/helm-functions.ts';
import { UNREPRODUCIBLE } from './functions/template.ts';
import type { Definition } from './go/ast.ts';
import { compileDefinition } from './go/compile.ts';
import type { FunctionTable } from './go/function.ts';
import { parseTemplate } from './go/parser.ts';
import { type CompiledTemplate, FunctionFailure, type Runtime } from './go/runtime.ts';
import { SourceFile } from './go/source-file.ts';
import { fromBytes } from './go/text.ts';
import { ParseFailure } from './go/token.ts';

/** A parsed template file of one chart; its definitions are compiled when they first run. */
export interface CompiledFile {
  readonly file: ChartFile;
  readonly source: SourceFile;
  /** Undefined where the file cannot be parsed. */
  readonly definitions: readonly Definition[] | undefined;
}

/** A chart that can be rendered any number of times. */
export interface CompiledChart {
  readonly chart: Chart | undefined;
  /** What is wrong with the chart whatever the values are, but for mistakes in templates of subcharts that may be off. */
  readonly diagnostics: readonly Diagnostic[];
  readonly bounds: RenderBounds;
  readonly functions: FunctionTable;
  readonly filesOf: (chart: Chart) => readonly CompiledFile[];
  readonly failuresOf: (chart: Chart) => readonly Diagnostic[];
  readonly schemaOf: (chart: Chart) => SchemaValidator | undefined;
}

export interface CompileChartOptions {
  readonly bounds?: Partial<RenderBounds> | undefined;
}

/**
 * Reads a Helm chart from its files and compiles its templates, once for any number of renderings.
 *
 * @param files shape: path in the chart's folder -> content; subcharts under `charts/`, as folders or `.tgz`
 * @returns a chart whose `diagnostics` are not empty where it cannot be rendered
 */
export async function compileChart(files: ChartFiles, options: CompileChartOptions = {}): Promise<CompiledChart> {
  const bounds = { ...DEFAULT_BOUNDS, ...options.bounds };
  const { chart, diagnostics } = loadChart(files, { aliasNodes: bounds.aliasNodes, openArchive });
  let table: FunctionTable | undefined;
  // Made for a chart that is rendered only, which one whose renderings are kept is not.
  const functions = (): FunctionTable => {
    table ??= helmFunctions((runtime, text) => compileTpl(runtime, text, functions()));
    return table;
  };
  const compiled = new Map<Chart, { files: readonly CompiledFile[]; failures: readonly Diagnostic[] }>();
  const filesOf = (of: Chart) => {
    let known = compiled.get(of);
    if (known === undefined) {
      known = compileFiles(of, functions());
      compiled.set(of, known);
    }
    return known;
  };
  const schemas = await compileSchemas(chart);
  return {
    chart,
    diagnostics,
    bounds,
    get functions() {
      return functions();
    },
    filesOf: (of) => filesOf(of).files,
    failuresOf: (of) => filesOf(of).failures,
    schemaOf: (of) => schemas.get(of),
  };
}

// --- internal ---

const TPL_CACHE_SIZE = 500;
const tplCaches = new WeakMap<FunctionTable, Map<string, ReadonlyMap<string, CompiledTemplate>>>();

function compileFiles(chart: Chart, functions: FunctionTable): { files: CompiledFile[]; failures: Diagnostic[] } {
  const failures: Diagnostic[] = [];
  const files = chart.templates.map((file) => {
    const path = chart.folder === '' ? file.path : `${chart.folder}/${file.path}`;
    const source = new SourceFile(path, fromBytes(file.bytes));
    try {
      return { file, source, definitions: parseTemplate('', source.text, (name) => Object.hasOwn(functions, name)) };
    } catch (cause) {
      failures.push(parseDiagnostic(cause, source, functions));
      return { file, source, definitions: undefined };
    }
  });
  return { files, failures };
}

function parseDiagnostic(cause: unknown, source: SourceFile, functions: FunctionTable): Diagnostic {
  if (!(cause instanceof ParseFailure)) throw cause;
  const position = { file: source.path, line: source.lineAt(cause.pos), column: source.columnAt(cause.pos) };
  const unknown = cause.unknownFunction;
  if (unknown === undefined) return error('TEMPLATE_SYNTAX', { detail: cause.reason, source: position });
  const reason = Object.hasOwn(UNREPRODUCIBLE, unknown) ? UNREPRODUCIBLE[unknown] : undefined;
  if (reason !== undefined) {
    return error('TEMPLATE_NOT_REPRODUCIBLE', { detail: `\`${unknown}\` is refused: ${reason}`, source: position });
  }
  const fix = didYouMean(unknown, Object.keys(functions));
  return error('TEMPLATE_FUNCTION_UNKNOWN', { detail: cause.reason, fix, source: position });
}

function compileTpl(_runtime: Runtime, text: string, functions: FunctionTable): ReadonlyMap<string, CompiledTemplate> {
  let cache = tplCaches.get(functions);
  if (cache === undefined) {
    cache = new Map();
    tplCaches.set(functions, cache);
  }
  const known = cache.get(text);
  if (known !== undefined) return known;
  const source = new SourceFile('tpl', text, true);
  const templates = new Map<string, CompiledTemplate>();
  try {
    for (const definition of parseTemplate('tpl', text, (name) => Object.hasOwn(functions, name))) {
      templates.set(definition.name, compileDefinition(definition, source, functions));
    }
  } catch (cause) {
    if (!(cause instanceof ParseFailure)) throw cause;
    const { code, detail } = parseDiagnostic(cause, source, functions);
    const where = `line ${source.lineAt(cause.pos)}, column ${source.columnAt(cause.pos)}`;
    throw new FunctionFailure(`cannot parse the text given to \`tpl\`: ${where}: ${detail}`, code);
  }
  if (cache.size >= TPL_CACHE_SIZE) cache.clear();
  cache.set(text, templates);
  return templates;
}

async function compileSchemas(root: Chart | undefined): Promise<ReadonlyMap<Chart, SchemaValidator>> {
  const schemas = new Map<Chart, SchemaValidator>();
  const pending = root === undefined ? [] : [root];
  for (const chart of pending) {
    pending.push(...chart.dependencies);
    if (chart.schema === undefined) continue;
    // The validator costs more to load than most charts to render.
    const { compileSchema } = await import('./chart/schema.ts');
    schemas.set(chart, compileSchema(chart.schema, chart.folder));
  }
  return schemas;
}
