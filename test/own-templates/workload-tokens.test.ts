import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readContract } from '../../lib/templates/contract/read-contract.ts';
import { findTokens } from '../../lib/templates/tokens/find-tokens.ts';
import { renderTokenTemplate } from '../../lib/templates/tokens/render-token-template.ts';
import type { TokenValues } from '../../lib/templates/tokens/replace-tokens.ts';
import { hasCrds, loadCrdValidators } from '../tools/crd-schemas.ts';
import { expectGolden } from '../tools/golden.ts';
import { type OwnObject, objectsOf, readOwn, waveOf } from './render-own.ts';

const TEMPLATE = 'cluster-templates/civo/workload-tokens';

const SUPPLIED: readonly (readonly [string, string])[] = [
  ['<CLOUD_ACCOUNT_NAME>', 'acme-civo'],
  ['<ENV_NAME>', 'staging-global'],
  ['<GITOPS_REPO_URL>', 'https://github.com/acme-platform/retail-gitops'],
  ['<PROJECT_CLUSTER_NAME>', 'retail-mgmt'],
  ['<PROJECT_REGION>', 'lon1'],
  ['<PROJECT_STATE_STORE_BUCKET>', 'acme-retail-state'],
  ['<TEAM_GITOPS_REPO_URL>', 'https://github.com/acme-retail/retail-gitops'],
  ['<WORKLOAD_CLUSTER_NAME>', 'lon1-dev'],
  ['<WORKLOAD_CLUSTER_REGION>', 'lon1'],
  ['<WORKLOAD_NODE_COUNT>', '3'],
  ['<WORKLOAD_NODE_TYPE>', 'g4s.kube.medium'],
];

const ANNOTATIONS = [
  'kubernetes.civo.com/loadbalancer-algorithm: least_connections',
  'kubernetes.civo.com/firewall-id: "6f1d"',
].join('\n');

const CASES: readonly { readonly name: string; readonly values: TokenValues }[] = [
  { name: 'minimal', values: new Map([...SUPPLIED, ['<LOAD_BALANCER_ANNOTATIONS>', '']]) },
  { name: 'full', values: new Map([...SUPPLIED, ['<LOAD_BALANCER_ANNOTATIONS>', ANNOTATIONS]]) },
];

describe('the token files of a workload cluster on Civo', () => {
  it('ask for what the platform does not supply', async () => {
    const { contract, diagnostics } = readContract(await readOwn(TEMPLATE));
    expect(diagnostics).toEqual([]);
    expect(contract).toMatchObject({ format: 'input-file', file: 'kubefirst.yaml', clusterType: 'physical' });
    expect(contract.inputs.map(({ token, required }) => [token, required])).toEqual([
      ['<LOAD_BALANCER_ANNOTATIONS>', false],
    ]);
  });

  it.each(CASES)('become the files that are committed: $name', async ({ name, values }) => {
    const files = await render(values);
    expectGolden(join(import.meta.dirname, 'expected', TEMPLATE, name), files);
    expect(Object.values(files).flatMap(findTokens)).toEqual([]);
  });

  it('take whole lines for a token that stands alone, and none for an empty one', async () => {
    const annotationsOf = async ({ values }: (typeof CASES)[number]) => {
      const nginx = objectsOf(await render(values)).find(({ file }) => file === '30-ingress-nginx.yaml');
      return nginx?.spec.source.helm.valuesObject.controller.service.annotations;
    };
    const [minimal, full] = await Promise.all(CASES.map(annotationsOf));
    expect(minimal).toBeNull();
    expect(full).toEqual({
      'kubernetes.civo.com/loadbalancer-algorithm': 'least_connections',
      'kubernetes.civo.com/firewall-id': '6f1d',
    });
  });

  it('leave the expressions of External Secrets alone', async () => {
    const files = await render(CASES[0]?.values ?? new Map());
    expect(files['20-argocd-connection.yaml']).toContain('"caData": "{{ .cluster_ca_certificate | b64enc }}"');
  });

  it('have the waves, projects and destinations of the first Civo template', async () => {
    const objects = objectsOf(await render(CASES[1]?.values ?? new Map()));
    const rows = objects
      .filter(({ file }) => !file.includes('/'))
      .map((object) => [object.file, waveOf(object), to(object)]);
    expect(rows).toEqual([
      ['0-providerconfig.yaml', 0, 'default in-cluster/crossplane-system'],
      ['10-infrastructure.yaml', 10, 'default in-cluster/lon1-dev'],
      ['20-argocd-connection.yaml', 20, 'ExternalSecret'],
      ['30-cert-manager.yaml', 30, 'lon1-dev-platform lon1-dev/cert-manager v1.14.4'],
      ['30-ingress-nginx.yaml', 30, 'lon1-dev-platform lon1-dev/ingress-nginx 4.12.1'],
      ['30-reloader.yaml', 30, 'lon1-dev-platform lon1-dev/reloader v1.0.10'],
      ['45-environment.yaml', 45, 'lon1-dev-environment in-cluster/lon1-dev-environment'],
      ['appproject-environment.yaml', -1, 'AppProject'],
      ['appproject-platform.yaml', -1, 'AppProject'],
      ['appproject.yaml', -1, 'AppProject'],
      ['registry-workload-cluster.yaml', 100, 'default https://kubernetes.default.svc/argocd'],
    ]);
  });

  it.skipIf(!hasCrds)('validate against the CRDs', async () => {
    const validators = loadCrdValidators();
    for (const { values } of CASES) {
      for (const { file, ...object } of objectsOf(await render(values))) {
        const validate = validators.get(`${object.apiVersion}/${object.kind}`);
        if (validate === undefined) expect(object.kind).toBe('Job');
        else expect(validate(object) || validate.errors, file).toBe(true);
      }
    }
  });
});

// --- internal ---

async function render(values: TokenValues): Promise<Readonly<Record<string, string>>> {
  const { files, diagnostics } = renderTokenTemplate(await readOwn(TEMPLATE), { values });
  expect(diagnostics).toEqual([]);
  return Object.fromEntries([...files].sort().map(([path, content]) => [path, String(content)]));
}

function to({ kind, spec }: OwnObject): string {
  if (kind !== 'Application') return kind;
  const { destination, source, project } = spec;
  const version = source.chart === undefined ? [] : [source.targetRevision];
  return [project, `${destination.name ?? destination.server}/${destination.namespace}`, ...version].join(' ');
}
