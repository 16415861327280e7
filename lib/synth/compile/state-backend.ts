import { CROSSPLANE_NAMESPACE } from '../../manifests/workspace.ts';
import type { CatalogDeployment } from '../../model/platform-model.ts';

/**
 * Where the state of a release is kept when its item does not say: in the bucket of the management cluster where AWS has
 * one, else in a Secret beside Crossplane, as provider-terraform advises. Without any it would be lost with the pod.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/kubernetes
 */
export function defaultBackend({ name, cluster: { management } }: CatalogDeployment): string {
  const { stateStoreBucket, region, cloudAccount } = management;
  if (cloudAccount?.spec.provider !== 'aws' || stateStoreBucket === undefined || region === undefined) {
    return backend('kubernetes', [
      ['secret_suffix', quote(`catalog-${name}`)],
      ['namespace', quote(CROSSPLANE_NAMESPACE)],
      ['in_cluster_config', 'true'],
    ]);
  }
  return backend('s3', [
    ['bucket', quote(stateStoreBucket)],
    ['key', quote(`terraform/catalog/${name}/terraform.tfstate`)],
    ['region', quote(region)],
    ['encrypt', 'true'],
  ]);
}

// --- internal ---

/** As `terraform fmt` writes it. */
function backend(type: string, settings: readonly (readonly [string, string])[]): string {
  const width = Math.max(...settings.map(([name]) => name.length));
  const lines = settings.map(([name, value]) => `    ${name.padEnd(width)} = ${value}`);
  return ['terraform {', `  backend "${type}" {`, ...lines, '  }', '}', ''].join('\n');
}

function quote(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, '$&$&');
}
