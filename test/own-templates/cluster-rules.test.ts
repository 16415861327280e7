import { describe, expect, it } from 'vitest';
import { CLUSTER_CHARTS } from './cluster-charts.ts';
import { filesOf, type OwnObject, objectsOf, renderOwn, waveOf } from './render-own.ts';

/** Stores of the cluster whose Argo CD runs a tree; the tree itself does not make them. */
const PARENT_STORES = [/^vault-kv-secret$/, /^konstruct-aws-ssm$/, /^retail-mgmt-(?:aws-ssm|vault-kv-secret)$/];

describe.each(CLUSTER_CHARTS)('$chart, $name', (each) => {
  const tree = renderOwn(each).then((rendered) => readTree(objectsOf(filesOf(rendered))));

  it('has every Application once', async () => {
    const { applications } = await tree;
    const names = applications.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.every((name) => name.startsWith('argocd/'))).toBe(true);
  });

  it('has no object twice where it is synced to', async () => {
    const { objects, clusterOf } = await tree;
    const keys = objects.map((object) => {
      const { apiVersion, kind, metadata } = object;
      return [clusterOf(object), apiVersion, kind, metadata.namespace ?? '', metadata.name].join(' ');
    });
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('has a project for each Application that admits its source and its destination', async () => {
    const { applications, projects } = await tree;
    for (const { file, spec } of applications) {
      if (spec.project === 'default') continue;
      const project = projects.get(spec.project)?.spec;
      expect(project, `${file} names the project ${spec.project}`).toBeDefined();
      const { repoURL } = spec.source;
      expect(
        [repoURL, '*'].some((one) => project.sourceRepos.includes(one)),
        `${file} from ${repoURL}`,
      ).toBe(true);
      const { name, namespace } = spec.destination;
      const admits = (to: { name?: string; server?: string; namespace: string }) =>
        (to.name === name || to.server === '*') && (to.namespace === '*' || to.namespace === namespace);
      expect(project.destinations.some(admits), `${file} to ${name}/${namespace}`).toBe(true);
    }
  });

  it('names folders that it has, except those that others fill', async () => {
    const { applications, objects } = await tree;
    const folders = new Set(objects.map(({ file }) => file.split('/').slice(0, -1).join('/')));
    for (const { file, spec } of applications) {
      const { path } = spec.source;
      if (path === undefined || !path.startsWith(`${baseOf(each)}/`)) continue;
      const folder = path.slice(baseOf(each).length + 1);
      if (/^components\/(?:konstruct-)?clusters$/.test(folder)) continue;
      expect(folders.has(folder), `${file} syncs ${folder}`).toBe(true);
    }
  });

  it('has an Application for each folder', async () => {
    const { applications, objects } = await tree;
    const synced = new Set(applications.map(({ spec }) => spec.source.path));
    const folders = new Set(objects.map(({ file }) => file.split('/').slice(0, -1).join('/')));
    for (const folder of folders) if (folder !== '') expect(synced).toContain(`${baseOf(each)}/${folder}`);
  });

  it('reads secrets from stores that are there, by keys of their kind', async () => {
    const { secrets, stores, clusterOf, applicationWaveOf } = await tree;
    for (const secret of secrets) {
      expect(secret.apiVersion).toBe('external-secrets.io/v1');
      const store: string | undefined = secret.spec.secretStoreRef?.name;
      if (store === undefined) {
        expect(secret.spec.dataFrom.every(({ sourceRef }: Json) => sourceRef.generatorRef.name !== undefined)).toBe(
          true,
        );
        continue;
      }
      const own = stores.filter((one) => one.metadata.name === store && clusterOf(one) === clusterOf(secret));
      if (secret.file.includes('/')) {
        expect(own.length, `${secret.file} reads ${store}`).toBe(1);
        const first = own[0] === undefined ? Number.NaN : applicationWaveOf(own[0]);
        expect(first).toBeLessThan(applicationWaveOf(secret));
      } else
        expect(
          PARENT_STORES.some((parent) => parent.test(store)),
          `${secret.file} reads ${store}`,
        ).toBe(true);
      const keys = keysOf(secret.spec).filter((key) => key !== '/crossplane');
      for (const key of keys) expect(key.startsWith('/'), `${secret.file}: ${key}`).toBe(store.endsWith('aws-ssm'));
    }
  });

  it('has what its kinds need in an earlier wave of the same cluster', async () => {
    const { objects, applications, clusterOf, applicationWaveOf } = await tree;
    const needed: Readonly<Record<string, string>> = {
      ServiceMonitor: 'kube-prometheus-stack',
      ClusterIssuer: 'cert-manager',
      ClusterSecretStore: 'external-secrets',
      DeploymentRuntimeConfig: 'crossplane',
      Gateway: 'gateway-helm',
    };
    for (const object of objects) {
      const chart = needed[object.kind];
      if (chart !== undefined) {
        const found = applications.find(
          ({ spec }) => spec.source.chart === chart && spec.destination.name === clusterOf(object),
        );
        expect(found, `${object.file} needs ${chart}`).toBeDefined();
        expect(waveOf(found as OwnObject)).toBeLessThan(applicationWaveOf(object));
      }
      if (object.kind !== 'Workspace') continue;
      const name = object.spec.providerConfigRef.name;
      const config = objects.find(({ kind, metadata }) => kind === 'ProviderConfig' && metadata.name === name);
      expect(applicationWaveOf(config as OwnObject)).toBeLessThan(applicationWaveOf(object));
    }
  });

  it('names charts as Argo CD reads them, by versions that are texts', async () => {
    for (const { file, spec } of (await tree).applications) {
      const { chart, repoURL, targetRevision } = spec.source;
      expect(typeof targetRevision, file).toBe('string');
      if (chart !== undefined) expect(repoURL, file).not.toMatch(/^oci:/);
    }
  });

  it('keeps texts that YAML would read as numbers, booleans or nothing', async () => {
    const odd: Readonly<Record<string, string>> = {
      workloadClusterName: '1e3',
      workloadClusterRegion: 'no',
      workloadNodeType: '0123',
      workloadClusterAccountId: '012345678901',
      projectOrg: '123',
      workloadClusterProjectName: '456',
      cloudAccountName: 'null',
      adminGroup: 'true',
      envName: '2026-01-01',
      hostCluster: '~',
    };
    const names = Object.keys(each.values).filter((name) => Object.hasOwn(odd, name));
    const values = { ...each.values, ...Object.fromEntries(names.map((name) => [name, odd[name] ?? ''])) };
    const objects = objectsOf(filesOf(await renderOwn({ ...each, values })));
    const wrong: string[] = [];
    for (const { file, kind, metadata, spec } of objects) {
      const { project, destination, providerConfigRef, forProvider, roles = [], source } = spec ?? {};
      const subjects = [metadata.name, metadata.namespace, project, ...Object.values(destination ?? {})];
      if (kind === 'AppProject') subjects.push(...roles[0].groups, ...spec.destinations.flatMap(Object.values));
      const texts = [...subjects, providerConfigRef?.name, source?.path, source?.targetRevision];
      texts.push(...(forProvider?.vars ?? []).map(({ value }: Json) => value));
      if (kind === 'ExternalSecret') texts.push(...keysOf(spec), spec.target.name);
      for (const text of texts) if (text !== undefined && typeof text !== 'string') wrong.push(`${file}: ${text}`);
    }
    expect(wrong).toEqual([]);
  });

  it('waits for each Workspace by its name', async () => {
    const { objects } = await tree;
    const waited = objects.flatMap(({ kind, spec }) =>
      kind === 'Job' ? spec.template.spec.containers[0].command : [],
    );
    for (const { kind, metadata } of objects) {
      if (kind === 'Workspace') expect(waited).toContain(`workspace.tf.upbound.io/${metadata.name}`);
    }
  });
});

// --- internal ---

// biome-ignore lint/suspicious/noExplicitAny: members of lists of many kinds
type Json = any;

function baseOf({ chart, values }: (typeof CLUSTER_CHARTS)[number]): string {
  const folder = chart.endsWith('/management') ? 'registry/konstruct-clusters' : 'registry/clusters';
  return `${folder}/${values['workloadClusterName']}`;
}

/** What an ExternalSecret asks its store for. */
function keysOf(spec: Json): readonly string[] {
  return [
    ...(spec.data ?? []).map(({ remoteRef }: Json) => remoteRef.key),
    ...(spec.dataFrom ?? []).flatMap(({ extract }: Json) => (extract === undefined ? [] : [extract.key])),
  ];
}

function readTree(objects: readonly OwnObject[]) {
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
  const applications = ofKind('Application');
  const byFolder = new Map(
    applications.map((one) => [String(one.spec.source.path).replace(/^(?:[^/]+\/){3}/, ''), one]),
  );
  /** The Application that syncs the file; undefined for files that the registration syncs. */
  const syncedBy = ({ file }: OwnObject) => byFolder.get(file.split('/').slice(0, -1).join('/'));
  return {
    objects,
    applications,
    projects: new Map(ofKind('AppProject').map((project) => [project.metadata.name, project])),
    secrets: ofKind('ExternalSecret'),
    stores: ofKind('ClusterSecretStore'),
    clusterOf: (object: OwnObject): string => syncedBy(object)?.spec.destination.name ?? 'in-cluster',
    applicationWaveOf: (object: OwnObject): number => waveOf(syncedBy(object) ?? object),
  };
}
