import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  Environment,
  GitConnection,
  KubePrometheusStack,
  ManagementCluster,
  SecretRef,
  WorkloadCluster,
} from '../../constructs/index.ts';
import { codesOf, compile, documentsOf, filesOf, organization, smallCluster, smallPlatform } from '../tools/program.ts';

const PLATFORM = 'acme-platform/retail:registry/clusters';

describe('a management cluster', () => {
  it('writes its roots, its component folders and its registration with the control plane', () => {
    const program = smallPlatform();
    new ManagementCluster(program.retail, 'mgmt');
    const compilation = compile(program.app);

    expect(compilation.diagnostics).toEqual([]);
    expect(Object.keys(filesOf(compilation)).filter((path) => path.includes('mgmt'))).toEqual([
      'acme-platform/retail:registry/clusters/mgmt/appprojects.yaml',
      'acme-platform/retail:registry/clusters/mgmt/clusters.yaml',
      'acme-platform/retail:registry/clusters/mgmt/components/argocd-appprojects/mgmt.yaml',
      'acme-platform/retail:registry/clusters/mgmt/components/clusters/.gitkeep',
      'acme-platform/retail:registry/clusters/mgmt/registry.yaml',
      'acme-platform/retail:registry/konstruct/retail/cluster/mgmt.yaml',
      'acme/platform:registry/clusters/acme-control-plane/components/konstruct-clusters/registry-mgmt.yaml',
      'acme/platform:registry/konstruct-clusters/mgmt/40-secret.yaml',
      'acme/platform:registry/konstruct-clusters/mgmt/appproject.yaml',
      'acme/platform:registry/konstruct-clusters/mgmt/secrets/secret.yaml',
    ]);
    const roots = ['registry', 'clusters', 'appprojects'].map((file) => {
      const [root] = documentsOf(compilation, `${PLATFORM}/mgmt/${file}.yaml`);
      const spec = (root?.['spec'] ?? {}) as { source: { path: string }; destination: object };
      return [root?.metadata.name, root?.metadata['annotations'], spec.source.path, spec.destination];
    });
    const wave = (value: string) => ({ 'argocd.argoproj.io/sync-wave': value });
    const inCluster = { name: 'in-cluster', namespace: 'argocd' };
    expect(roots).toEqual([
      ['registry', wave('1001'), 'registry/clusters/mgmt', inCluster],
      ['clusters', wave('1000'), 'registry/clusters/mgmt/components/clusters', inCluster],
      ['argocd-projects', wave('0'), 'registry/clusters/mgmt/components/argocd-appprojects', inCluster],
    ]);
  });

  it.each([
    ['github-app', ['type', 'url', 'githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey']],
    ['pat', ['type', 'name', 'url', 'username', 'password']],
  ] as const)('gives Argo CD the fields of %s', (auth, fields) => {
    const { app, platform } = smallPlatform();
    const credentials = SecretRef.vault('argocd/repo-credentials-template/shop');
    const git =
      auth === 'pat'
        ? GitConnection.pat({ organization: 'Acme/Shop', credentials })
        : GitConnection.githubApp({ organization: 'Acme/Shop', credentials });
    new ManagementCluster(organization(platform, 'shop', { git }), 'shop-mgmt');

    const documents = documentsOf(
      compile(app),
      'acme/platform:registry/konstruct-clusters/shop-mgmt/secrets/secret.yaml',
    );
    const seen = documents.map(({ apiVersion, metadata, spec }) => {
      const { target, dataFrom, secretStoreRef } = spec as {
        target: { name: string; template: { data: Record<string, string> } };
        dataFrom: unknown;
        secretStoreRef: unknown;
      };
      return {
        apiVersion,
        name: metadata.name,
        target: target.name,
        data: target.template.data,
        dataFrom,
        secretStoreRef,
      };
    });
    const expected = (name: string, key: string) => ({
      apiVersion: 'external-secrets.io/v1',
      name,
      target: name,
      data: Object.fromEntries(fields.map((field) => [field, `{{ .${field} }}`])),
      dataFrom: [{ extract: { key } }],
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'shop-mgmt-vault-kv-secret' },
    });
    expect(seen).toEqual([
      expected('repo-credentials-template-acme-shop', 'argocd/repo-credentials-template/shop'),
      expected('repo-credentials-template-acme-platform-platform', 'argocd/repo-credentials-template/shop-platform'),
    ]);
  });

  it('keeps the two credentials apart when one owner has both repositories', () => {
    const { app, platform } = smallPlatform();
    const both = organization(platform, 'shop', {
      git: GitConnection.pat({ organization: 'one', credentials: SecretRef.vault('a/b') }),
      platformRepository: { url: 'https://git.example.com/one/clusters' },
      applicationRepository: { url: 'https://git.example.com/one/apps' },
    });
    new ManagementCluster(both, 'shop-mgmt');
    const documents = documentsOf(
      compile(app),
      'acme/platform:registry/konstruct-clusters/shop-mgmt/secrets/secret.yaml',
    );
    expect(documents.map(({ metadata }) => metadata.name)).toEqual([
      'repo-credentials-template-one',
      'repo-credentials-template-one-platform',
    ]);
  });
});

describe('a workload cluster', () => {
  it('puts a Global and an own environment of one name side by side', () => {
    const program = smallPlatform();
    smallCluster(program);
    const compilation = compile(program.app);

    expect(compilation.diagnostics).toEqual([]);
    const attached = ['staging', 'staging-global'].map((slug) => {
      const [application] = documentsOf(compilation, `${PLATFORM}/lon1/45-env-${slug}.yaml`);
      const { project, source, destination } = (application?.['spec'] ?? {}) as Record<string, { path: string }>;
      return { name: application?.metadata.name, project, path: source?.path, destination };
    });
    const destination = { name: 'in-cluster', namespace: 'lon1-environment' };
    const project = 'lon1-environment';
    expect(attached).toEqual([
      { name: 'lon1-staging', project, path: 'registry/environments/staging/lon1', destination },
      { name: 'lon1-staging-global', project, path: 'registry/environments/staging-global/lon1', destination },
    ]);
    const files = filesOf(compilation);
    expect(files['acme-retail/retail:registry/environments/staging/lon1/.gitkeep']).toBe('');
    expect(files['acme-retail/retail:registry/environments/staging-global/lon1/.gitkeep']).toBe('');
  });

  it('declares its three projects and its registration', () => {
    const program = smallPlatform();
    smallCluster(program);
    const compilation = compile(program.app);
    const project = (file: string) => {
      const [document] = documentsOf(compilation, `${PLATFORM}/lon1/${file}.yaml`);
      const { sourceRepos, destinations, sourceNamespaces } = (document?.['spec'] ?? {}) as Record<string, unknown>;
      return { name: document?.metadata.name, sourceRepos, destinations, sourceNamespaces };
    };
    const team = ['https://git.example.com/acme-retail/retail'];
    expect(['appproject-platform', 'appproject-environment', 'appproject'].map(project)).toEqual([
      { name: 'lon1-platform', sourceRepos: ['*'], destinations: [{ server: '*', namespace: '*' }] },
      {
        name: 'lon1-environment',
        sourceRepos: team,
        destinations: [{ name: 'in-cluster', namespace: 'lon1-environment' }],
      },
      {
        name: 'lon1',
        sourceRepos: team,
        destinations: [{ name: 'lon1', namespace: '*' }],
        sourceNamespaces: ['lon1-environment'],
      },
    ]);
    const [registration] = documentsOf(compilation, `${PLATFORM}/mgmt/components/clusters/registry-lon1.yaml`);
    expect(registration).toMatchObject({
      metadata: { name: 'registry-lon1', annotations: { 'argocd.argoproj.io/sync-wave': '100' } },
      spec: {
        project: 'default',
        source: { path: 'registry/clusters/lon1', targetRevision: 'HEAD' },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'argocd' },
        syncPolicy: { retry: { limit: 5, backoff: { duration: '1m', maxDuration: '15m0s', factor: 2 } } },
      },
    });
  });

  it('takes the only management cluster of its organization when none is named', () => {
    const { app, retail } = smallPlatform();
    new WorkloadCluster(retail, 'lon1');
    new ManagementCluster(retail, 'mgmt');
    expect(Object.keys(filesOf(compile(app)))).toContain(`${PLATFORM}/mgmt/components/clusters/registry-lon1.yaml`);
  });

  it('follows the branch that the program names', () => {
    const { app, platform } = smallPlatform();
    const shop = organization(platform, 'shop', {
      applicationRepository: { url: 'https://git.example.com/acme-shop/shop', branch: 'trunk' },
    });
    new ManagementCluster(shop, 'shop-mgmt');
    new WorkloadCluster(shop, 'ams1', { environments: [new Environment(shop, 'dev')] });
    const [application] = documentsOf(compile(app), 'acme-platform/shop:registry/clusters/ams1/45-env-dev.yaml');
    expect(application?.['spec']).toMatchObject({ source: { targetRevision: 'trunk' } });
  });

  it('writes environments as pairs into its record, in one order however they were attached', () => {
    const build = (reverse: boolean) => {
      const { app, platform, retail } = smallPlatform();
      const environments = [new Environment(platform, 'staging'), new Environment(retail, 'staging')];
      new ManagementCluster(retail, 'mgmt');
      new WorkloadCluster(retail, 'lon1', { environments: reverse ? environments.reverse() : environments });
      return compile(app);
    };
    const [record] = documentsOf(build(false), 'acme-platform/retail:registry/konstruct/retail/cluster/lon1.yaml');
    expect(record?.['spec']).toMatchObject({
      type: 'physical',
      env: [
        { name: 'staging', namespace: 'retail' },
        { name: 'staging', namespace: 'default' },
      ],
    });
    expect(filesOf(build(true))).toEqual(filesOf(build(false)));
  });
});

describe('a kube-prometheus-stack', () => {
  const valuesOf = (props: ConstructorParameters<typeof KubePrometheusStack>[2]) => {
    const program = smallPlatform();
    new KubePrometheusStack(smallCluster(program), 'monitoring', props);
    const compilation = compile(program.app);
    const [application] = documentsOf(compilation, `${PLATFORM}/lon1/35-kube-prometheus-stack.yaml`);
    const { source } = (application?.['spec'] ?? {}) as { source: { helm: { values: string } } };
    return { compilation, application, values: parse(source.helm.values) as Record<string, never> };
  };

  it('has the values of the release note by default', () => {
    const { compilation, application, values } = valuesOf({});
    expect(codesOf(compilation)).toEqual([]);
    expect(application).toMatchObject({
      metadata: {
        name: 'kube-prometheus-stack-lon1',
        namespace: 'argocd',
        annotations: { 'argocd.argoproj.io/sync-wave': '35' },
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
      spec: {
        project: 'lon1',
        destination: { namespace: 'observability', name: 'lon1' },
        source: {
          repoURL: 'https://prometheus-community.github.io/helm-charts',
          chart: 'kube-prometheus-stack',
          targetRevision: '68.3.0',
          helm: { releaseName: 'kube-prometheus-stack' },
        },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          syncOptions: ['CreateNamespace=true', 'ServerSideApply=true'],
        },
      },
    });
    const off = { enabled: false };
    expect(values).toEqual({
      grafana: off,
      alertmanager: off,
      prometheus: {
        enabled: true,
        prometheusSpec: {
          scrapeInterval: '5s',
          retention: '2h',
          externalLabels: { cluster: 'lon1' },
          remoteWrite: [{ url: 'https://prometheus-remote-write.acme.dev/api/v1/write' }],
          serviceMonitorSelectorNilUsesHelmValues: false,
          podMonitorSelectorNilUsesHelmValues: false,
          storageSpec: {},
        },
      },
      prometheusOperator: { enabled: true },
      defaultRules: { create: false },
      kubeStateMetrics: off,
      nodeExporter: off,
      kubeApiServer: off,
      kubelet: off,
      kubeControllerManager: off,
      coreDns: off,
      kubeScheduler: off,
      kubeProxy: off,
      kubeEtcd: off,
    });
  });

  it('takes typed options, and any value over them with null kept', () => {
    const { values } = valuesOf({
      scrapeInterval: '1m30s',
      remoteWrite: [
        {
          url: 'https://metrics.example.com/write',
          basicAuth: { username: { name: 'metrics', key: 'user' }, password: { name: 'metrics', key: 'password' } },
        },
      ],
      components: { grafana: true, defaultRules: true },
      values: { grafana: { adminUser: null }, prometheus: { prometheusSpec: { retention: '1d' } } },
    });
    expect(values).toMatchObject({
      grafana: { enabled: true, adminUser: null },
      defaultRules: { create: true },
      prometheus: {
        enabled: true,
        prometheusSpec: {
          scrapeInterval: '1m30s',
          retention: '1d',
          remoteWrite: [
            {
              url: 'https://metrics.example.com/write',
              basicAuth: { username: { name: 'metrics', key: 'user' }, password: { name: 'metrics', key: 'password' } },
            },
          ],
        },
      },
    });
  });

  it('is allowed by the project it deploys through', () => {
    const { compilation } = valuesOf({});
    const [project] = documentsOf(compilation, `${PLATFORM}/lon1/appproject.yaml`);
    expect(project?.['spec']).toMatchObject({
      sourceRepos: ['https://git.example.com/acme-retail/retail', 'https://prometheus-community.github.io/helm-charts'],
    });
  });
});
