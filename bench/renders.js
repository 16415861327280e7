// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { measure, median } from './measure.js';

/**
 * What one render of a chart costs in process, and by starting Helm. CPU in seconds.
 *
 * @typedef {object} RenderRow
 * @property {string} chart
 * @property {number} bytes of the manifests
 * @property {number} ours
 * @property {number} helm
 */

const ROOT = resolve(import.meta.dirname, '..');

/** The Helm that `.ci/fetch-helm` fetched; undefined when it has not. */
export function findHelm() {
  const helm = join(ROOT, 'node_modules/.cache/kcdk-tools/helm');
  return existsSync(helm) ? helm : undefined;
}

/**
 * Renders a small chart of ours and one of the size of kube-prometheus-stack, by turns with Helm.
 *
 * @param {string} helm
 * @param {string} temporary
 * @param {number} rounds
 * @returns {readonly RenderRow[]}
 */
export function measureRenders(helm, temporary, rounds) {
  const large = join(temporary, 'large-chart');
  writeLargeChart(large);
  const charts = [
    { chart: 'catalog/reloader', folder: join(ROOT, 'templates/catalog/reloader'), values: SMALL_VALUES },
    { chart: `${LARGE} templates`, folder: large, values: {} },
  ];
  return charts.map(({ chart, folder, values }) => {
    const file = join(temporary, 'values.json');
    writeFileSync(file, JSON.stringify(values));
    const argv = [helm, 'template', 'bench', folder, '--namespace', 'bench', '--values', file];
    const env = { PATH: process.env['PATH'], HOME: temporary, HELM_CACHE_HOME: temporary };
    const loop = () =>
      JSON.parse(
        execFileSync(process.execPath, [join(import.meta.dirname, 'render-loop.js'), folder, '3'], {
          env: { ...env, KCDK_BENCH_VALUES: JSON.stringify(values) },
          encoding: 'utf8',
        }),
      );
    measure({ argv, cwd: temporary, env });
    const turns = Array.from({ length: rounds }, () => ({
      ours: loop(),
      helm: measure({ argv, cwd: temporary, env }),
    }));
    return {
      chart,
      bytes: turns[0]?.ours.bytes ?? 0,
      ours: median(turns.map(({ ours }) => ours.cpu)),
      helm: median(turns.map((turn) => turn.helm.cpu)),
    };
  });
}

// --- internal ---

const SMALL_VALUES = { clusterName: 'lon1', envName: 'dev', gitopsRepoUrl: 'https://git.example.com/acme/apps' };

/** As many templates as kube-prometheus-stack renders by itself, about. */
const LARGE = 100;

/** @param {string} folder */
function writeLargeChart(folder) {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  const write = (/** @type {string} */ path, /** @type {string} */ text) => writeFileSync(join(folder, path), text);
  write('Chart.yaml', 'apiVersion: v2\nname: large\nversion: 1.0.0\n');
  const components = Array.from({ length: LARGE }, (_, index) => `component${index}`);
  write(
    'values.yaml',
    [
      'global: { labels: { team: platform } }',
      ...components.map(
        (name) =>
          `${name}: { enabled: true, replicas: 2, image: { repository: registry.example.com/${name}, tag: "1.2.3" }, args: [--a, --b, --c], resources: { limits: { memory: 128Mi } } }`,
      ),
      '',
    ].join('\n'),
  );
  write('templates/_helpers.tpl', HELPERS);
  for (const name of components) write(`templates/${name}.yaml`, component(name));
}

const HELPERS = `{{- define "large.name" -}}{{ printf "%s-%s" .root.Release.Name .name | trunc 63 | trimSuffix "-" }}{{- end }}
{{- define "large.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
{{- end }}
{{- define "large.labels" -}}
{{ include "large.selector" . }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- range $key, $value := .root.Values.global.labels }}
{{ $key }}: {{ tpl (toString $value) $.root | quote }}
{{- end }}
{{- end }}
`;

/** @param {string} name */
function component(name) {
  return `{{- $context := dict "root" $ "name" "${name}" -}}
{{- with .Values.${name} }}
{{- if .enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "large.name" $context }}
  labels: {{- include "large.labels" $context | nindent 4 }}
spec:
  replicas: {{ .replicas | default 1 }}
  selector:
    matchLabels: {{- include "large.selector" $context | nindent 6 }}
  template:
    metadata:
      labels: {{- include "large.labels" $context | nindent 8 }}
      annotations:
        checksum/values: {{ toYaml . | sha256sum }}
    spec:
      containers:
        - name: main
          image: {{ printf "%s:%s" .image.repository (.image.tag | toString) | quote }}
          args:
          {{- range $index, $argument := .args }}
            - {{ printf "%s=%d" $argument $index | quote }}
          {{- end }}
          resources: {{- toYaml .resources | nindent 12 }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "large.name" $context }}
  labels: {{- include "large.labels" $context | nindent 4 }}
spec:
  selector: {{- include "large.selector" $context | nindent 4 }}
  ports: [{ name: http, port: 80 }]
{{- end }}
{{- end }}
`;
}
