import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { HelmRelease } from '../../lib/templates/helm/chart/helm-release.ts';

/** The real Helms, where `.ci/fetch-helm` puts them. The conformance run fails without them. */
export const HELM_BINARIES: readonly { readonly release: HelmRelease; readonly binary: string }[] = [
  { release: '3.17', binary: fetched('kcdk-tools') },
  { release: '4.1', binary: fetched('kcdk-tools-4') },
];

// --- internal ---

function fetched(folder: string): string {
  const binary = join(import.meta.dirname, '../../node_modules/.cache', folder, 'helm');
  accessSync(binary, constants.X_OK);
  return binary;
}
