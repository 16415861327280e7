import { type Diagnostic, error, errorsOf } from '../../diagnostics/diagnostic.ts';
import { KcdkError } from '../../diagnostics/error.ts';
import { type Capabilities, capabilitiesObject, fullKubeVersion, withoutSuffix } from './chart/capabilities.ts';
import type { Chart } from './chart/chart.ts';
import { coalesceChart } from './chart/coalesce.ts';
import { type EnabledChart, enableDependencies, missingDependencies } from './chart/dependencies.ts';
import { HELM_PROFILES, type HelmProfile, type HelmRelease } from './chart/helm-release.ts';
import { type ManifestDocument, sortDocuments, splitManifests } from './chart/manifests.ts';
import { listTemplates, type RenderableFile } from './chart/template-list.ts';
import type { CompiledChart } from './compile-chart.ts';
import { meetsConstraint } from './functions/constraint.ts';
import { toValue } from './functions/json.ts';
import { parseVersion } from './functions/version.ts';
import type { LineOrigin } from './go/output.ts';
import { Runtime } from './go/runtime.ts';
import { fromBytes } from './go/text.ts';
import type { Trace } from './go/trace.ts';
import { type GoMap, int, type Value } from './go/values.ts';

/** The release that a chart is rendered as. */
export interface ReleaseOptions {
  readonly name: string;
  /** @default "default" */
  readonly namespace?: string | undefined;
  /** True renders an upgrade instead of an installation. @default false */
  readonly isUpgrade?: boolean | undefined;
  /** @default 1 */
  readonly revision?: number | undefined;
}

export interface RenderChartOptions {
  /** Values laid over the chart's own, as data of JSON or as read by `decodeYaml`. */
  readonly values?: unknown;
  readonly release: ReleaseOptions;
  readonly capabilities?: Capabilities | undefined;
  /** The release of Helm whose behaviour is wanted where they differ. @default "3.17" */
  readonly helm?: HelmRelease | undefined;
  /** The one template to render, by its path in the chart; what others would say is left out. @default - all */
  readonly only?: string | undefined;
  /** Follows the rendering of a chart that {@link canBeFollowed}. @default - nobody does */
  readonly trace?: Trace | undefined;
  /** Adds the files of `crds/`. @default false */
  readonly includeCrds?: boolean | undefined;
}

/** One document that a chart renders to. */
export interface RenderedManifest {
  /** The template as Helm names it, for example `web/templates/service.yaml`. */
  readonly path: string;
  readonly text: string;
  readonly kind: string;
  /** Events of a hook; undefined for what is no hook. */
  readonly hooks: readonly string[] | undefined;
  /** For each line of `text`, where it came from. Worked out when asked for. */
  readonly lines: () => readonly (LineOrigin | undefined)[];
}

/** What one template file renders to, as it is, with everything around its documents. */
export interface RenderedOutput {
  /** The template as Helm names it. */
  readonly path: string;
  readonly text: string;
  /** What its documents say, in the order of the text; those that Helm would leave out are missing. */
  readonly values: readonly Value[];
  /** For each line of `text`, where it came from. Worked out when asked for. */
  readonly lines: () => readonly (LineOrigin | undefined)[];
}

export interface RenderedChart {
  /** In the order in which Helm prints them. Empty where there are errors. */
  readonly manifests: readonly RenderedManifest[];
  /** The same by template file, in the order of their names; empty where there are errors. */
  readonly files: readonly RenderedOutput[];
  readonly notes: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Renders a chart, as `helm template` does. Never throws for what a chart or its values do wrong. */
export function renderChart(compiled: CompiledChart, options: RenderChartOptions): RenderedChart {
  const profile = HELM_PROFILES[options.helm ?? '3.17'];
  const { chart } = compiled;
  const before = [...compiled.diagnostics, ...(chart === undefined ? [] : checkChart(chart, options, profile))];
  const given = toValue(options.values ?? {});
  if (!(given instanceof Map)) before.push(error('HELM_VALUES_INVALID', { detail: 'values must be a mapping' }));
  if (chart === undefined || !(given instanceof Map) || errorsOf(before).length > 0) return failed(before);
  const root = enableDependencies(chart, given, profile);
  const values = coalesceChart(root, given, profile.nulls);
  const problems = [...checkSchemas(root, values, compiled, ''), ...parseFailures(root, compiled)];
  if (problems.length > 0) return failed(problems);
  return renderFiles(root, values, compiled, options, profile);
}

/** True for a chart whose values go to its templates as they are given: nothing else decides what they are. */
export function canBeFollowed({ chart, schemaOf }: CompiledChart): boolean {
  if (chart === undefined || schemaOf(chart) !== undefined) return false;
  return chart.dependencies.length === 0 && missingDependencies(chart).length === 0;
}

/** The manifests as `helm template` prints them. */
export function printManifests(rendered: Pick<RenderedChart, 'manifests'>): string {
  const show = ({ path, text }: RenderedManifest): string => `---\n# Source: ${path}\n${text}\n`;
  const plain = rendered.manifests.filter(({ hooks }) => hooks === undefined).map(show);
  const hooks = rendered.manifests.filter((manifest) => manifest.hooks !== undefined).map(show);
  return `${plain.join('').trim()}\n${hooks.join('')}`;
}

// --- internal ---

function failed(diagnostics: readonly Diagnostic[]): RenderedChart {
  return { manifests: [], files: [], notes: undefined, diagnostics };
}

function checkChart(chart: Chart, options: RenderChartOptions, profile: HelmProfile): Diagnostic[] {
  const source = { file: 'Chart.yaml', line: 1, column: 1 };
  const found: Diagnostic[] = [];
  if (chart.metadata.type === 'library') {
    found.push(error('HELM_CHART_INVALID', { detail: 'library charts are not installable', source }));
  }
  const missing = missingDependencies(chart).map(({ name }) => name);
  if (missing.length > 0) {
    found.push(error('HELM_DEPENDENCY_MISSING', { detail: `missing in charts/: ${missing.join(', ')}`, source }));
  }
  const given = fullKubeVersion(options.capabilities?.kubeVersion ?? profile.kubeVersion);
  const version = profile.package === 'common' ? withoutSuffix(given) : given;
  if (chart.metadata.kubeVersion !== '' && !isCompatible(chart.metadata.kubeVersion, version, profile)) {
    const detail = `the chart requires kubeVersion ${chart.metadata.kubeVersion}, which ${version} is not`;
    found.push(error('HELM_KUBE_VERSION', { detail, source }));
  }
  return found;
}

function isCompatible(constraint: string, version: string, { earlyVersions }: HelmProfile): boolean {
  try {
    return meetsConstraint(constraint, parseVersion(version), earlyVersions);
  } catch {
    return false;
  }
}

function checkSchemas(node: EnabledChart, values: GoMap, compiled: CompiledChart, path: string): Diagnostic[] {
  const found = [...(compiled.schemaOf(node.chart)?.(values, path) ?? [])];
  for (const child of node.dependencies) {
    const table = values.get(child.name);
    if (!(table instanceof Map)) continue;
    found.push(...checkSchemas(child, table, compiled, path === '' ? child.name : `${path}.${child.name}`));
  }
  return found;
}

function parseFailures(node: EnabledChart, compiled: CompiledChart): readonly Diagnostic[] {
  const found = new Set(compiled.failuresOf(node.chart));
  for (const child of node.dependencies) for (const failure of parseFailures(child, compiled)) found.add(failure);
  return [...found];
}

function renderFiles(
  root: EnabledChart,
  values: GoMap,
  compiled: CompiledChart,
  options: RenderChartOptions,
  profile: HelmProfile,
): RenderedChart {
  const { trace } = options;
  const follow = (map: GoMap, path: string) => trace?.follow(map, [path]) ?? map;
  const release = follow(releaseObject(options.release), 'Release');
  const capabilities = capabilitiesObject(options.capabilities, profile);
  const { files, templates } = listTemplates(
    root,
    follow(values, 'Values'),
    { release, capabilities },
    compiled,
    profile,
    () => runtime,
    trace,
  );
  const runtime: Runtime = new Runtime(
    templates,
    compiled.bounds,
    {
      missingKey: 'zero',
      rangeOverInt: profile.rangeOverInt,
      earlyVersions: profile.earlyVersions,
    },
    trace,
  );
  const diagnostics: Diagnostic[] = [];
  const documents: ManifestDocument[] = [];
  const outputs: RenderedOutput[] = [];
  let notes: string | undefined;
  const only = options.only === undefined ? undefined : `${root.name}/${options.only}`;
  for (const file of files) {
    if (only !== undefined && file.name !== only) continue;
    const output = renderFile(file, runtime, diagnostics);
    if (output === undefined) continue;
    if (file.name.endsWith('NOTES.txt')) {
      if (file.name === `${root.name}/templates/NOTES.txt`) notes = output.text;
      continue;
    }
    const split = splitManifests(file.name, output.text, compiled.bounds);
    documents.push(...split.documents);
    outputs.push({ path: file.name, ...output, values: split.documents.map(({ value }) => value) });
    for (const problem of split.problems) {
      const origin = output.lines()[problem.line] ?? output.lines()[0];
      const place = origin === undefined ? undefined : { file: origin.file.path, line: origin.line, column: 1 };
      diagnostics.push(error(problem.code, { detail: `${problem.path}: ${problem.reason}`, source: place }));
    }
  }
  if (diagnostics.length > 0) return failed(diagnostics);
  const lines = new Map(outputs.map((output) => [output.path, output.lines]));
  const manifests = sortDocuments(byFile(documents), options.helm ?? '3.17').map((document) =>
    manifestOf(document, lines.get(document.path)),
  );
  const printed = outputs.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { manifests: [...crds(root, options), ...manifests], files: printed, notes, diagnostics };
}

/** Files in the order of their names; within a file as they stand. */
function byFile(documents: readonly ManifestDocument[]): readonly ManifestDocument[] {
  return documents
    .map((document, index) => ({ document, index }))
    .sort((a, b) =>
      a.document.path === b.document.path ? a.index - b.index : a.document.path < b.document.path ? -1 : 1,
    )
    .map(({ document }) => document);
}

interface FileOutput {
  readonly text: string;
  readonly lines: () => readonly (LineOrigin | undefined)[];
}

function renderFile(file: RenderableFile, runtime: Runtime, diagnostics: Diagnostic[]): FileOutput | undefined {
  runtime.startFile();
  try {
    runtime.run(file.template, file.data(), undefined);
  } catch (cause) {
    if (cause instanceof RangeError) {
      const source = { file: file.template.file.path, line: 1, column: 1 };
      diagnostics.push(error('TEMPLATE_TOO_DEEP', { detail: 'templates are nested too deeply', source }));
    } else if (KcdkError.is(cause)) diagnostics.push(...cause.diagnostics);
    else throw cause;
    return undefined;
  }
  const fragment = runtime.output;
  return { text: fragment.text.replaceAll('<no value>', ''), lines: () => fragment.lines() };
}

function manifestOf(
  document: ManifestDocument,
  lines: (() => readonly (LineOrigin | undefined)[]) | undefined,
): RenderedManifest {
  const { path, text, kind, hooks, firstLine } = document;
  const count = text.split('\n').length;
  return { path, text, kind, hooks, lines: () => lines?.().slice(firstLine, firstLine + count) ?? [] };
}

function crds(root: EnabledChart, options: RenderChartOptions): readonly RenderedManifest[] {
  if (options.includeCrds !== true) return [];
  const own = root.chart.files
    .filter(({ path }) => path.startsWith('crds/') && /\.(ya?ml|json)$/.test(path))
    .map((file) => ({
      path: `${root.name}/${file.path}`,
      text: fromBytes(file.bytes),
      kind: 'CustomResourceDefinition',
      hooks: undefined,
      lines: () => [],
    }));
  return [...own, ...root.dependencies.flatMap((child) => crds(child, options))];
}

function releaseObject({ name, namespace, isUpgrade, revision }: ReleaseOptions): GoMap {
  return new Map<string, Value>([
    ['Name', name],
    ['Namespace', namespace ?? 'default'],
    ['IsUpgrade', isUpgrade === true],
    ['IsInstall', isUpgrade !== true],
    ['Revision', int(revision ?? 1)],
    ['Service', 'Helm'],
  ]);
}
