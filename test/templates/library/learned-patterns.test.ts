import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../../lib/model/json.ts';
import { keepRenders } from '../../../lib/templates/library/kept-renders.ts';
import { learnPatterns } from '../../../lib/templates/library/learned-patterns.ts';
import { openTemplate } from '../../../lib/templates/library/open-template.ts';
import type {
  ChartRequest,
  LoadedTemplate,
  RenderedTemplate,
} from '../../../lib/templates/library/template-library.ts';

/** Values and a release with few different names, so that requests often differ in nothing but names. */
const NAMES = ['web', 'api', 'a', 'red-service-17', 'true', 'on', 'y', 'null', 'nan', 'e1', 'x.y/z', 'team-a'];
const name = fc.constantFrom(...NAMES);
const other = fc.constantFrom<Json>(
  '',
  'Upper',
  '1',
  '-',
  'a--b',
  ' a',
  'a: b',
  '*x',
  'ü',
  3,
  1.5,
  true,
  false,
  null,
  [],
  ['web', 'api'],
);
const values = fc.record(
  {
    a: fc.oneof({ weight: 4, arbitrary: name }, other),
    b: fc.oneof({ weight: 4, arbitrary: name }, other),
    n: fc.constantFrom<Json>(1, 2, '1', true),
    map: fc.oneof(fc.record({ a: fc.oneof(name, other), c: name }, { requiredKeys: [] }), other),
    deep: fc.record({ map: fc.record({ a: name }, { requiredKeys: [] }) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
/** Two sets of values, and which names stand in them each time. */
const requests = fc
  .tuple(
    fc.array(values as fc.Arbitrary<JsonObject>, { minLength: 1, maxLength: 2 }),
    fc.array(fc.tuple(fc.nat(1), fc.array(name, { minLength: 8, maxLength: 8 })), { minLength: 15, maxLength: 25 }),
    fc.option(fc.record({ team: name }), { nil: undefined, freq: 6 }),
  )
  .map(([bases, names, labels]) =>
    names.map(([base, [called = '', namespace = '', ...rest]]): ChartRequest => {
      const left = rest.values();
      return { values: renamed(bases[base % bases.length] ?? {}, left), release: { name: called, namespace }, labels };
    }),
  );

/** What stands for a text of a template. */
const EXPRESSIONS = [
  '.Values.a',
  '.Values.b',
  '.Values.map.a',
  '.Values.deep.map.a',
  '.Release.Name',
  '.Release.Namespace',
  '.Values.n',
  '.Values.none',
  '(include "name" .)',
  '(include "of" .Values.a)',
  '(index .Values "a")',
  '$.Values.b',
  '(.Values.a | default .Values.b)',
  '(or .Values.none .Values.a)',
  '(and .Values.a .Values.b)',
  '(printf "%s-%s" .Release.Name .Values.a)',
  '(printf "%5s" .Release.Name)',
  '(ternary .Values.a .Values.b (eq .Release.Name "web"))',
  '(list .Values.a .Values.b | join "-")',
  '(get .Values "a")',
  '(tpl "{{ .Values.a }}" .)',
  '(required "needed" .Release.Name)',
  '(coalesce .Values.none .Values.a)',
] as const;
const PIPES = [
  '',
  '',
  '',
  '',
  ' | quote',
  ' | squote',
  ' | upper',
  ' | trunc 3',
  ' | trim',
  ' | toString',
  ' | default "x"',
];
PIPES.push(
  ' | len',
  ' | trimSuffix "b"',
  ' | replace "a" "b"',
  ' | toJson',
  ' | sha256sum | trunc 8',
  ' | b64enc',
  ' | title',
);
PIPES.push(' | empty', ' | kindOf', ' | nospace', ' | repeat 2', ' | hasPrefix "we"', ' | not');
/** Mostly such as hand on what they get, else no pattern would ever hold. */
const expression = fc
  .oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(fc.constantFrom(...EXPRESSIONS.slice(0, 6)), fc.constantFrom('', '', ' | quote', ' | trim')),
    },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...EXPRESSIONS), fc.constantFrom(...PIPES)) },
  )
  .map(([value, pipe]) => `{{ ${value}${pipe} }}`);
const scalar = fc.oneof(
  { weight: 8, arbitrary: expression },
  expression.map((one) => `"x ${one}"`),
  expression.map((one) => `'${one}'`),
  fc
    .tuple(fc.constantFrom('', 'x', '1', '0x', '.', '-', '~', 'tr', '!!str ', '&', '*', '%', '# '), expression)
    .map((parts) => parts.join('')),
  fc.tuple(expression, fc.constantFrom('', 'x', '1', '.', ':1', ' # c', 'ue', '-end')).map((parts) => parts.join('')),
  fc.tuple(expression, expression).map((parts) => parts.join('')),
  expression.map((one) => `[${one}, { k: ${one} }]`),
);
const line = fc.oneof(
  { weight: 12, arbitrary: scalar.map((one) => `key: ${one}`) },
  expression.map((one) => `? ${one}\n  : value`),
  expression.map((one) => `block: |\n    first ${one}\n    ${one}`),
  expression.map((one) => `folded: >-\n    first ${one}\n    second`),
  fc.constantFrom(
    'labels: {{- include "labels" . | nindent 4 }}',
    'yaml: {{- toYaml .Values.map | nindent 4 }}',
    'with: {{ with .Values.a }}{{ . }}{{ else }}none{{ end }}',
    'with: {{ with .Values.map }}{{ .a }}{{ end }}',
    'if: {{ if .Values.a }}{{ .Values.b }}{{ else }}none{{ end }}',
    'if: {{ if eq .Values.a "web" }}{{ .Values.b }}{{ else }}none{{ end }}',
    'if: {{ if and .Values.a (not .Values.map) }}yes it is{{ end }}',
    'range: "{{ range $k, $v := .Values.map }}{{ $k }}={{ $v }} {{ end }}"',
    'range: "{{ range .Values.map }}{{ . }} {{ end }}"',
    'set: {{ $_ := set .Values "a" "changed" }}{{ .Values.a }}',
    'set: {{ $_ := set .Values.deep "a" .Values.b }}{{ .Values.deep.a }}',
    'variable: {{ $x := .Values.a }}{{ if true }}{{ $x = .Values.b }}{{ end }}{{ $x }}',
    'has: {{ hasKey .Values "map" }} {{ hasKey .Values.deep "map" }}',
    'chart: {{ .Chart.Name }}-{{ .Template.Name }}',
    'same: {{ eq .Values.a .Values.b }} {{ eq .Values.a .Release.Name }}',
    'merged: {{ toJson (merge (dict "z" .Values.a) .Values.deep) }}',
    'named: {{ template "name" . }}',
    'of: {{ template "of" .Values.map.a }}',
  ),
);
const documents = fc.array(
  fc.record({
    name: scalar,
    kind: fc.constantFrom('ConfigMap', 'ConfigMap', 'Secret', 'Secret', '{{ .Values.a }}'),
    lines: fc.array(line, { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 2 },
);

describe('learnPatterns', () => {
  it('gives what the template gives, whatever was asked before', async () => {
    let filled = 0;
    await fc.assert(
      fc.asyncProperty(documents, requests, async (shapes, asked) => {
        const template = await open(shapes.map(documentText).join('---\n'));
        const { learning, rendered } = learn(template);
        const results = asked.map((request) => learning.renderChart(request));
        filled += Math.max(0, asked.length - rendered());
        for (const [index, request] of asked.entries()) {
          const [ours, theirs] = [results[index] ?? NOTHING, template.renderChart(request)];
          expect(shown(ours)).toEqual(shown(theirs));
          // where it comes from is the same too, of what was filled in as of what was rendered
          expect(placesOf(ours)).toEqual(placesOf(theirs));
        }
      }),
      { numRuns: Number(process.env['KCDK_RUNS'] ?? 400) },
    );
    // else it would have proven nothing
    expect(filled).toBeGreaterThan(500);
  });

  it('renders two of many that differ in names', async () => {
    const template = await open(
      documentText({ name: '{{ .Release.Name }}', kind: 'ConfigMap', lines: ['key: {{ .Values.n }}'] }),
    );
    const { learning, rendered, kept } = learn(template);
    for (let index = 0; index < 100; index++) learning.renderChart(requestOf(`web-${index}`, { n: 1 }));
    expect(rendered()).toBe(2);
    // what is learned serves the next run
    const next = learn(template, kept);
    for (let index = 0; index < 100; index++) next.learning.renderChart(requestOf(`api-${index}`, { n: 1 }));
    expect(next.rendered()).toBe(0);
    next.learning.renderChart(requestOf('api', { n: 2 }));
    expect(next.rendered()).toBe(1);
  });

  it('follows a template in vain only a few times', async () => {
    const template = await open(documentText({ name: '{{ .Release.Name | upper }}', kind: 'ConfigMap', lines: [] }));
    const { learning, followed } = learn(template);
    for (let index = 0; index < 100; index++) learning.renderChart(requestOf(`web-${index}`, {}));
    expect(followed()).toBe(8);
  });

  it('stops where a pattern gives anything else than the template', async () => {
    const template = await open(documentText({ name: '{{ .Release.Name }}', kind: 'ConfigMap', lines: [] }));
    // a template that follows its chart wrongly
    const wrong: LoadedTemplate = {
      ...template,
      followChart: (request, trace) =>
        template.followChart?.({ ...request, release: { name: 'else', namespace: '' } }, trace) ?? NOTHING,
    };
    const { learning, kept } = learn(wrong);
    for (let index = 0; index < 20; index++) {
      const request = requestOf(`web-${index}`, {});
      expect(shown(learning.renderChart(request))).toEqual(shown(template.renderChart(request)));
    }
    expect(JSON.parse(kept.get('patterns') ?? '[]')).toEqual([]);
  });

  it('knows where the lines of a filled pattern come from', async () => {
    const template = await open(
      documentText({ name: '{{ .Release.Name }}', kind: 'ConfigMap', lines: ['key: {{ .Values.n }}'] }),
    );
    const { learning } = learn(template);
    for (const one of ['a', 'b', 'c']) learning.renderChart(requestOf(one, { n: 1 }));
    const [file] = learning.renderChart(requestOf('d', { n: 1 })).files;
    expect(file?.provenance.lines()).toEqual(
      template.renderChart(requestOf('d', { n: 1 })).files[0]?.provenance.lines(),
    );
  });
});

// --- internal ---

const NOTHING: RenderedTemplate = { files: [], diagnostics: [] };

const HELPERS = `{{- define "name" }}{{ .Release.Name }}-{{ .Values.a }}{{ end }}
{{- define "of" }}<{{ . }}>{{ end }}
{{- define "labels" }}app: {{ .Release.Name }}
team: {{ .Values.map.a | default "none" | quote }}{{ end }}`;

function documentText({ name: called, kind, lines }: { name: string; kind: string; lines: readonly string[] }): string {
  const body = lines.map((text, index) => `  ${text.replace(/^(\w+):/, `$1${index}:`)}\n`).join('');
  return `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${called}\nspec:\n${body === '' ? '  none: 1\n' : body}`;
}

function open(text: string): Promise<LoadedTemplate> {
  const files = new Map([
    ['Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n'],
    ['values.yaml', 'a: default-a\nmap: { a: default-map-a, d: here }\n'],
    ['templates/_helpers.tpl', HELPERS],
    ['templates/all.yaml', text],
  ]);
  return openTemplate({ folder: 'web' }, files, 'd'.repeat(64));
}

function requestOf(called: string, given: JsonObject): ChartRequest {
  return { values: given, release: { name: called, namespace: 'apps' } };
}

function learn(template: LoadedTemplate, kept = new Map<string, string>()) {
  let rendered = 0;
  let followed = 0;
  const { followChart } = template;
  const counted: LoadedTemplate = {
    ...template,
    renderChart: (request) => {
      rendered += 1;
      return template.renderChart(request);
    },
    followChart:
      followChart &&
      ((request, trace) => {
        followed += 1;
        return followChart(request, trace);
      }),
  };
  const memory = { get: () => kept.get('patterns'), put: (text: string) => void kept.set('patterns', text) };
  const nothing = { get: () => undefined, put: () => undefined };
  const learning = learnPatterns(counted, memory, (one) => keepRenders(one, nothing));
  return { learning, kept, rendered: () => rendered, followed: () => followed };
}

/** The same with other names. */
function renamed(data: JsonObject, names: Iterator<string>): JsonObject {
  const rename = (value: Json | undefined): Json => {
    if (typeof value === 'string' && NAMES.includes(value)) return names.next().value ?? value;
    return isJsonObject(value) ? renamed(value, names) : (value ?? null);
  };
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, rename(value)]));
}

function shown({ files, diagnostics }: RenderedTemplate): unknown {
  return { diagnostics, files: files.map(({ path, text, documents: objects }) => ({ path, text, objects })) };
}

/** Of every file the lines of the template that wrote it, and the lines of all its fields. */
function placesOf({ files }: RenderedTemplate): unknown {
  return files.map(({ provenance, documents: objects }) => [
    provenance.lines(),
    provenance.lineOf(undefined, ['metadata', 'name']),
    objects.map(({ apiVersion, kind, metadata: { name, namespace }, ...rest }) =>
      pathsOf({ metadata: { name }, ...rest }).map((path) =>
        provenance.lineOf({ apiVersion, kind, namespace, name }, path),
      ),
    ),
    provenance.lineOf({ apiVersion: 'v1', kind: 'Other', namespace: undefined, name: 'other' }, ['spec']),
  ]);
}

function pathsOf(data: Json): readonly (readonly string[])[] {
  if (typeof data !== 'object' || data === null) return [[]];
  const members = Array.isArray(data) ? data.map((item, at) => [`[${at}]`, item] as const) : Object.entries(data);
  return [[], ...members.flatMap(([key, value]) => pathsOf(value as Json).map((path) => [key, ...path]))];
}
