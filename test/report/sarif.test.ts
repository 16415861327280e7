import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { error } from '../../lib/diagnostics/diagnostic.ts';
import { toSarif } from '../../lib/report/sarif.ts';
import { manifest, manifests, plan, settled } from '../plan/world.ts';
import { compileSchema } from '../tools/sarif-schema.ts';
import { hostilePlans } from './hostile-plan.ts';

describe('toSarif', () => {
  test('has the shape of SARIF 2.1.0, whatever is in the plan', () => {
    const validate = compileSchema();
    fc.assert(
      fc.property(hostilePlans, (document) => {
        const log = toSarif(document, { folder: 'platform' });
        expect(validate(JSON.parse(JSON.stringify(log))) ? [] : validate.errors).toEqual([]);
        for (const { ruleId, ruleIndex } of log.runs[0]?.results ?? []) {
          expect(log.runs[0]?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
        }
        expect(log.runs[0]?.results.length).toBe(document.diagnostics.length + (document.impact?.length ?? 0));
      }),
      { numRuns: 60 },
    );
  });

  test('puts findings on the line of the program, below the root of its repository', async () => {
    const world = await settled({
      'apps/gone.yaml': manifests([cascading('gone')], 'acme/gone'),
      'apps/stay.yaml': manifests([cascading('stay')], 'acme/stay'),
    });
    const stay = manifests([cascading('stay')], 'acme/stay');
    const { plan: document } = await plan({ ...world, wanted: { 'apps/stay.yaml': stay } });
    const source = { file: 'main.ts', line: 7, column: 3 };
    const related = [{ message: 'the other one', source: { file: '../shared/x y.ts', line: 1, column: 1 } }];
    const diagnostics = [error('DRIFT', { source, related })];
    const results = toSarif({ ...document, diagnostics }, { folder: 'infra/platform' }).runs[0]?.results ?? [];
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['DRIFT', 'error'],
      ['APPLICATION_CASCADE', 'error'],
    ]);
    expect(results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'infra/platform/main.ts', uriBaseId: 'SRCROOT' },
      region: { startLine: 7, startColumn: 3 },
    });
    expect(results[0]?.relatedLocations?.[0]?.physicalLocation.artifactLocation.uri).toBe('infra/shared/x%20y.ts');
    expect(results[1]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('infra/platform/cdk8s.yaml');
    expect(results[1]?.locations[0]?.logicalLocations?.[0]?.fullyQualifiedName).toBe('acme/gone');
  });

  test('keeps the fingerprint of a finding when its line moves', () => {
    const at = (line: number) => ({
      ...EMPTY,
      diagnostics: [error('DRIFT', { source: { file: 'a', line, column: 1 } })],
    });
    const [one, two] = [at(1), at(9)].map((document) => toSarif(document, { folder: '' }).runs[0]?.results[0]);
    expect(one?.partialFingerprints).toEqual(two?.partialFingerprints);
  });
});

// --- internal ---

const EMPTY = {
  format_version: '1.2',
  kcdk_version: '0.1.0',
  project: 'acme',
  complete: true,
  applyable: false,
  digest: `sha256:${'0'.repeat(64)}`,
  summary: { add: 0, change: 0, destroy: 0, move: 0, adopt: 0 },
  repositories: [],
  resource_changes: [],
  phases: [],
};

function cascading(name: string) {
  const metadata = { name, namespace: 'argocd', finalizers: ['resources-finalizer.argocd.argoproj.io'] };
  return manifest('Application', name, { metadata, spec: { source: { path: 'x' }, destination: { name: 'c' } } });
}
