import { describe, expect, it } from 'vitest';
import { App, KubePrometheusStack, Platform, type PlatformProps } from '../../constructs/index.ts';
import { checkSchemas } from '../../lib/check-schemas.ts';
import { compile } from '../../lib/compile.ts';
import type { Targets } from '../../lib/model/targets.ts';
import { infrastructureLibrary, infrastructureProgram } from '../synth/deployments/infrastructure-program.ts';

describe('settings of targets', () => {
  it.each<[string, object, readonly string[]]>([
    ['a version of External Secrets Operator', { targets: { externalSecrets: 'v2' } }, ['TARGET_UNKNOWN']],
    ['a version of Crossplane', { targets: { crossplane: 3 } }, ['TARGET_UNKNOWN']],
    ['a version as text', { targets: { argocd: '3' } }, ['TARGET_UNKNOWN']],
    ['an operator that is none', { targets: { externalSecret: 'v1' } }, ['TARGET_UNKNOWN']],
    ['every version', { targets: { externalSecrets: '', crossplane: 0, argocd: 1 } }, Array(3).fill('TARGET_UNKNOWN')],
    [
      'two settings that differ',
      { targets: { externalSecrets: 'v1' }, externalSecretsApiVersion: 'external-secrets.io/v1beta1' },
      ['TARGETS_CONTRADICT'],
    ],
  ])('are refused for %s, at the platform', (_, props, codes) => {
    const { diagnostics } = compile(platform(props as Partial<PlatformProps>));
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    for (const { address, severity } of diagnostics) expect([address, severity]).toEqual(['acme', 'error']);
  });

  it.each<[string, Partial<PlatformProps>, Targets['externalSecrets']]>([
    ['nothing', {}, 'v1'],
    ['the older setting', { externalSecretsApiVersion: 'external-secrets.io/v1beta1' }, 'v1beta1'],
    ['the newer setting', { targets: { externalSecrets: 'v1beta1' } }, 'v1beta1'],
    [
      'both alike',
      { targets: { externalSecrets: 'v1beta1' }, externalSecretsApiVersion: 'external-secrets.io/v1beta1' },
      'v1beta1',
    ],
  ])('are known from %s', (_, props, expected) => {
    const { diagnostics, model } = compile(platform(props));
    expect(diagnostics).toEqual([]);
    expect(model?.platform.targets.externalSecrets).toBe(expected);
    expect(model?.platform.externalSecretsApiVersion).toBe(`external-secrets.io/${expected}`);
  });
});

const SETTINGS = (['v1', 'v1beta1'] as const).flatMap((externalSecrets) =>
  ([1, 2] as const).flatMap((crossplane) =>
    ([2, 3] as const).map((argocd): Targets => ({ externalSecrets, crossplane, argocd })),
  ),
);

describe('what our builders write', () => {
  it.each(SETTINGS)('is served by $externalSecrets, Crossplane $crossplane and Argo CD $argocd', async (targets) => {
    const app = infrastructureProgram({ targets });
    new KubePrometheusStack(app.node.findChild('acme').node.findChild('retail').node.findChild('lon1'), 'monitoring');
    const compilation = compile(app, { library: await infrastructureLibrary() });
    expect(compilation.diagnostics).toEqual([]);
    const found = await checkSchemas(compilation.fileSets, { root: '/project' });
    expect(found).toEqual([]);
    const documents = compilation.fileSets.flatMap(({ files }) =>
      [...files.values()].flatMap((file) => file.documents ?? []),
    );
    const versions = (kind: string) => new Set(documents.flatMap((one) => (one.kind === kind ? [one.apiVersion] : [])));
    expect(versions('ExternalSecret')).toEqual(new Set([`external-secrets.io/${targets.externalSecrets}`]));
    // Both are of the cluster in Crossplane 1, and Crossplane 2 serves them as they were.
    expect(versions('Workspace')).toEqual(new Set(['tf.upbound.io/v1beta1']));
    expect(versions('ProviderConfig')).toEqual(new Set(['tf.upbound.io/v1beta1']));
    expect(versions('ControllerConfig')).toEqual(new Set());
    expect(versions('Application')).toEqual(new Set(['argoproj.io/v1alpha1']));
  });
});

// --- internal ---

function platform(props: Partial<PlatformProps>): App {
  const app = new App();
  new Platform(app, 'acme', {
    domain: 'acme.dev',
    repository: { url: 'https://git.example.com/acme/platform' },
    ...props,
  });
  return app;
}
