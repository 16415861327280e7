import { expect, it } from 'vitest';
import { render } from './chart-of.ts';

const FILES = {
  'templates/_h.tpl': '{{- define "labels" -}}\napp: {{ .Chart.Name }}\ntier: web\n{{- end }}\n',
  'templates/a.yaml': [
    '{{- if true }}',
    'kind: A',
    'metadata:',
    '  labels:',
    '    {{- include "labels" . | nindent 4 }}',
    'list:',
    '{{- range until 2 }}',
    '- {{ . }}',
    '{{- end }}',
    '{{- end }}',
    '---',
    'kind: B',
    'text: {{ toYaml (dict "x" 1) | nindent 2 }}',
  ].join('\n'),
};

it('knows for each line of output the template line it came from', async () => {
  const { manifests } = await render(FILES);
  const shown = manifests.map(({ text, lines }) =>
    text.split('\n').map((line, index) => `${line} <- ${lines()[index]?.file.path}:${lines()[index]?.line}`),
  );
  expect(shown).toEqual([
    [
      'kind: A <- templates/a.yaml:2',
      'metadata: <- templates/a.yaml:3',
      '  labels: <- templates/a.yaml:4',
      '    app: demo <- templates/_h.tpl:2',
      '    tier: web <- templates/_h.tpl:3',
      'list: <- templates/a.yaml:6',
      '- 0 <- templates/a.yaml:8',
      '- 1 <- templates/a.yaml:8',
    ],
    ['kind: B <- templates/a.yaml:12', 'text:  <- templates/a.yaml:13', '  x: 1 <- templates/a.yaml:13'],
  ]);
});

it('has an origin for every line, whatever the chart', async () => {
  const { manifests } = await render({
    ...FILES,
    'templates/b.yaml': '\n\n# c\n\nkind: C\n\n\nx: {{ "a\\n\\nb" | quote }}\n',
  });
  for (const { text, lines } of manifests) {
    const origins = lines();
    text.split('\n').forEach((line, index) => {
      if (line.trim() !== '') expect(origins[index], line).toBeDefined();
    });
  }
});
