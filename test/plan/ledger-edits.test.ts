import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hold } from '../../lib/model/hold.ts';
import type { RepoPath } from '../../lib/model/repo-path.ts';
import { type Ledger, serializeLedger } from '../../lib/plan/ledger.ts';
import { repairLedger } from '../../lib/plan/ledger-edits.ts';
import { parseLedger } from '../../lib/plan/parse-ledger.ts';
import { snapshotOf } from './world.ts';

const BLOB = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);
const FOLDER = 'registry/environments/dev/lon1/.gitkeep' as RepoPath;

const hold: Hold = {
  path: 'registry/environments/dev/lon1/',
  when: 'remove',
  gate: {
    kind: 'argocd-drained',
    cluster: 'mgmt',
    application: 'lon1-dev',
    namespace: 'argocd',
    children: 'lon1-environment',
    source: { repoURL: 'https://git.example.com/apps', path: 'registry/environments/dev/lon1' },
  },
  trigger: { repository: 'acme/retail', path: 'registry/clusters/lon1/45-env-dev.yaml' },
};

const ledger: Ledger = {
  project: 'acme',
  files: new Map([
    [FOLDER, { blob: BLOB, address: 'acme/retail/lon1', protect: true }],
    ['main.tf' as RepoPath, { blob: BLOB, address: 'acme/retail/shop', scaffold: true }],
    [
      'a.yaml' as RepoPath,
      {
        blob: BLOB,
        address: 'acme/retail/lon1',
        wanted: OTHER,
        kept: [{ path: ['spec', 'replicas'], kind: 'Deployment' }],
      },
    ],
  ]),
  records: [{ kind: 'environment', namespace: 'retail', name: 'dev', address: 'acme/retail/dev' }],
  holds: [hold, { path: 'registry/environments/dev/lon1/keep.yaml', when: 'remove' }],
};

const repaired = (text: string) => repairLedger(text, 'acme', snapshotOf({})).ledger;

describe('a ledger that is repaired', () => {
  it('keeps what waits for gates, what is protected, scaffolded, and left to others', () => {
    const broken = serializeLedger(ledger).replace(/sha256:[0-9a-f]{4}/, 'sha256:0000');
    expect(parseLedger(broken, { repository: 'r', project: 'acme', objectFormat: 'sha1' }).ledger).toBeUndefined();
    expect(serializeLedger(repaired(broken))).toBe(serializeLedger(ledger));
  });

  it('keeps the holds of both sides of a merge', () => {
    const [first = '', second = ''] = serializeLedger(ledger)
      .split('\n')
      .filter((line) => line.includes('"when":'));
    const merged = ['<<<<<<< ours', first, '=======', second.replace(/,$/, ''), '>>>>>>> theirs'].join('\n');
    expect(repaired(merged).holds).toHaveLength(2);
  });

  it.each([
    ['a path outside of the repository', { ...hold, path: '../x/' }],
    ['a path of git', { ...hold, path: '.git/config' }],
    ['a gate of no known kind', { ...hold, gate: { kind: 'shell', command: 'rm' } }],
    ['a name that is none', { ...hold, gate: { ...hold.gate, cluster: 'a/../b' } }],
  ])('takes no hold with %s', (_, bad) => {
    expect(repaired(`    ${JSON.stringify(bad)}`).holds).toBeUndefined();
  });

  it('can be read, whatever was cut out of it', () => {
    const text = serializeLedger(ledger);
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(text.length), (a, b) => {
        const cut = text.slice(0, Math.min(a, b)) + text.slice(Math.max(a, b));
        const again = serializeLedger(repaired(cut));
        const context = { repository: 'r', project: 'acme', objectFormat: 'sha1' } as const;
        expect(parseLedger(again, context).diagnostics).toEqual([]);
      }),
    );
  });
});
