import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { HelmRelease } from '../../lib/templates/helm/chart/helm-release.ts';
import { compileChart } from '../../lib/templates/helm/compile-chart.ts';
import { printManifests, type RenderedChart, renderChart } from '../../lib/templates/helm/render-chart.ts';
import { decodeYaml } from '../../lib/templates/helm/yaml/decode.ts';

/**
 * A chart in one text file: each section begins with `-- path --` and is a file of the chart. `-- values --` is given with
 * `--values`, `-- options --` is JSON as below. Without a `Chart.yaml` a plain one is added.
 */
export interface Fixture {
  readonly name: string;
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly values: string | undefined;
  readonly options: FixtureOptions;
}

export interface FixtureOptions {
  /** @default "rel" */
  readonly release?: string;
  readonly namespace?: string;
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly includeCrds?: boolean;
  /** The code that our renderer must fail with where it fails: as Helm does, or to refuse what is not reproducible. */
  readonly code?: string;
  /** True where only we fail, by decision. */
  readonly refused?: boolean;
}

const CHARTS = join(import.meta.dirname, 'charts');

export function loadFixtures(): readonly Fixture[] {
  return readdirSync(CHARTS)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => parseFixture(file.slice(0, -4), readFileSync(join(CHARTS, file), 'utf8')));
}

export function parseFixture(name: string, text: string): Fixture {
  const files = new Map<string, string>();
  for (const part of text.split(/^-- /m).slice(1)) {
    const [head = '', ...rest] = part.split(' --\n');
    files.set(head, rest.join(' --\n'));
  }
  const values = files.get('values');
  const options = JSON.parse(files.get('options') ?? '{}') as FixtureOptions;
  files.delete('values');
  files.delete('options');
  if (!files.has('Chart.yaml')) files.set('Chart.yaml', `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`);
  return { name, files, values, options };
}

/** What our renderer prints; with the codes where it fails. */
export async function renderFixture(fixture: Fixture, helm: HelmRelease): Promise<RenderedChart & { output: string }> {
  const compiled = await compileChart(fixture.files);
  const values = fixture.values === undefined ? {} : decodeYaml(fixture.values, { aliasNodes: 10_000 });
  const { release = 'rel', namespace, kubeVersion, apiVersions, includeCrds } = fixture.options;
  const rendered = renderChart(compiled, {
    values,
    release: { name: release, namespace },
    capabilities: { kubeVersion, apiVersions },
    helm,
    includeCrds,
  });
  return { ...rendered, output: rendered.diagnostics.length > 0 ? 'error\n' : printManifests(rendered) };
}

/** What the real Helm prints, or `error`. */
export function helmTemplate(fixture: Fixture, helm: string): { readonly output: string; readonly stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), 'kcdk-conformance-'));
  try {
    for (const [path, text] of fixture.files) {
      const file = join(folder, 'chart', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const { release = 'rel', namespace, kubeVersion, apiVersions = [], includeCrds } = fixture.options;
    const args = ['template', release, join(folder, 'chart'), '--namespace', namespace ?? 'default'];
    if (kubeVersion !== undefined) args.push('--kube-version', kubeVersion);
    for (const version of apiVersions) args.push('--api-versions', version);
    if (includeCrds) args.push('--include-crds');
    if (fixture.values !== undefined) {
      writeFileSync(join(folder, 'values.yaml'), fixture.values);
      args.push('--values', join(folder, 'values.yaml'));
    }
    const environment = { ...process.env, HOME: folder, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder };
    const run = spawnSync(helm, args, { encoding: 'utf8', env: environment, maxBuffer: 1 << 28 });
    return { output: run.status === 0 ? run.stdout : 'error\n', stderr: run.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The committed output of a release; one file serves both where they agree. */
export function expectedOutput(name: string, helm: HelmRelease): string {
  const folder = join(import.meta.dirname, 'expected');
  const own = join(folder, `${name}.${helm}.yaml`);
  try {
    return readFileSync(own, 'utf8');
  } catch {
    return readFileSync(join(folder, `${name}.yaml`), 'utf8');
  }
}

/** The first line in which two texts differ, for showing. */
export function firstDifference(ours: string, theirs: string): string {
  const [left, right] = [ours.split('\n'), theirs.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  const line = at < 0 ? left.length : at;
  return `line ${line + 1}:\n  ours: ${JSON.stringify(left[line])}\n  helm: ${JSON.stringify(right[line])}`;
}
