import { type GoMap, GoStruct, nilMap, stringList, type Value, withType } from '../go/values.ts';
import type { Chart, Dependency } from './chart.ts';
import type { EnabledChart } from './dependencies.ts';
import type { HelmProfile } from './helm-release.ts';
import { text } from './metadata.ts';

/** `.Chart`: a struct with fixed fields in Helm 3, a map in Helm 4. What no template can change is made once. */
export function chartObject(node: EnabledChart, isRoot: boolean, profile: HelmProfile): Value {
  const { chart, name, declared } = node;
  const isConstant = !profile.chartIsMap && declared.length === 0 && !chart.metadata.raw.has('annotations');
  if (!isConstant) return makeChartObject(node, isRoot, profile);
  const ofChart = constant.get(chart) ?? new Map<string, Value>();
  constant.set(chart, ofChart);
  const key = `${name} ${isRoot}`;
  const made = ofChart.get(key) ?? makeChartObject(node, isRoot, profile);
  ofChart.set(key, made);
  return made;
}

// --- internal ---

const constant = new WeakMap<Chart, Map<string, Value>>();

function makeChartObject(node: EnabledChart, isRoot: boolean, profile: HelmProfile): Value {
  const fields = metadataFields(node);
  if (profile.chartIsMap) {
    const map: GoMap = new Map();
    for (const [name, , value] of fields) map.set(name, asMaps(value));
    map.set('IsRoot', isRoot);
    return map;
  }
  const metadata = new GoStruct('chart.Metadata', Object.fromEntries(fields.map(([name, , value]) => [name, value])));
  return new GoStruct(
    'struct { chart.Metadata; IsRoot bool }',
    { ...Object.fromEntries(metadata.fields), Metadata: metadata, IsRoot: isRoot },
    {
      text: () => `{${printed(metadata)} ${isRoot}}`,
      json: () => {
        const filled = fields.filter(([, , value]) => !isEmpty(value)).map(([, json, value]) => [json, value] as const);
        return new GoStruct('', { ...Object.fromEntries(filled), IsRoot: isRoot });
      },
    },
  );
}

/** What Helm 4 makes of a field: lists lose their types, structs in them become maps. */
function asMaps(value: Value): Value {
  if (!Array.isArray(value)) return value;
  return value.map((item) => (item instanceof GoStruct ? new Map([...item.fields].map(fieldAsMaps)) : item));
}

function fieldAsMaps([name, value]: readonly [string, Value]): readonly [string, Value] {
  return [name, asMaps(value)];
}

type Field = readonly [name: string, json: string, value: Value];

function metadataFields(node: EnabledChart): readonly Field[] {
  const { raw } = node.chart.metadata;
  const of = (key: string): string => text(raw, key);
  const list = (key: string): Value => {
    const value = raw.get(key);
    return stringList(Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []);
  };
  const annotations = raw.get('annotations');
  return [
    ['Name', 'name', node.name],
    ['Home', 'home', of('home')],
    ['Sources', 'sources', list('sources')],
    ['Version', 'version', of('version')],
    ['Description', 'description', of('description')],
    ['Keywords', 'keywords', list('keywords')],
    ['Maintainers', 'maintainers', maintainers(raw.get('maintainers'))],
    ['Icon', 'icon', of('icon')],
    ['APIVersion', 'apiVersion', of('apiVersion')],
    ['Condition', 'condition', of('condition')],
    ['Tags', 'tags', of('tags')],
    ['AppVersion', 'appVersion', of('appVersion')],
    ['Deprecated', 'deprecated', raw.get('deprecated') === true],
    [
      'Annotations',
      'annotations',
      withType(annotations instanceof Map ? new Map(annotations) : nilMap(), 'map[string]string'),
    ],
    ['KubeVersion', 'kubeVersion', of('kubeVersion')],
    ['Dependencies', 'dependencies', withType(node.declared.map(dependency), '[]*chart.Dependency')],
    ['Type', 'type', of('type')],
  ];
}

function maintainers(value: Value): Value {
  const list = Array.isArray(value) ? value : [];
  const structs = list
    .filter((item) => item instanceof Map)
    .map((item) => {
      const [name, email, url] = [text(item, 'name'), text(item, 'email'), text(item, 'url')];
      return named('*chart.Maintainer', [
        ['Name', 'name', name],
        ['Email', 'email', email],
        ['URL', 'url', url],
      ]);
    });
  return withType(structs, '[]*chart.Maintainer');
}

function dependency(declared: Dependency): GoStruct {
  return named('*chart.Dependency', [
    ['Name', 'name', declared.name],
    ['Version', 'version', declared.version],
    ['Repository', 'repository', declared.repository],
    ['Condition', 'condition', declared.condition],
    ['Tags', 'tags', stringList(declared.tags)],
    ['Enabled', 'enabled', true],
    ['ImportValues', 'import-values', declared.importValues.map(importEntry)],
    ['Alias', 'alias', declared.alias],
  ]);
}

/** The short form of an entry is written out before templates see it. */
function importEntry(entry: Value): Value {
  if (typeof entry !== 'string') return entry;
  return new Map([
    ['child', `exports.${entry}`],
    ['parent', '.'],
  ]);
}

function named(typeName: string, fields: readonly Field[]): GoStruct {
  return new GoStruct(typeName, Object.fromEntries(fields.map(([name, , value]) => [name, value])), {
    json: () => {
      const filled = fields.filter(([name, , value]) => name === 'Name' || name === 'Repository' || !isEmpty(value));
      return new GoStruct('', Object.fromEntries(filled.map(([, json, value]) => [json, value])));
    },
  });
}

function isEmpty(value: Value): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === '' || value === false || (value instanceof Map && value.size === 0);
}

/** As `%v` prints the struct; of what it points to only how many there are can be known. */
function printed(metadata: GoStruct): string {
  const shown = [...metadata.fields.values()].map((value) => {
    if (Array.isArray(value)) return `[${value.filter((item) => typeof item === 'string').join(' ')}]`;
    if (value instanceof Map)
      return `map[${[...value]
        .sort()
        .map(([key, item]) => `${key}:${String(item)}`)
        .join(' ')}]`;
    return String(value);
  });
  return `{${shown.join(' ')}}`;
}
