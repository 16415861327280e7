import { describe, expect, it } from 'vitest';
import {
  App,
  GitConnection,
  KubePrometheusStack,
  ManagementCluster,
  Organization,
  Platform,
  SecretRef,
} from '../../constructs/index.ts';
import { applyEdits } from '../../lib/edit/apply-edits.ts';
import { findSightings } from '../../lib/migrate/github-app/find-sightings.ts';
import { prometheusApplicationText } from '../../lib/migrate/github-app/new-files.ts';
import { assessRepositoryCredentials } from '../../lib/migrate/github-app/repository-credentials.ts';
import type { MigrationUnit } from '../../lib/migrate/migration.ts';
import { planUnits } from '../../lib/migrate/plan-units.ts';
import type { ResourceChange } from '../../lib/plan/plan.ts';
import { synthToFiles } from '../../lib/testing/synth-to-files.ts';
import { changesOf, createTestPlatform } from '../../lib/testing/test-platform.ts';
import { dataOfFile } from './written-cluster.ts';

const SECRET = 'registry/konstruct-clusters/acme-mgmt/secrets/secret.yaml';
const STACK = 'registry/konstruct-clusters/acme-mgmt/35-kube-prometheus-stack.yaml';
const PLATFORM = 'acme-platform/platform-gitops';

/** The same platform with either kind of connection. */
function program(auth: 'pat' | 'githubApp'): App {
  const app = new App();
  const acme = new Platform(app, 'acme', {
    domain: 'acme.dev',
    repository: { url: `https://github.com/${PLATFORM}` },
  });
  const connection = {
    organization: 'acme-apps',
    credentials: SecretRef.vault('argocd/repo-credentials-template/acme'),
  };
  const retail = new Organization(acme, 'retail', {
    git: GitConnection[auth](connection),
    platformRepository: { url: 'https://github.com/acme-platform/retail-gitops' },
    applicationRepository: { url: 'https://github.com/acme-apps/retail-gitops' },
  });
  const cluster = new ManagementCluster(retail, 'acme-mgmt');
  if (auth === 'githubApp') new KubePrometheusStack(cluster, 'monitoring');
  return app;
}

const fileOf = (auth: 'pat' | 'githubApp', path: string) => synthToFiles(program(auth))[`${PLATFORM}/${path}`] ?? '';

describe('a program that switches its connection to the GitHub App', () => {
  it('writes the credentials that the migration would write', () => {
    const before = fileOf('pat', SECRET);
    const { found } = findSightings(new Map([[SECRET, before]]), [SECRET]);
    expect(found).toHaveLength(2);
    const { text, diagnostics } = applyEdits(
      before,
      found.flatMap((sighting) => assessRepositoryCredentials(sighting).edits),
    );
    expect(diagnostics).toEqual([]);
    expect(dataOfFile(text)).toEqual(dataOfFile(fileOf('githubApp', SECRET)));
  });

  it('writes the kube-prometheus-stack that the migration would write', () => {
    const manifest = (text: string) => {
      const [data] = dataOfFile(text) as [{ spec: { source: { helm: { values: string } } } }];
      return [data, dataOfFile(data.spec.source.helm.values)];
    };
    const [ours, ourValues] = manifest(fileOf('githubApp', STACK));
    const [theirs, theirValues] = manifest(prometheusApplicationText({ cluster: 'acme-mgmt', domain: 'acme.dev' }));
    expect(ourValues).toEqual(theirValues);
    expect(JSON.parse(JSON.stringify(ours, withoutValues))).toEqual(JSON.parse(JSON.stringify(theirs, withoutValues)));
  });

  it('plans exactly this change', async () => {
    const platform = createTestPlatform();
    await platform.apply(program('pat'));
    const changes = changesOf(await platform.plan(program('githubApp')));
    expect(changes.filter((change) => change.includes('ExternalSecret'))).toEqual([
      'update ExternalSecret argocd/repo-credentials-template-acme-apps',
      'update ExternalSecret argocd/repo-credentials-template-acme-platform-platform',
    ]);
    expect(changes.filter((change) => change.startsWith('delete'))).toEqual([]);
    expect(changes).toContain('create Application argocd/kube-prometheus-stack-acme-mgmt');
  });

  it('changes field by field what the migration changes', async () => {
    const platform = createTestPlatform();
    await platform.apply(program('pat'));
    const ours = (await platform.plan(program('githubApp'))).resource_changes;
    const before = fileOf('pat', SECRET);
    const { found } = findSightings(new Map([[SECRET, before]]), [SECRET]);
    const { text } = applyEdits(
      before,
      found.flatMap((sighting) => assessRepositoryCredentials(sighting).edits),
    );
    const stack = prometheusApplicationText({ cluster: 'acme-mgmt', domain: 'acme.dev' });
    const unit: MigrationUnit = {
      name: 'acme-mgmt',
      folder: 'registry/konstruct-clusters/acme-mgmt',
      parts: [],
      vault: [],
      diagnostics: [],
      changes: [
        { path: SECRET, before, after: text },
        { path: STACK, before: undefined, after: stack },
      ],
    };
    const snapshot = await platform.repository(PLATFORM).open({ branch: undefined }).snapshot();
    const input = { kcdkVersion: '0.0.0', migration: { id: 'github-app' }, url: 'https://github.com/x/y' };
    const { plan } = await planUnits({ ...input, snapshot, units: [unit] });
    expect(plan.resource_changes.map(({ action }) => action).sort()).toEqual(['create', 'update', 'update']);
    expect(plan.resource_changes.flatMap(({ fields }) => fields)).toHaveLength(12);
    const paths = new Set(unit.changes.map(({ path }) => path));
    expect(fieldsOf(ours.filter(({ path }) => paths.has(path)))).toEqual(fieldsOf(plan.resource_changes));
  });
});

/** What a plan does to each resource: its fields in the order of their paths, or the whole object of a new one. */
function fieldsOf(changes: readonly ResourceChange[]) {
  return changes
    .map(({ path, action, resource, fields, after }) => ({
      path,
      action,
      resource,
      // a program and a migration do not say the same of where a field comes from
      fields: fields
        .map(({ source: _, ...field }) => field)
        .sort((a, b) => (a.path.join('/') < b.path.join('/') ? -1 : 1)),
      after: after === undefined ? undefined : JSON.parse(JSON.stringify(after), readValues),
    }))
    .sort((a, b) => (a.resource.name < b.resource.name ? -1 : 1));
}

function readValues(key: string, value: unknown): unknown {
  return key === 'values' && typeof value === 'string' ? dataOfFile(value) : value;
}

/** Values differ in their bytes, not in what they say. */
function withoutValues(key: string, value: unknown): unknown {
  return key === 'values' ? undefined : value;
}
