import { expect, it } from 'vitest';
import { attestApply, attestPlan } from '../../lib/plan/attestation.ts';
import { manifest, manifests, plan } from './world.ts';

const planned = () =>
  plan({ files: { 'README.md': 'x' }, wanted: { 'a.yaml': manifests([manifest('Application', 'a')]) } });

it('a statement about a plan names the plan, what it writes and what it was made from', async () => {
  const { plan: document, snapshot } = await planned();
  const statement = attestPlan(document, { commit: 'c'.repeat(40) });
  expect(statement._type).toBe('https://in-toto.io/Statement/v1');
  expect(statement.subject).toEqual([
    { name: 'acme.kplan', digest: { sha256: document.digest.slice(7) } },
    { name: 'platform', digest: { sha256: document.repositories[0]?.contents_digest?.slice(7) } },
  ]);
  expect(statement.predicate).toMatchObject({
    project: 'acme',
    source: { digest: { gitCommit: 'c'.repeat(40) } },
    bases: [{ name: 'platform', branch: 'main', digest: { gitCommit: snapshot.commit } }],
    complete: true,
  });
});

it('a statement about an apply names its commits and the plan', async () => {
  const { plan: document } = await planned();
  const commits = [{ repository: 'platform', commit: 'd'.repeat(40) }];
  const statement = attestApply(document, { commit: undefined }, { commits, complete: true });
  expect(statement.subject).toEqual([{ name: 'platform', digest: { gitCommit: 'd'.repeat(40) } }]);
  expect(statement.predicate).toMatchObject({ plan: document.digest, source: null, complete: true });
});
