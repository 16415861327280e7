import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../lib/model/json.ts';
import { keepRenders, type RenderMemory } from '../../../lib/templates/library/kept-renders.ts';
import { openTemplate } from '../../../lib/templates/library/open-template.ts';
import type { ChartRequest, RenderedTemplate } from '../../../lib/templates/library/template-library.ts';

const FILES = new Map([
  ['Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n'],
  ['values.yaml', '# @input.type: string\ntitle: ""\nextra: {}\n'],
  [
    'templates/config.yaml',
    `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
data:
  title: {{ .Values.title | quote }}
  {{- range $key, $value := .Values.extra }}
  {{ $key | quote }}: {{ $value | toJson | quote }}
  {{- end }}
  refused: {{ if eq .Values.title "refuse" }}{{ fail "no" }}{{ end }}
`,
  ],
  ['templates/other.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n'],
  ['templates/empty.yaml', '{{ if eq .Values.title "never" }}kind: X{{ end }}\n'],
]);

const template = await openTemplate({ folder: 'web' }, FILES, 'd'.repeat(64));

describe('keepRenders', () => {
  it('gives what the template gives, the first time and every time after', () => {
    const { memory } = fresh();
    const kept = keepRenders(template, memory);
    const again = keepRenders(template, memory);
    const text = fc.string({ unit: 'grapheme' });
    const extra = fc.dictionary(text, fc.jsonValue());
    const requests = fc.record({
      title: fc.oneof(text, fc.constant('refuse')),
      extra,
      labels: fc.option(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z]{1,8}$/)), {
        nil: undefined,
      }),
    });
    fc.assert(
      fc.property(requests, ({ title, extra: more, labels }) => {
        const request = requestOf({ title, extra: more as JsonObject }, labels);
        const expected = shown(template.renderChart(request));
        for (const one of [kept, kept, again]) expect(shown(one.renderChart(request))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('renders once for equal requests, and again for any other', () => {
    const { memory, kept, hits } = fresh();
    const remembering = keepRenders(template, memory);
    const request = requestOf({ title: 'one' });
    for (let time = 0; time < 3; time++) remembering.renderChart(request);
    expect({ kept: kept.size, hits: hits() }).toEqual({ kept: 1, hits: 2 });
    remembering.renderChart(requestOf({ title: 'two' }));
    remembering.renderChart({ ...request, release: { name: 'other', namespace: 'apps' } });
    remembering.renderChart({ ...request, release: { name: 'web', namespace: 'other' } });
    remembering.renderChart(requestOf({ title: 'one' }, { team: 'red' }));
    expect({ kept: kept.size, hits: hits() }).toEqual({ kept: 5, hits: 2 });
  });

  it('keeps nothing that has a finding', () => {
    const { memory, kept } = fresh();
    const rendered = keepRenders(template, memory).renderChart(requestOf({ title: 'refuse' }));
    expect(rendered.diagnostics).not.toEqual([]);
    expect(kept.size).toBe(0);
  });

  it('knows where lines come from, also of what was kept', () => {
    const { memory } = fresh();
    const request = requestOf({ title: 'Ünïcode 🦊', extra: { a: 1 } });
    keepRenders(template, memory).renderChart(request);
    const [file] = keepRenders(template, memory).renderChart(request).files;
    expect(file?.provenance.lines()[6]).toEqual({ file: 'templates/config.yaml', line: 7 });
    expect(file?.provenance.reads({ file: 'templates/config.yaml', line: 7 })).toEqual(['title']);
  });

  it('renders one file where only that is wanted, and tells it from all of them', () => {
    const { memory, kept } = fresh();
    const remembering = keepRenders(template, memory);
    const request = requestOf({ title: 'one' });
    const paths = (only?: string) => remembering.renderChart({ ...request, only }).files.map(({ path }) => path);
    expect(paths('config.yaml')).toEqual(['config.yaml']);
    expect(paths('other.yaml')).toEqual(['other.yaml']);
    expect(paths('none.yaml')).toEqual([]);
    expect(paths()).toEqual(['config.yaml', 'other.yaml']);
    expect(kept.size).toBe(4);
    // a file that fails does not matter to one that does not
    const failing = { ...requestOf({ title: 'refuse' }), only: 'other.yaml' };
    expect(remembering.renderChart(failing).files).toHaveLength(1);
  });

  it('keeps text of one line and one byte a character', () => {
    const { memory, kept } = fresh();
    keepRenders(template, memory).renderChart(requestOf({ title: 'Ünïcode 🦊\n\u2028' }));
    for (const value of kept.values()) expect(value).toMatch(/^[ -~]+$/);
    expect(kept.size).toBe(1);
  });
});

// --- internal ---

function requestOf(values: JsonObject, labels?: Readonly<Record<string, string>>): ChartRequest {
  return { values, release: { name: 'web', namespace: 'apps' }, labels };
}

/** All that anybody can see of a rendering. */
function shown({ files, diagnostics }: RenderedTemplate): unknown {
  return {
    diagnostics,
    files: files.map(({ path, text, documents, provenance }) => {
      const { source, label, digest } = provenance;
      return { path, text, documents, source, label, digest, lines: provenance.lines() };
    }),
  };
}

function fresh(): { readonly memory: RenderMemory; readonly kept: Map<string, string>; readonly hits: () => number } {
  const kept = new Map<string, string>();
  let hits = 0;
  const memory: RenderMemory = {
    get(request) {
      const known = kept.get(request);
      if (known !== undefined) hits += 1;
      return known;
    },
    put: (request, result) => void kept.set(request, result),
  };
  return { memory, kept, hits: () => hits };
}
