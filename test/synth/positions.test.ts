import { expect, it } from 'vitest';
import {
  App,
  Environment,
  GitConnection,
  KubePrometheusStack,
  ManagementCluster,
  Organization,
  Platform,
  SecretRef,
  WorkloadCluster,
} from '../../constructs/index.ts';
import { compile } from '../../lib/compile.ts';

it('computes no position of a program without findings', () => {
  const { fileSets, diagnostics, asked } = compileCounting('https://git.example.com/acme/platform');
  expect(diagnostics).toEqual([]);
  expect(fileSets.length).toBe(3);
  expect(asked).toBe(0);
});

it('computes the position of a finding', () => {
  const { diagnostics, asked } = compileCounting('https://git.example.com/acme platform');
  expect(diagnostics).toContainEqual(
    expect.objectContaining({ code: 'REPOSITORY_URL_INVALID', source: { file: 'main.ts', line: 1, column: 1 } }),
  );
  expect(asked).toBeGreaterThan(0);
});

// --- internal ---

function compileCounting(url: string) {
  const app = new App();
  const acme = new Platform(app, 'acme', { domain: 'acme.dev', repository: { url } });
  const retail = new Organization(acme, 'retail', {
    git: GitConnection.pat({ organization: 'retail', credentials: SecretRef.vault('argocd/retail') }),
    platformRepository: { url: 'https://git.example.com/acme/retail' },
    applicationRepository: { url: 'https://git.example.com/retail/apps' },
  });
  new ManagementCluster(retail, 'mgmt');
  const cluster = new WorkloadCluster(retail, 'lon1', { environments: [new Environment(retail, 'dev')] });
  new KubePrometheusStack(cluster, 'monitoring');
  let asked = 0;
  const locate = () => {
    asked += 1;
    return { file: 'main.ts', line: 1, column: 1 };
  };
  return { ...compile(app, { locate }), asked };
}
