import type { CompiledChart, CompiledFile } from '../compile-chart.ts';
import { compileDefinition } from '../go/compile.ts';
import { isEmptyBody } from '../go/parser.ts';
import type { Budget } from '../go/print.ts';
import type { CompiledTemplate } from '../go/runtime.ts';
import { compareText } from '../go/text.ts';
import type { Trace } from '../go/trace.ts';
import { type GoMap, type Value, withType } from '../go/values.ts';
import { chartObject } from './chart-object.ts';
import type { EnabledChart } from './dependencies.ts';
import { filesObject } from './files.ts';
import type { HelmProfile } from './helm-release.ts';

/** A template file that gives output, with what it is rendered on. */
export interface RenderableFile {
  readonly name: string;
  readonly template: CompiledTemplate;
  readonly data: () => Value;
}

/**
 * The templates of a chart and its subcharts: files to render, in Helm's order, and all that is defined by name.
 *
 * Deeper files come first, so that of two definitions with one name that of the chart further up wins.
 */
export function listTemplates(
  root: EnabledChart,
  values: GoMap,
  shared: { readonly release: Value; readonly capabilities: Value },
  compiled: CompiledChart,
  profile: HelmProfile,
  budget: () => Budget,
  trace?: Trace,
): { readonly files: readonly RenderableFile[]; readonly templates: ReadonlyMap<string, CompiledTemplate> } {
  const entries: Entry[] = [];
  collect(root, root.name, values, { shared, compiled, profile, budget, trace, isRoot: true }, entries);
  entries.sort((a, b) => b.depth - a.depth || compareText(b.name, a.name));
  const templates = new Map<string, CompiledTemplate>();
  const files: RenderableFile[] = [];
  for (const entry of entries) {
    for (const definition of entry.file.definitions ?? []) {
      const name = definition.name === '' ? entry.name : definition.name;
      if (templates.has(name) && isEmptyBody(definition.body)) continue;
      templates.set(name, compiledOf(definition, name, entry.file, compiled));
    }
  }
  for (const entry of entries) {
    const template = templates.get(entry.name);
    if (template === undefined || entry.name.slice(entry.name.lastIndexOf('/') + 1).startsWith('_')) continue;
    files.push({ name: entry.name, template, data: () => withTemplate(entry) });
  }
  return { files, templates };
}

// --- internal ---

interface Entry {
  readonly name: string;
  readonly depth: number;
  readonly file: CompiledFile;
  readonly scope: GoMap;
  readonly basePath: string;
}

interface Context {
  readonly shared: { readonly release: Value; readonly capabilities: Value };
  readonly compiled: CompiledChart;
  readonly profile: HelmProfile;
  readonly budget: () => Budget;
  readonly trace: Trace | undefined;
  readonly isRoot: boolean;
}

type Definitions = NonNullable<CompiledFile['definitions']>;

const compiledTemplates = new WeakMap<Definitions[number], Map<string, CompiledTemplate>>();

/** A definition is compiled once; only a file's own template goes by several names, with aliases. */
function compiledOf(
  definition: Definitions[number],
  name: string,
  file: CompiledFile,
  compiled: CompiledChart,
): CompiledTemplate {
  let byName = compiledTemplates.get(definition);
  if (byName === undefined) {
    byName = new Map();
    compiledTemplates.set(definition, byName);
  }
  let template = byName.get(name);
  if (template === undefined) {
    template = compileDefinition({ ...definition, name }, file.source, compiled.functions);
    byName.set(name, template);
  }
  return template;
}

function collect(node: EnabledChart, path: string, values: GoMap, context: Context, entries: Entry[]): GoMap {
  const { shared, compiled, profile } = context;
  const subcharts: GoMap = new Map();
  const type = `${profile.package}.Values`;
  const scope: GoMap = withType(context.trace?.root() ?? new Map(), type);
  scope.set('Chart', chartObject(node, context.isRoot, profile));
  scope.set('Files', filesObject(node.chart.files, context.budget));
  scope.set('Release', shared.release);
  scope.set('Capabilities', shared.capabilities);
  scope.set('Values', context.isRoot ? withType(values, type) : values);
  scope.set('Subcharts', subcharts);
  for (const child of node.dependencies) {
    const table = values.get(child.name);
    const inner = table instanceof Map ? table : new Map();
    const childScope = collect(child, `${path}/charts/${child.name}`, inner, { ...context, isRoot: false }, entries);
    subcharts.set(child.name, childScope);
  }
  const isLibrary = node.chart.metadata.type === 'library';
  for (const file of compiled.filesOf(node.chart)) {
    const fileName = file.file.path.slice(file.file.path.lastIndexOf('/') + 1);
    if (isLibrary && !fileName.startsWith('_')) continue;
    const name = `${path}/${file.file.path}`;
    entries.push({ name, depth: name.split('/').length, file, scope, basePath: `${path}/templates` });
  }
  return scope;
}

function withTemplate(entry: Entry): Value {
  const template: GoMap = new Map();
  template.set('Name', entry.name);
  template.set('BasePath', entry.basePath);
  entry.scope.set('Template', template);
  return entry.scope;
}
