import { describe, expect, it } from 'vitest';
import { codesOf, render } from './chart-of.ts';

describe('errors', () => {
  it('name the place, the missing part of the path and the chain of includes', async () => {
    const { diagnostics } = await render({
      'templates/_names.tpl':
        '{{ define "inner" }}\n  {{ .Values.db.host.name }}{{ end }}\n{{ define "outer" }}{{ include "inner" . }}{{ end }}',
      'templates/a.yaml': 'a: 1\nb: {{ include "outer" . | quote }}\n',
      'values.yaml': 'db: {}',
    });
    expect(diagnostics).toHaveLength(1);
    const [found] = diagnostics;
    expect(found?.code).toBe('TEMPLATE_NIL');
    expect(found?.source).toEqual({ file: 'templates/_names.tpl', line: 2, column: 6 });
    expect(found?.detail).toContain('.Values.db.host');
    expect(found?.related?.map(({ source }) => source)).toEqual([
      { file: 'templates/_names.tpl', line: 3, column: 24 },
      { file: 'templates/a.yaml', line: 2, column: 7 },
    ]);
  });

  it('all come in one run', async () => {
    const rendered = await render({
      'templates/a.yaml': 'a: {{ .Values.x.y }}',
      'templates/b.yaml': 'b: {{ required "b" .Values.b }}',
      'templates/c.yaml': 'c: d: e',
    });
    expect([...codesOf(rendered)].sort()).toEqual(['HELM_MANIFEST_INVALID', 'TEMPLATE_NIL', 'TEMPLATE_VALUE_REQUIRED']);
  });

  it('of several files that cannot be parsed come together', async () => {
    const rendered = await render({ 'templates/a.yaml': '{{ if }}', 'templates/b.yaml': '\n\n  {{ uper "x" }}' });
    expect(codesOf(rendered)).toEqual(['TEMPLATE_SYNTAX', 'TEMPLATE_FUNCTION_UNKNOWN']);
    expect(rendered.diagnostics[1]?.source).toEqual({ file: 'templates/b.yaml', line: 3, column: 6 });
    expect(rendered.diagnostics[1]?.fix).toContain('upper');
  });

  it('in a text given to tpl point at the call', async () => {
    const { diagnostics } = await render({
      'values.yaml': 't: "x\\n{{ .Values.no.such }}"',
      'templates/a.yaml': 'a: 1\nb: {{ tpl .Values.t . }}',
    });
    expect(diagnostics[0]?.code).toBe('TEMPLATE_NIL');
    expect(diagnostics[0]?.source).toEqual({ file: 'templates/a.yaml', line: 2, column: 7 });
  });

  it('in rendered YAML point at the template line', async () => {
    const { diagnostics } = await render({
      'templates/_h.tpl': '{{ define "bad" }}ok: 1\nbroken: [1\n{{ end }}',
      'templates/a.yaml': 'kind: A\nspec:\n  x: 1\n  {{- include "bad" . | nindent 2 }}\n',
    });
    expect(diagnostics[0]?.code).toBe('HELM_MANIFEST_INVALID');
    expect(diagnostics[0]?.source?.file).toMatch(/^templates\/(_h\.tpl|a\.yaml)$/);
  });

  it('of a subchart name its folder', async () => {
    const { diagnostics } = await render({
      'charts/kid/Chart.yaml': 'apiVersion: v2\nname: kid\nversion: 1.0.0',
      'charts/kid/templates/x.yaml': 'a: {{ .Values.q.r }}',
    });
    expect(diagnostics[0]?.source?.file).toBe('charts/kid/templates/x.yaml');
  });

  it.each([
    ['no Chart.yaml', { 'Chart.yaml': '' }, 'HELM_CHART_INVALID'],
    ['a Chart.yaml that is no YAML', { 'Chart.yaml': 'a: b: c' }, 'HELM_CHART_INVALID'],
    ['values that are a list', { 'values.yaml': '- a' }, 'HELM_VALUES_INVALID'],
    ['values that are no YAML', { 'values.yaml': 'a: [' }, 'HELM_CHART_INVALID'],
    ['a damaged archive', { 'charts/x.tgz': 'nonsense' }, 'HELM_CHART_INVALID'],
  ])('refuse a chart with %s', async (_, files, code) => {
    expect(codesOf(await render(files))).toContain(code);
  });
});
