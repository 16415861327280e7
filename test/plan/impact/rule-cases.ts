import { base, type Case, config, env, recursing, root, without } from './cases.ts';
import { app } from './platform.ts';

export const ruleCases: readonly Case[] = [
  {
    name: 'an Application goes with its finalizer',
    says: ['destructive APPLICATION_CASCADE'],
    before: base,
    after: without(base, 'platform:root/env.yaml'),
    twin: {
      why: 'it says that it is not to be pruned',
      says: ['notice APPLICATION_CASCADE'],
      before: {
        ...base,
        'platform:root/env.yaml': env({ annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } }),
      },
    },
  },
  {
    name: 'an Application goes without its finalizer',
    says: ['notice APPLICATION_ORPHANS'],
    before: { ...base, 'platform:root/env.yaml': env({ finalizer: false }) },
    after: without(base, 'platform:root/env.yaml'),
    twin: { why: 'it stays', after: { ...base, 'platform:root/env.yaml': env({ finalizer: false }) } },
  },
  {
    name: 'a file of a folder goes',
    says: ['destructive OBJECTS_PRUNED'],
    before: { ...base, 'apps:env/b.yaml': config('b') },
    after: base,
    twin: {
      why: 'the Application does not prune',
      says: ['notice OBJECTS_PRUNED'],
      before: { ...base, 'apps:env/b.yaml': config('b'), 'platform:root/env.yaml': env({ prune: false }) },
      after: { ...base, 'platform:root/env.yaml': env({ prune: false }) },
    },
  },
  {
    name: 'a folder below one that is not recursed into',
    says: ['unknown EFFECT_UNKNOWN'],
    before: { ...base, 'apps:env/deep/b.yaml': config('b') },
    after: base,
    twin: {
      why: 'the Application recurses',
      says: ['destructive OBJECTS_PRUNED'],
      before: { ...base, 'platform:root/env.yaml': recursing, 'apps:env/deep/b.yaml': config('b') },
      after: { ...base, 'platform:root/env.yaml': recursing },
    },
  },
  {
    name: 'the source becomes another folder',
    says: ['destructive OBJECTS_PRUNED'],
    before: { ...base, 'apps:other/b.yaml': config('b') },
    after: {
      ...base,
      'apps:other/b.yaml': config('b'),
      'platform:root/env.yaml': app('env', 'apps:other', { to: 'env', cluster: 'lon1' }),
    },
    twin: {
      why: 'the other folder has the same objects',
      before: { ...base, 'apps:other/a.yaml': config('a') },
      after: {
        ...base,
        'apps:other/a.yaml': config('a'),
        'platform:root/env.yaml': app('env', 'apps:other', { to: 'env', cluster: 'lon1' }),
      },
    },
  },
  {
    name: 'an Application gets another name',
    says: ['destructive NAME_REUSED', 'destructive OBJECT_RECREATED'],
    before: base,
    after: { ...base, 'platform:root/env.yaml': app('renamed', 'apps:env', { to: 'env', cluster: 'lon1' }) },
    twin: {
      why: 'its label changes',
      after: { ...base, 'platform:root/env.yaml': env({ annotations: { note: 'x' } }) },
    },
  },
  {
    name: 'an object gets another namespace',
    says: ['destructive OBJECT_RECREATED'],
    before: { ...base, 'apps:env/a.yaml': config('a', { namespace: 'one' }) },
    after: { ...base, 'apps:env/a.yaml': config('a', { namespace: 'two' }) },
    twin: {
      why: 'only its data changes',
      after: { ...base, 'apps:env/a.yaml': config('a', { namespace: 'one', data: {} }) },
    },
  },
  {
    name: 'a resource goes from one Application to another',
    says: ['destructive HANDED_OVER'],
    before: {
      ...base,
      'platform:root/next.yaml': app('next', 'apps:next'),
      'apps:env/b.yaml': config('b'),
      'apps:next/c.yaml': config('c'),
    },
    after: {
      ...base,
      'platform:root/next.yaml': app('next', 'apps:next'),
      'apps:next/b.yaml': config('b'),
      'apps:next/c.yaml': config('c'),
    },
    twin: {
      why: 'it stays with its Application',
      after: {
        ...base,
        'platform:root/next.yaml': app('next', 'apps:next'),
        'apps:env/moved.yaml': config('b'),
        'apps:next/c.yaml': config('c'),
      },
    },
  },
  {
    name: 'an Application goes to another cluster',
    says: ['disruptive DESTINATION_CHANGED'],
    before: base,
    after: { ...base, 'platform:root/env.yaml': env({ cluster: 'lon2' }) },
    twin: {
      why: 'to another namespace, which is pruned',
      says: ['destructive DESTINATION_CHANGED'],
      after: { ...base, 'platform:root/env.yaml': env({ to: 'elsewhere' }) },
    },
  },
  {
    name: 'the URL of the own cluster becomes its name',
    says: [],
    before: {
      ...base,
      'platform:root/root.yaml': {
        ...root(),
        spec: {
          ...(root()['spec'] as object),
          destination: { server: 'https://kubernetes.default.svc', namespace: 'argocd' },
        },
      },
    },
    after: base,
    twin: {
      why: 'it was another',
      says: ['disruptive DESTINATION_CHANGED'],
      before: { ...base, 'platform:root/root.yaml': root({ cluster: 'elsewhere' }) },
    },
  },
  {
    name: 'the finalizer goes',
    says: ['notice FINALIZER_REMOVED'],
    before: base,
    after: { ...base, 'platform:root/env.yaml': env({ finalizer: false }) },
    twin: { why: 'it comes', before: { ...base, 'platform:root/env.yaml': env({ finalizer: false }) }, after: base },
  },
  {
    name: 'automated sync and pruning are turned on',
    says: ['disruptive SYNC_POLICY_CHANGED'],
    before: { ...base, 'platform:root/env.yaml': env({ automated: null }) },
    after: base,
    twin: {
      why: 'only self-healing is turned off',
      says: ['notice SYNC_POLICY_CHANGED'],
      before: base,
      after: { ...base, 'platform:root/env.yaml': env({ automated: { prune: true } }) },
    },
  },
  {
    name: 'automated sync that is off is called on',
    says: ['notice SYNC_POLICY_CHANGED'],
    before: base,
    after: { ...base, 'platform:root/env.yaml': env({ automated: { enabled: false, prune: true, selfHeal: true } }) },
    twin: {
      why: 'enabled is said',
      after: { ...base, 'platform:root/env.yaml': env({ automated: { enabled: true, prune: true, selfHeal: true } }) },
    },
  },
];
