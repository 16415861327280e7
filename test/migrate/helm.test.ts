import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { findTool } from '../tools/find-tool.ts';
import { migrated } from './run-migration.ts';
import { CLEAN, writtenCluster } from './written-cluster.ts';

const HELM = findTool('helm');

const VALUES = {
  workloadClusterName: 'acme-mgmt',
  workloadClusterProjectName: 'acme',
  projectOrg: 'acme-apps',
  platformOrg: 'acme-platform',
  domainName: 'acme.dev',
};

it.skipIf(HELM === undefined)('makes a chart that Helm renders to what the migrated files of names say', () => {
  const folder = 'chart/templates';
  const chart = filesAfter(writtenCluster({ form: 'chart', folder, eraOf: () => 'pat', hand: CLEAN, seed: 3 }), {
    folder,
  });
  const hydrated = 'registry/acme-mgmt';
  const names = filesAfter(
    writtenCluster({ form: 'hydrated', folder: hydrated, eraOf: () => 'pat', hand: CLEAN, seed: 3 }),
    { clusters: ['acme-mgmt'] },
  );
  const root = mkdtempSync(join(tmpdir(), 'kcdk-chart-'));
  try {
    chart.set('chart/Chart.yaml', 'apiVersion: v2\nname: chart\nversion: 1.0.0\n');
    chart.set('chart/values.yaml', JSON.stringify(VALUES));
    for (const [path, text] of chart) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const rendered = execFileSync(HELM ?? '', ['template', 'x', join(root, 'chart')], { encoding: 'utf8' });
    expect(documents(rendered)).toEqual(documents([...names.values()].join('\n---\n')));
  } finally {
    rmSync(root, { recursive: true });
  }
});

function filesAfter(files: ReadonlyMap<string, string>, request: Parameters<typeof migrated>[1]): Map<string, string> {
  const result = migrated(files, request);
  expect(result.changes.length).toBeGreaterThan(5);
  return new Map(result.after);
}

/** By kind and name, since Helm orders by kind; values of charts as data, since quotes in them differ. */
function documents(text: string): Readonly<Record<string, unknown>> {
  const readValues = (key: unknown, value: unknown) =>
    key === 'values' ? parseAllDocuments(String(value))[0]?.toJS() : value;
  const all = parseAllDocuments(text).map(
    (document) =>
      JSON.parse(JSON.stringify(document.toJS()), readValues) as { kind: string; metadata: { name: string } },
  );
  return Object.fromEntries(
    all.filter((each) => each !== null).map((each) => [`${each.kind}/${each.metadata.name}`, each]),
  );
}
