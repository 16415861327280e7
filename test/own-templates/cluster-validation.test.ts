import { describe, expect, it } from 'vitest';
import { App, Environment, ManagementCluster, Platform, WorkloadCluster } from '../../constructs/index.ts';
import type { Manifest } from '../../lib/model/json.ts';
import { type Artifact, realmOf } from '../../lib/synth/artifact.ts';
import { resolveProgram } from '../../lib/synth/resolve-program.ts';
import { type Synthesis, synth } from '../../lib/synth/synth.ts';
import { validate } from '../../lib/validate/validate.ts';
import { organization } from '../tools/program.ts';
import type { ChartCase } from './charts.ts';
import { CLUSTER_CHARTS } from './cluster-charts.ts';
import { filesOf, objectsOf, renderOwn } from './render-own.ts';

describe('the trees in their platform break no rule of the compiler', () => {
  it.each(CLUSTER_CHARTS)('$chart, $name', async (each) => {
    const synthesis = platformWith(each);
    const tree = await artifactsOf(each, synthesis);
    const replaced = new Set(tree.map(({ repository, path }) => `${repository}:${path}`));
    const others = synthesis.artifacts.filter(({ repository, path }) => !replaced.has(`${repository}:${path}`));
    const { diagnostics } = validate({ ...synthesis, artifacts: [...others, ...tree] }, []);
    expect(diagnostics.map(({ code, summary, detail }) => ({ code, summary, detail }))).toEqual([]);
  });

  it('which would be told', async () => {
    const [each] = CLUSTER_CHARTS;
    if (each === undefined) throw new Error('no charts');
    const synthesis = platformWith(each);
    const tree = (await artifactsOf(each, synthesis)).filter(({ path }) => !path.includes('appproject'));
    const others = synthesis.artifacts.filter(({ path }) => !path.includes('appproject'));
    const { diagnostics } = validate({ ...synthesis, artifacts: [...others, ...tree] }, []);
    expect(diagnostics.length).toBeGreaterThan(0);
  });
});

// --- internal ---

/** The platform that the values speak of, with what the compiler itself writes. */
function platformWith({ chart, values }: ChartCase): Synthesis {
  const app = new App();
  const platform = new Platform(app, 'acme', {
    domain: 'acme.dev',
    repository: { url: 'https://github.com/acme-platform/platform-gitops' },
  });
  const retail = organization(platform, 'retail', {
    platformRepository: { url: 'https://github.com/acme-platform/retail-gitops' },
    applicationRepository: { url: 'https://github.com/acme-retail/retail-gitops' },
  });
  const management = new ManagementCluster(retail, 'retail-mgmt');
  const environments = [new Environment(platform, 'staging')];
  if (chart.includes('workload')) {
    new WorkloadCluster(retail, String(values['workloadClusterName']), { management, environments });
  }
  return synth(resolveProgram(app, () => undefined));
}

/** The rendered tree where the compiler puts such trees. */
async function artifactsOf(each: ChartCase, { model }: Synthesis): Promise<readonly Artifact[]> {
  if (model === undefined) throw new Error('no model');
  const cluster = String(each.values['workloadClusterName']);
  const own = model.platform.repository;
  const retail = model.organizations[0]?.platform ?? own;
  const place = each.chart.includes('workload')
    ? {
        repository: retail,
        base: `registry/clusters/${cluster}`,
        parent: 'registry/clusters/retail-mgmt/components/clusters',
      }
    : each.chart.includes('management')
      ? {
          repository: own,
          base: `registry/konstruct-clusters/${cluster}`,
          parent: 'registry/clusters/acme-control-plane/components/konstruct-clusters',
        }
      : { repository: own, base: `registry/clusters/${cluster}`, parent: '' };
  const origin = model.managementClusters[0]?.origin;
  if (origin === undefined) throw new Error('no management cluster');
  const realm = realmOf(place.repository, each.chart.includes('workload') ? 'retail-mgmt' : 'acme-control-plane');
  const documents = new Map<string, Manifest[]>();
  for (const { file, ...document } of objectsOf(filesOf(await renderOwn(each)))) {
    documents.set(file, [...(documents.get(file) ?? []), document as unknown as Manifest]);
  }
  return [...documents].map(([file, found]) => ({
    repository: place.repository.name,
    path: pathOf(file, cluster, place),
    origin,
    content: { kind: 'manifests', documents: found, comment: [] },
    realm: file.includes('/') ? undefined : realm,
  }));
}

function pathOf(file: string, cluster: string, { base, parent }: { base: string; parent: string }): string {
  if (file.startsWith('registry-')) return `${parent}/registry-${cluster}.yaml`;
  return `${base}/${file.replace('45-environment', '45-env-staging-global')}`;
}
