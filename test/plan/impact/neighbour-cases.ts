import { base, type Case, config, env, pod, project, root, secret } from './cases.ts';
import { app, chart, object } from './platform.ts';

export const neighbourCases: readonly Case[] = [
  {
    name: 'an ExternalSecret goes while a Deployment mounts its Secret',
    says: ['destructive OBJECTS_PRUNED', 'destructive SECRET_REMOVED_IN_USE'],
    before: { ...base, 'apps:env/s.yaml': secret('token'), 'apps:env/p.yaml': pod('p', 'token') },
    after: { ...base, 'apps:env/p.yaml': pod('p', 'token') },
    twin: {
      why: 'nobody names it',
      says: ['destructive OBJECTS_PRUNED'],
      after: { ...base, 'apps:env/p.yaml': pod('p', 'other') },
    },
  },
  {
    name: 'a Secret gets another name while values of a chart name it',
    says: ['destructive SECRET_REMOVED_IN_USE'],
    before: {
      ...base,
      'apps:env/s.yaml': secret('token'),
      'platform:root/dd.yaml': app('dd', '', {
        cluster: 'lon1',
        to: 'env',
        source: chart('datadog', '1', { existingSecret: 'token' }),
      }),
    },
    after: {
      ...base,
      'apps:env/s.yaml': secret('token', { target: { name: 'renamed' } }),
      'platform:root/dd.yaml': app('dd', '', {
        cluster: 'lon1',
        to: 'env',
        source: chart('datadog', '1', { existingSecret: 'token' }),
      }),
    },
    twin: {
      why: 'the chart runs on another cluster',
      before: {
        ...base,
        'apps:env/s.yaml': secret('token'),
        'platform:root/dd.yaml': app('dd', '', {
          cluster: 'lon2',
          to: 'env',
          source: chart('datadog', '1', { existingSecret: 'token' }),
        }),
      },
      after: {
        ...base,
        'apps:env/s.yaml': secret('token', { target: { name: 'renamed' } }),
        'platform:root/dd.yaml': app('dd', '', {
          cluster: 'lon2',
          to: 'env',
          source: chart('datadog', '1', { existingSecret: 'token' }),
        }),
      },
    },
  },
  {
    name: 'the Secret by which Argo CD knows a cluster goes',
    says: ['destructive OBJECTS_PRUNED', 'destructive SECRET_REMOVED_IN_USE'],
    before: {
      ...base,
      'platform:root/20.yaml': secret('lon1', {
        target: { template: { metadata: { labels: { 'argocd.argoproj.io/secret-type': 'cluster' } } } },
      }),
    },
    after: base,
    twin: {
      why: 'another ExternalSecret makes it',
      says: ['destructive OBJECT_RECREATED'],
      after: { ...base, 'platform:root/20.yaml': secret('other', { target: { name: 'lon1' } }) },
    },
  },
  {
    name: 'a store goes that is read from',
    says: ['destructive OBJECTS_PRUNED', 'disruptive STORE_REMOVED_IN_USE'],
    before: {
      ...base,
      'apps:env/v.yaml': object('external-secrets.io/v1', 'ClusterSecretStore', 'vault'),
      'apps:env/s.yaml': secret('token'),
    },
    after: { ...base, 'apps:env/s.yaml': secret('token') },
    twin: {
      why: 'on another cluster',
      says: ['destructive OBJECTS_PRUNED'],
      before: {
        ...base,
        'apps:env/v.yaml': object('external-secrets.io/v1', 'ClusterSecretStore', 'vault'),
        'platform:root/s.yaml': secret('token'),
        'platform:root/root.yaml': root({ cluster: 'mgmt' }),
      },
      after: { ...base, 'platform:root/s.yaml': secret('token'), 'platform:root/root.yaml': root({ cluster: 'mgmt' }) },
    },
  },
  {
    name: 'cert-manager goes',
    says: ['destructive APPLICATION_CASCADE', 'destructive CRDS_REMOVED'],
    before: {
      ...base,
      'platform:root/cm.yaml': app('cm', '', { cluster: 'lon1', source: chart('cert-manager') }),
      'apps:env/i.yaml': object('cert-manager.io/v1', 'ClusterIssuer', 'le'),
    },
    after: { ...base, 'apps:env/i.yaml': object('cert-manager.io/v1', 'ClusterIssuer', 'le') },
    twin: {
      why: 'it is a chart without definitions',
      says: ['destructive APPLICATION_CASCADE'],
      before: {
        ...base,
        'platform:root/cm.yaml': app('cm', '', { cluster: 'lon1', source: chart('reloader') }),
        'apps:env/i.yaml': object('cert-manager.io/v1', 'ClusterIssuer', 'le'),
      },
    },
  },
  {
    name: 'a Crossplane provider goes',
    says: ['destructive CRDS_REMOVED', 'destructive OBJECTS_PRUNED'],
    before: {
      ...base,
      'platform:root/p.yaml': object('pkg.crossplane.io/v1', 'Provider', 'tf', {
        spec: { package: 'xpkg.upbound.io/upbound/provider-terraform:v0.20.0' },
      }),
    },
    after: base,
    twin: {
      why: 'it is kept',
      says: ['notice CRDS_REMOVED', 'notice OBJECTS_PRUNED'],
      before: {
        ...base,
        'platform:root/p.yaml': object('pkg.crossplane.io/v1', 'Provider', 'tf', {
          annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } as never,
          spec: { package: 'xpkg.upbound.io/upbound/provider-terraform:v0.20.0' },
        }),
      },
    },
  },
  {
    name: 'kube-prometheus-stack comes without server-side apply',
    says: ['disruptive SERVER_SIDE_APPLY_MISSING'],
    before: base,
    after: { ...base, 'platform:root/kps.yaml': app('kps', '', { source: chart('kube-prometheus-stack') }) },
    twin: {
      why: 'it has the option',
      after: {
        ...base,
        'platform:root/kps.yaml': app('kps', '', {
          source: chart('kube-prometheus-stack'),
          syncOptions: ['ServerSideApply=true'],
        }),
      },
    },
  },
  {
    name: 'a chart comes later than what needs it',
    says: ['disruptive SYNC_WAVE_INVERTED'],
    before: {
      ...base,
      'platform:root/cm.yaml': app('cm', '', { wave: 30, source: chart('cert-manager') }),
      'platform:root/is.yaml': app('is', 'apps:issuers', { wave: 40 }),
      'apps:issuers/i.yaml': object('cert-manager.io/v1', 'ClusterIssuer', 'le'),
    },
    after: {
      ...base,
      'platform:root/cm.yaml': app('cm', '', { wave: 50, source: chart('cert-manager') }),
      'platform:root/is.yaml': app('is', 'apps:issuers', { wave: 40 }),
      'apps:issuers/i.yaml': object('cert-manager.io/v1', 'ClusterIssuer', 'le'),
    },
    twin: {
      why: 'it still comes first',
      after: {
        ...base,
        'platform:root/cm.yaml': app('cm', '', { wave: 35, source: chart('cert-manager') }),
        'platform:root/is.yaml': app('is', 'apps:issuers', { wave: 40 }),
        'apps:issuers/i.yaml': object('cert-manager.io/v1', 'ClusterIssuer', 'le'),
      },
    },
  },
  {
    name: 'a project comes later than its Application',
    says: ['disruptive SYNC_WAVE_INVERTED'],
    before: base,
    after: {
      ...base,
      'platform:root/env.yaml': env({ project: 'lon1', wave: -2 }),
      'platform:root/lon1.yaml': project(),
    },
    twin: {
      why: 'it comes before',
      after: {
        ...base,
        'platform:root/env.yaml': env({ project: 'lon1', wave: 1 }),
        'platform:root/lon1.yaml': project(),
      },
    },
  },
  {
    name: 'a project no longer admits a source in use',
    says: ['disruptive PROJECT_REFUSES'],
    before: { ...base, 'platform:root/env.yaml': env({ project: 'lon1' }), 'platform:root/lon1.yaml': project() },
    after: {
      ...base,
      'platform:root/env.yaml': env({ project: 'lon1' }),
      'platform:root/lon1.yaml': project({ sourceRepos: ['https://elsewhere.example.com/*'] }),
    },
    twin: {
      why: 'by a glob it does',
      after: {
        ...base,
        'platform:root/env.yaml': env({ project: 'lon1' }),
        'platform:root/lon1.yaml': project({ sourceRepos: ['https://git.example.com/*'] }),
      },
    },
  },
  {
    name: 'a project goes that is in use',
    says: ['destructive OBJECTS_PRUNED', 'disruptive PROJECT_REFUSES'],
    before: { ...base, 'platform:root/env.yaml': env({ project: 'lon1' }), 'platform:root/lon1.yaml': project() },
    after: { ...base, 'platform:root/env.yaml': env({ project: 'lon1' }) },
    twin: { why: 'its Application goes to another', says: ['destructive OBJECTS_PRUNED'], after: base },
  },
  {
    name: 'a name goes to another repository',
    says: ['destructive APPLICATION_CASCADE', 'destructive NAME_REUSED'],
    before: { ...base, 'platform:root/w.yaml': app('web', '', { source: chart('web') }) },
    after: { ...base, 'apps:env/w.yaml': app('web', '', { source: chart('web') }) },
    twin: {
      why: 'under another name',
      says: ['destructive APPLICATION_CASCADE'],
      after: { ...base, 'apps:env/w.yaml': app('web2', '', { source: chart('web') }) },
    },
  },
  {
    name: 'an immutable field of an Application that replaces',
    says: ['disruptive IMMUTABLE_FIELD'],
    before: {
      ...base,
      'platform:root/env.yaml': env({ syncOptions: ['Replace=true'] }),
      'apps:env/j.yaml': object('batch/v1', 'Job', 'j', { spec: { template: { a: 1 }, backoffLimit: 1 } }),
    },
    after: {
      ...base,
      'platform:root/env.yaml': env({ syncOptions: ['Replace=true'] }),
      'apps:env/j.yaml': object('batch/v1', 'Job', 'j', { spec: { template: { a: 2 }, backoffLimit: 1 } }),
    },
    twin: {
      why: 'the field can change',
      after: {
        ...base,
        'platform:root/env.yaml': env({ syncOptions: ['Replace=true'] }),
        'apps:env/j.yaml': object('batch/v1', 'Job', 'j', { spec: { template: { a: 1 }, backoffLimit: 2 } }),
      },
    },
  },
  {
    name: 'an immutable field with force',
    says: ['destructive IMMUTABLE_FIELD'],
    before: {
      ...base,
      'platform:root/env.yaml': env({ syncOptions: ['Replace=true', 'Force=true'] }),
      'apps:env/j.yaml': object('v1', 'Service', 'j', { spec: { clusterIP: '10.0.0.1' } }),
    },
    after: {
      ...base,
      'platform:root/env.yaml': env({ syncOptions: ['Replace=true', 'Force=true'] }),
      'apps:env/j.yaml': object('v1', 'Service', 'j', { spec: { clusterIP: '10.0.0.2' } }),
    },
    twin: {
      why: 'without force',
      says: ['disruptive IMMUTABLE_FIELD'],
      before: {
        ...base,
        'platform:root/env.yaml': env({ syncOptions: ['Replace=true'] }),
        'apps:env/j.yaml': object('v1', 'Service', 'j', { spec: { clusterIP: '10.0.0.1' } }),
      },
      after: {
        ...base,
        'platform:root/env.yaml': env({ syncOptions: ['Replace=true'] }),
        'apps:env/j.yaml': object('v1', 'Service', 'j', { spec: { clusterIP: '10.0.0.2' } }),
      },
    },
  },
  {
    name: 'a file of a kustomization changes',
    says: ['unknown EFFECT_UNKNOWN'],
    before: { ...base, 'apps:env/kustomization.yaml': 'resources: [a.yaml]\n' },
    after: {
      ...base,
      'apps:env/kustomization.yaml': 'resources: [a.yaml]\n',
      'apps:env/a.yaml': config('a', { data: {} }),
    },
    twin: {
      why: 'it is a plain folder',
      before: base,
      after: { ...base, 'apps:env/a.yaml': config('a', { data: {} }) },
    },
  },
  {
    name: 'a file that cannot be read as objects changes',
    says: ['unknown EFFECT_UNKNOWN'],
    before: { ...base, 'apps:env/t.yaml': 'a: {{ .x }}\n' },
    after: { ...base, 'apps:env/t.yaml': 'a: {{ .y }}\n' },
    twin: {
      why: 'Argo CD does not read it',
      before: { ...base, 'apps:env/t.md': 'x' },
      after: { ...base, 'apps:env/t.md': 'y' },
    },
  },
];
