import { describe, expect, it } from 'vitest';
import { CLUSTER_CHARTS } from './cluster-charts.ts';
import { INNER_WAVES, TREE_TABLES } from './cluster-tables.ts';
import { filesOf, type OwnObject, objectsOf, renderOwn } from './render-own.ts';

const FULL = CLUSTER_CHARTS.filter(({ name }) => name === 'full');

it('has a table for each chart', () => {
  expect(Object.keys(TREE_TABLES).sort()).toEqual(
    FULL.map(({ chart }) => chart.replace('cluster-templates/', '')).sort(),
  );
});

describe.each(FULL)('$chart', (each) => {
  const chart = each.chart.replace('cluster-templates/', '');
  const cluster = String(each.values['workloadClusterName']);
  const objects = renderOwn(each).then((rendered) => objectsOf(filesOf(rendered)));
  const short = (text: string) => text.replaceAll(cluster, '<wc>');

  it('writes the files, waves, projects, destinations, versions and retries of the table', async () => {
    const found = (await objects).filter(({ file, kind }) => !file.includes('/') || kind === 'AppProject').map(rowOf);
    expect(found.map(short).sort()).toEqual(rowsOf(TREE_TABLES[chart]).sort());
  });

  it('orders what is inside its folders', async () => {
    const inner = (await objects).filter(
      ({ file, kind, metadata }) => file.includes('/') && kind !== 'AppProject' && waveTextOf(metadata) !== '',
    );
    const found = inner.map(({ file, kind, metadata }) => `${file} ${kind} ${metadata.name} ${waveTextOf(metadata)}`);
    expect(found.map(short).sort()).toEqual(rowsOf(INNER_WAVES[chart]).sort());
  });

  it('lets Argo CD prune, heal and make namespaces, and takes resources with it but for runners', async () => {
    for (const { file, kind, spec, metadata } of await objects) {
      if (kind !== 'Application') continue;
      expect(spec.syncPolicy.automated).toMatchObject({ prune: true, selfHeal: true });
      expect(spec.syncPolicy.syncOptions[0]).toBe('CreateNamespace=true');
      const runners = /actions-runner|github-runner/.test(file);
      expect(metadata.finalizers ?? [], file).toEqual(runners ? [] : ['resources-finalizer.argocd.argoproj.io']);
    }
  });
});

// --- internal ---

const RETRIES: Readonly<Record<string, string>> = {
  '30 1m - 1': 'infra',
  '5 1m 15m0s 2': 'registration',
  '5 5s 5m0s 2': 'fast',
};

function rowOf({ file, kind, metadata, spec }: OwnObject): string {
  if (kind !== 'Application') return [file, waveTextOf(metadata), kind, metadata.name].join(' | ');
  const { source, destination, syncPolicy } = spec;
  const to = `${destination.name ?? new URL(destination.server).host}/${destination.namespace}`;
  const from = source.chart === undefined ? source.path : `${source.chart} ${source.targetRevision}`;
  const { limit, backoff } = syncPolicy.retry ?? {};
  const retry =
    limit === undefined ? '' : `${limit} ${backoff.duration} ${backoff.maxDuration ?? '-'} ${backoff.factor}`;
  const options = syncPolicy.syncOptions.slice(1).join(' ');
  const more = [retry === '' ? '' : (RETRIES[retry] ?? retry), options].filter((text) => text !== '');
  return [file, waveTextOf(metadata), metadata.name, spec.project, to, from, ...more].join(' | ');
}

function waveTextOf({ annotations }: OwnObject['metadata']): string {
  return annotations?.['argocd.argoproj.io/sync-wave'] ?? '';
}

/** The rows of a table, without the blanks that align its columns. */
function rowsOf(table = ''): string[] {
  const lines = table.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => line.trim().replaceAll(/ +/g, ' '));
}
