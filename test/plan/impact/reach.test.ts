import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../lib/model/json.ts';
import { app, chart, impactOf, object, planFrom, type Tree, told, urlOf } from './platform.ts';

const config = (name: string) => object('v1', 'ConfigMap', name, { data: { a: 'b' } });

/** A management cluster's tree: a root that applies itself, registrations, a cluster, an environment. */
const platform: Tree = {
  'platform:mgmt/registry.yaml': app('registry', 'platform:mgmt'),
  'platform:mgmt/clusters.yaml': app('clusters', 'platform:mgmt/clusters'),
  'platform:mgmt/clusters/lon1.yaml': app('registry-lon1', 'platform:lon1'),
  'platform:lon1/45-env-dev.yaml': app('lon1-dev', 'apps:dev/lon1', { to: 'lon1-environment' }),
  'platform:lon1/35-monitoring.yaml': app('monitoring', '', { cluster: 'lon1', source: chart('reloader', '2.0.0') }),
  'apps:dev/lon1/api.yaml': app('api', 'apps:dev/lon1/api', {
    cluster: 'lon1',
    to: 'api',
    namespace: 'lon1-environment',
  }),
  'apps:dev/lon1/api/config.yaml': config('api'),
};

const without = (tree: Tree, ...paths: readonly string[]): Tree =>
  Object.fromEntries(Object.entries(tree).filter(([path]) => !paths.includes(path)));

describe('what an Application takes with it', () => {
  test('is followed through Applications of Applications, over repositories, with the chain', async () => {
    const [finding, ...others] = await impactOf(platform, without(platform, 'platform:mgmt/clusters/lon1.yaml'));
    expect(others).toEqual([]);
    expect(finding?.code).toBe('APPLICATION_CASCADE');
    expect(
      finding?.reach.map(({ resource, cluster, chain }) => [resource.kind, resource.name, cluster, chain]),
    ).toEqual([
      ['Application', 'monitoring', null, ['argocd/registry-lon1']],
      ['Application', 'lon1-dev', null, ['argocd/registry-lon1']],
      ['Application', 'api', null, ['argocd/registry-lon1', 'argocd/lon1-dev']],
      ['ConfigMap', 'api', 'lon1', ['argocd/registry-lon1', 'argocd/lon1-dev', 'lon1-environment/api']],
    ]);
    expect(finding?.beyond).toEqual(['argocd/monitoring: the objects of Helm chart reloader 2.0.0']);
  });

  test('is told once, with the Application that goes, when its files go with it', async () => {
    const gone = without(
      platform,
      'platform:lon1/45-env-dev.yaml',
      'apps:dev/lon1/api.yaml',
      'apps:dev/lon1/api/config.yaml',
    );
    const findings = await impactOf(platform, gone);
    expect(told(findings)).toEqual(['destructive APPLICATION_CASCADE']);
    expect(findings[0]?.cause.resource.name).toBe('lon1-dev');
    expect(findings[0]?.reach.map(({ resource }) => resource.name)).toEqual(['api', 'api']);
  });

  test('is told of a root that applies itself', async () => {
    const findings = await impactOf(platform, {});
    expect(told(findings)).toEqual(['destructive APPLICATION_CASCADE']);
    expect(findings[0]?.cause.resource.name).toBe('registry');
    expect(findings[0]?.reach).toHaveLength(6);
  });

  test('stops at what has no finalizer, and says so', async () => {
    const before = {
      ...platform,
      'platform:lon1/45-env-dev.yaml': app('lon1-dev', 'apps:dev/lon1', { finalizer: false }),
    };
    const [finding] = await impactOf(before, without(before, 'platform:mgmt/clusters/lon1.yaml'));
    expect(finding?.reach.map(({ resource }) => resource.name)).toEqual(['monitoring', 'lon1-dev']);
    expect(finding?.held_by).toHaveLength(1);
  });

  test('names the files of others and the repositories that we do not read', async () => {
    const before: Tree = {
      ...platform,
      'platform:lon1/x.yaml': app('x', '', { source: { repoURL: 'https://elsewhere.example.com/x', path: 'deploy' } }),
    };
    const others: Tree = { 'apps:dev/lon1/by-hand.yaml': config('by-hand'), 'apps:dev/lon1/README.md': 'x' };
    const { plan } = await planFrom(before, without(before, 'platform:mgmt/clusters/lon1.yaml'), { others });
    const beyond = plan.impact?.[0]?.beyond.join('\n') ?? '';
    expect(beyond).toContain('dev/lon1/by-hand.yaml');
    expect(beyond).not.toContain('README');
    expect(beyond).toContain('https://elsewhere.example.com/x');
  });

  test('knows a repository by any of its URLs, and a source of another revision not at all', async () => {
    const source = (repoURL: string, targetRevision: string) => ({ repoURL, path: 'dev/lon1', targetRevision });
    const tree = (manifest: Manifest): Tree => ({
      'platform:mgmt/env.yaml': manifest,
      'apps:dev/lon1/a.yaml': config('a'),
    });
    for (const [url, revision, reached] of [
      ['git@git.example.com:apps.git', 'HEAD', 1],
      ['https://git.example.com/apps', 'main', 1],
      ['https://git.example.com/apps', 'v1.2.0', 0],
      [urlOf('other'), 'HEAD', 0],
    ] as const) {
      const before = tree(app('env', '', { source: source(url, revision) }));
      const [finding] = await impactOf(before, without(before, 'platform:mgmt/env.yaml'));
      expect([url, revision, finding?.reach.length]).toEqual([url, revision, reached]);
      expect(finding?.beyond.length).toBe(reached === 1 ? 1 : 2);
    }
  });
});

test('what a plan of a part leaves out is taken as git has it', async () => {
  const unmade = { ...platform, 'apps:dev/lon1/new.yaml': config('new') };
  const { plan } = await planFrom(platform, without(unmade, 'platform:mgmt/clusters/lon1.yaml'), {
    target: 'acme/lon1',
  });
  expect(told(plan.impact ?? [])).toEqual(['destructive APPLICATION_CASCADE']);
  expect(plan.impact?.[0]?.reach.map(({ resource }) => resource.name)).not.toContain('new');
});

describe('what is protected', () => {
  const after = without(platform, 'platform:mgmt/clusters/lon1.yaml');

  test('is refused when something else would take it along', async () => {
    const { plan } = await planFrom(platform, after, { protect: ['acme/api'] });
    expect(plan.diagnostics.map(({ code, address, path }) => [code, address, path])).toEqual([
      ['PROTECTED', 'acme/api', 'dev/lon1/api.yaml'],
    ]);
    expect(plan.applyable).toBe(false);
  });

  test('is let go by its address', async () => {
    const { plan } = await planFrom(platform, after, { protect: ['acme/api'], allowDelete: ['acme/api'] });
    expect(plan.diagnostics).toEqual([]);
    expect(plan.applyable).toBe(true);
  });

  test('is refused once where it goes itself', async () => {
    const { plan } = await planFrom(platform, without(platform, 'apps:dev/lon1/api.yaml'), { protect: ['acme/api'] });
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(['PROTECTED']);
  });
});
