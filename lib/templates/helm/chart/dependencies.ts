import { meetsConstraint } from '../functions/constraint.ts';
import { parseVersion } from '../functions/version.ts';
import { FunctionFailure } from '../go/runtime.ts';
import type { GoMap, Value } from '../go/values.ts';
import type { Chart, Dependency } from './chart.ts';
import { type ChartNode, coalesceChart, coalesceTables, copyTable, tableAt } from './coalesce.ts';
import type { HelmProfile } from './helm-release.ts';

/** A chart of one rendering: under the name it goes by, with the subcharts that are switched on. */
export interface EnabledChart extends ChartNode {
  readonly chart: Chart;
  values: GoMap;
  dependencies: EnabledChart[];
  /** Declarations of the dependencies that are on, with aliases as names. */
  declared: readonly Dependency[];
}

/**
 * Decides which subcharts are on, by condition and tag, gives aliases their copies, and pulls up imported values.
 *
 * @see https://helm.sh/docs/topics/charts/#chart-dependencies
 */
export function enableDependencies(chart: Chart, given: GoMap, profile: HelmProfile): EnabledChart {
  const root = wholeTree(chart, chart.metadata.name);
  switchOn(root, given, '', profile);
  importAll(root);
  return root;
}

/** Declared dependencies that are not in `charts/`. */
export function missingDependencies(chart: Chart): readonly Dependency[] {
  const present = new Set(chart.dependencies.map((child) => child.metadata.name));
  return chart.metadata.dependencies.filter((dependency) => !present.has(dependency.name));
}

// --- internal ---

function wholeTree(chart: Chart, name: string): EnabledChart {
  return {
    chart,
    name,
    values: chart.values,
    dependencies: chart.dependencies.map((child) => wholeTree(child, child.metadata.name)),
    declared: chart.metadata.dependencies,
  };
}

function switchOn(node: EnabledChart, given: GoMap, path: string, profile: HelmProfile): void {
  const { declared } = node;
  if (declared.length === 0) {
    if (node.chart.metadata.raw.get('dependencies') === undefined) return;
  }
  const unlisted = node.dependencies.filter(
    (child) => !declared.some((dependency) => fits(child, dependency, profile)),
  );
  const listed = declared.flatMap((dependency) => {
    const child = node.dependencies.find((candidate) => fits(candidate, dependency, profile));
    if (child === undefined) return [];
    return [wholeTree(child.chart, dependency.alias === '' ? child.name : dependency.alias)];
  });
  node.dependencies = [...unlisted, ...listed];
  const named = declared.map((dependency) =>
    dependency.alias === '' ? dependency : { ...dependency, name: dependency.alias },
  );
  const values = coalesceChart(node, copyTable(given), profile.nulls);
  const off = new Set(named.filter((dependency) => !isOn(dependency, values, path)).map(({ name }) => name));
  node.dependencies = node.dependencies.filter((child) => !off.has(child.name));
  node.declared = named.filter((dependency) => !off.has(dependency.name));
  for (const child of node.dependencies) switchOn(child, values, `${path}${child.name}.`, profile);
}

function fits(child: EnabledChart, dependency: Dependency, { earlyVersions }: HelmProfile): boolean {
  if (child.chart.metadata.name !== dependency.name) return false;
  try {
    return meetsConstraint(dependency.version, parseVersion(child.chart.metadata.version), earlyVersions);
  } catch (cause) {
    if (cause instanceof FunctionFailure) return false;
    throw cause;
  }
}

function isOn(dependency: Dependency, values: GoMap, path: string): boolean {
  for (const condition of dependency.condition.trim() === '' ? [] : dependency.condition.split(',')) {
    const value = valueAt(values, path + condition.trim());
    if (typeof value === 'boolean') return value;
  }
  const tags = tableAt(values, 'tags');
  const states = dependency.tags.map((tag) => tags?.get(tag)).filter((state) => typeof state === 'boolean');
  return states.length === 0 || states.includes(true);
}

function valueAt(values: GoMap, path: string): Value {
  const dot = path.lastIndexOf('.');
  const table = dot < 0 ? values : tableAt(values, path.slice(0, dot));
  return table?.get(path.slice(dot + 1));
}

function importAll(node: EnabledChart): void {
  for (const child of node.dependencies) importAll(child);
  if (node.declared.length === 0 && node.chart.metadata.raw.get('dependencies') === undefined) return;
  const all = coalesceChart(node, new Map(), 'keep');
  let imported: GoMap = new Map();
  for (const dependency of node.declared) {
    for (const entry of dependency.importValues) {
      const table = importedTable(all, dependency.name, entry);
      if (table !== undefined) imported = coalesceTables(imported, table, 'keep');
    }
  }
  node.values = coalesceTables(copyTable(all), imported, 'keep');
}

/** What one entry of `import-values` brings, at the place of the parent it goes to. */
function importedTable(all: GoMap, name: string, entry: Value): GoMap | undefined {
  if (typeof entry === 'string') {
    const table = tableAt(all, `${name}.exports.${entry}`);
    return table === undefined ? undefined : copyTable(table);
  }
  if (!(entry instanceof Map)) return undefined;
  const table = tableAt(all, `${name}.${String(entry.get('child'))}`);
  if (table === undefined) return undefined;
  const parent = String(entry.get('parent'));
  let result = copyTable(table);
  if (parent !== '.') for (const key of parent.split('.').reverse()) result = new Map([[key, result]]);
  return result;
}
