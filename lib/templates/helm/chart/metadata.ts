import { type Diagnostic, error } from '../../../diagnostics/diagnostic.ts';
import type { GoMap, Value } from '../go/values.ts';
import type { Dependency, Metadata } from './chart.ts';

/** Reads `Chart.yaml` and, for charts of API version 1, `requirements.yaml`. */
export function readMetadata(
  chartYaml: Value,
  requirements: Value,
  file: string,
  diagnostics: Diagnostic[],
): Metadata | undefined {
  const wrong = (detail: string): void => {
    diagnostics.push(error('HELM_CHART_INVALID', { detail, source: { file, line: 1, column: 1 } }));
  };
  if (!(chartYaml instanceof Map)) {
    wrong(chartYaml === undefined ? 'Chart.yaml is missing or cannot be read' : 'Chart.yaml is no mapping');
    return undefined;
  }
  for (const key of ['apiVersion', 'name', 'version']) {
    const value = chartYaml.get(key);
    if (value === undefined || value === null || value === '') wrong(`Chart.yaml has no \`${key}\``);
    else if (typeof value !== 'string') wrong(`\`${key}\` in Chart.yaml must be text; put it in quotes`);
  }
  const type = text(chartYaml, 'type');
  if (type !== '' && type !== 'application' && type !== 'library') wrong(`unknown chart type \`${type}\``);
  const listed =
    chartYaml.get('dependencies') ?? (requirements instanceof Map ? requirements.get('dependencies') : null);
  return {
    name: text(chartYaml, 'name'),
    version: text(chartYaml, 'version'),
    apiVersion: text(chartYaml, 'apiVersion'),
    type,
    kubeVersion: text(chartYaml, 'kubeVersion'),
    dependencies: Array.isArray(listed) ? listed.flatMap(readDependency) : [],
    raw: chartYaml,
  };
}

/** A field that is text; a number is taken as it would be written. */
export function text(map: GoMap, key: string): string {
  const value = map.get(key);
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

// --- internal ---

function readDependency(value: Value): readonly Dependency[] {
  if (!(value instanceof Map)) return [];
  const tags = value.get('tags');
  const imports = value.get('import-values');
  return [
    {
      name: text(value, 'name'),
      version: text(value, 'version'),
      repository: text(value, 'repository'),
      condition: text(value, 'condition'),
      tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
      alias: text(value, 'alias'),
      importValues: Array.isArray(imports) ? imports : [],
    },
  ];
}
