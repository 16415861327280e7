import { describe, expect, it } from 'vitest';
import { compileChart } from '../../../lib/templates/helm/compile-chart.ts';
import { codesOf, render } from './chart-of.ts';

const template = (text: string) => ({ 'templates/out.yaml': text });

describe('a hostile chart', () => {
  it.each([
    [
      'a loop over a loop',
      '{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}',
      'TEMPLATE_STEPS_EXCEEDED',
    ],
    ['a huge range', '{{ until 2000000000 | len }}', 'TEMPLATE_STEPS_EXCEEDED'],
    ['a huge sequence', '{{ seq 2000000000 }}', 'TEMPLATE_STEPS_EXCEEDED'],
    ['a repetition', '{{ repeat 2000000000 "x" | len }}', 'TEMPLATE_OUTPUT_EXCEEDED'],
    ['an indentation', '{{ indent 2000000000 "x" | len }}', 'TEMPLATE_OUTPUT_EXCEEDED'],
    ['a width', '{{ printf "%2000000000d" 1 | len }}', 'TEMPLATE_OUTPUT_EXCEEDED'],
    [
      'a text that doubles',
      '{{ $x := "xxxxxxxxxx" }}{{ range until 60 }}{{ $x = print $x $x }}{{ end }}',
      'TEMPLATE_OUTPUT_EXCEEDED',
    ],
    [
      'a list that doubles',
      '{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ toJson $l | len }}',
      'TEMPLATE_STEPS_EXCEEDED',
    ],
    [
      'a list that doubles, as YAML',
      '{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ toYaml $l | len }}',
      'TEMPLATE_STEPS_EXCEEDED',
    ],
    [
      'a list that doubles, copied',
      '{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ deepCopy $l | len }}',
      'TEMPLATE_STEPS_EXCEEDED',
    ],
    [
      'a list that doubles, printed',
      '{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ $l }}',
      'TEMPLATE_STEPS_EXCEEDED',
    ],
    [
      'a list that doubles, compared',
      '{{ $l := list 1 }}{{ $k := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ $k = list $k $k }}{{ end }}{{ deepEqual $l $k }}',
      'TEMPLATE_STEPS_EXCEEDED',
    ],
    [
      'a list that doubles, looked for',
      '{{ $l := list 1 }}{{ $k := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ $k = list $k $k }}{{ end }}{{ has $l (list $k) }}',
      'TEMPLATE_STEPS_EXCEEDED',
    ],
    [
      'a map that doubles, merged',
      '{{ $d := dict "a" 1 }}{{ $e := dict "a" 1 }}{{ range until 60 }}{{ $d = dict "l" $d "r" $d }}{{ $e = dict "l" $e "r" $e }}{{ end }}{{ merge $d $e | len }}',
      'TEMPLATE_STEPS_EXCEEDED',
    ],
    [
      'a map that doubles, as TOML',
      '{{ $d := dict "a" 1 }}{{ range until 60 }}{{ $d = dict "l" $d "r" $d }}{{ end }}{{ toToml $d | len }}',
      'TEMPLATE_OUTPUT_EXCEEDED',
    ],
    [
      'a list of many maps, made unique',
      '{{ $l := list }}{{ range $i := until 2000 }}{{ $l = append $l (dict "i" $i) }}{{ end }}{{ uniq $l | len }}',
      'TEMPLATE_STEPS_EXCEEDED',
    ],
    [
      'a map that holds itself, compared',
      '{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ $e := dict }}{{ $_ := set $e "d" $e }}{{ deepEqual $d $e }}',
      'TEMPLATE_TOO_DEEP',
    ],
    ['a map that holds itself', '{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ toYaml $d }}', 'TEMPLATE_TOO_DEEP'],
    ['a map that holds itself, printed', '{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ $d }}', 'TEMPLATE_TOO_DEEP'],
    ['an endless include', '{{ define "r" }}{{ include "r" . }}{{ end }}{{ include "r" . }}', 'TEMPLATE_TOO_DEEP'],
    [
      'an endless template action',
      '{{ define "r" }}{{ template "r" . }}{{ end }}{{ template "r" . }}',
      'TEMPLATE_TOO_DEEP',
    ],
    ['an endless tpl', '{{ tpl "{{ tpl .t . }}" (dict "t" "{{ tpl .t . }}") }}', 'TEMPLATE_TOO_DEEP'],
    ['much output', '{{ range until 100000 }}{{ repeat 1000 "x" }}{{ end }}', 'TEMPLATE_OUTPUT_EXCEEDED'],
    ['a large expression', '{{ regexMatch (repeat 400 "(a|b)*") (repeat 100000 "ab") }}', 'TEMPLATE_REGEX_EXCEEDED'],
  ])('is stopped at %s', async (_, text, code) => {
    expect(codesOf(await render(template(text), {}, { steps: 300_000, output: 8_000_000 }))).toEqual([code]);
  });

  it('is stopped at aliases that multiply', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(', ')}]`,
    );
    const bomb = ['l0: &l0 [x, x]', ...levels].join('\n');
    expect(codesOf(await render({ 'values.yaml': bomb, ...template('a: 1') }))).toEqual(['TEMPLATE_ALIASES_EXCEEDED']);
    const quoted = JSON.stringify(bomb);
    expect(codesOf(await render(template(`{{ fromYaml ${quoted} | len }}`)))).toEqual(['TEMPLATE_ALIASES_EXCEEDED']);
    expect(codesOf(await render(template(bomb)))).toEqual(['TEMPLATE_ALIASES_EXCEEDED']);
  });

  it('matches what makes others backtrack in linear time', async () => {
    const rendered = await render(template('a: {{ regexMatch "^(a+)+$" (print (repeat 30000 "a") "b") }}'));
    expect(rendered.manifests[0]?.text).toBe('a: false');
  });

  it('matches globs and patterns of schemas in linear time', async () => {
    const name = `${'a'.repeat(4000)}.txt`;
    const globbed = await render({
      [name]: '',
      '.helmignore': `${'*a'.repeat(40)}b\n`,
      ...template(`a: {{ .Files.Glob "${'**a'.repeat(40)}b" | len }}`),
    });
    expect(globbed.manifests[0]?.text).toBe('a: 0');
    const schema = { properties: { a: { type: 'string', pattern: '^(a+)+$' } } };
    const values = { a: `${'a'.repeat(50_000)}b` };
    const checked = await render({ 'values.schema.json': JSON.stringify(schema), ...template('a: 1') }, { values });
    expect(codesOf(checked)).toEqual(['HELM_SCHEMA_MISMATCH']);
  });

  it('is stopped at an archive that unpacks to more than fits', async () => {
    const chart = { 'Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 0.1.0\n', ...template('a: 1') };
    const files = new Map<string, string | Uint8Array>(Object.entries(chart));
    files.set(
      'charts/bomb-1.0.0.tgz',
      Uint8Array.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 255, 255, 255, 255]),
    );
    const compiled = await compileChart(files);
    expect(compiled.diagnostics.map(({ code }) => code)).toEqual(['HELM_CHART_INVALID']);
  });

  it('reaches nothing of the process it runs in', async () => {
    const names = ['constructor', 'prototype', '__proto__', 'toString', 'process', 'globalThis'];
    for (const name of names) {
      const { manifests } = await render(template(`a: {{ .Values.${name} | toJson }}{{ (dict).${name} | toJson }}`));
      expect(manifests[0]?.text).toBe('a: nullnull');
    }
    for (const name of ['constructor', 'hasOwnProperty', 'valueOf']) {
      expect(codesOf(await render(template(`a: {{ ${name} "x" }}`)))).toEqual(['TEMPLATE_FUNCTION_UNKNOWN']);
    }
    const polluting = await render({
      'values.yaml': '__proto__: {polluted: yes}',
      ...template('a: {{ .Values | toJson }}'),
    });
    expect(polluting.manifests[0]?.text).toBe('a: {"__proto__":{"polluted":true}}');
    expect('polluted' in {}).toBe(false);
  });

  it('takes other bounds', async () => {
    const text = template('{{ range until 50 }}x{{ end }}');
    expect(codesOf(await render(text, {}, { steps: 60 }))).toEqual(['TEMPLATE_STEPS_EXCEEDED']);
    expect(codesOf(await render(text, {}, { output: 40 }))).toEqual(['TEMPLATE_OUTPUT_EXCEEDED']);
  });
});
