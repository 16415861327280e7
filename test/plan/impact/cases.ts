import { describe, expect, test } from 'vitest';
import { app, impactOf, object, type Tree, told, urlOf } from './platform.ts';

/** A case in which a rule speaks, with what it says, and a twin that differs in one point and in which it does not. */
export interface Case {
  readonly name: string;
  readonly says: readonly string[];
  readonly before: Tree;
  readonly after: Tree;
  readonly twin: {
    readonly why: string;
    readonly before?: Tree;
    readonly after?: Tree;
    readonly says?: readonly string[];
  };
}

export const config = (name: string, rest = {}) => object('v1', 'ConfigMap', name, { data: { a: 'b' }, ...rest });
export const root = (options = {}) => app('root', 'platform:root', options);
export const env = (options = {}) => app('env', 'apps:env', { to: 'env', cluster: 'lon1', ...options });
export const recursing = env({
  source: { repoURL: urlOf('apps'), path: 'env', directory: { recurse: true } },
});
export const secret = (name: string, rest = {}) =>
  object('external-secrets.io/v1', 'ExternalSecret', name, {
    spec: { secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' }, ...rest },
  });
export const project = (spec = {}) =>
  object('argoproj.io/v1alpha1', 'AppProject', 'lon1', {
    namespace: 'argocd',
    spec: {
      sourceRepos: [urlOf('apps')],
      destinations: [{ name: 'lon1', namespace: '*' }],
      sourceNamespaces: [],
      ...spec,
    },
  });
export const pod = (name: string, used: string) =>
  object('apps/v1', 'Deployment', name, {
    spec: { template: { spec: { volumes: [{ name: 'x', secret: { secretName: used } }] } } },
  });

export const base: Tree = {
  'platform:root/root.yaml': root(),
  'platform:root/env.yaml': env(),
  'apps:env/a.yaml': config('a'),
};
export const without = (tree: Tree, ...paths: readonly string[]): Tree =>
  Object.fromEntries(Object.entries(tree).filter(([path]) => !paths.includes(path)));

/** Runs each case and its twin. */
export function runCases(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const one of cases) {
      test(one.name, async () => {
        expect(told(await impactOf(one.before, one.after))).toEqual(one.says);
      });
      test(`${one.name}; but ${one.twin.why}`, async () => {
        const { before = one.before, after = one.after, says = [] } = one.twin;
        expect(told(await impactOf(before, after))).toEqual(says);
      });
    }
  });
}
