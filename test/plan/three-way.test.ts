import { describe, expect, test } from 'vitest';
import type { RepoPath } from '../../lib/model/repo-path.ts';
import { ledgerPath, serializeLedger } from '../../lib/plan/ledger.ts';
import { decideFile, type FileDecision, type OnDrift, type Ownership } from '../../lib/plan/three-way.ts';
import { blobId } from '../../lib/repository/blob-id.ts';
import { type Files, PROJECT, plan } from './world.ts';

/** Last written, now in git, wanted: every combination of absent (`-`) and three contents. */
const TABLE: Readonly<Record<string, FileDecision>> = {
  '---': 'unchanged',
  '--A': 'create',
  '--B': 'create',
  '--C': 'create',
  '-A-': 'unchanged',
  '-AA': 'not-owned',
  '-AB': 'not-owned',
  '-AC': 'not-owned',
  '-B-': 'unchanged',
  '-BA': 'not-owned',
  '-BB': 'not-owned',
  '-BC': 'not-owned',
  '-C-': 'unchanged',
  '-CA': 'not-owned',
  '-CB': 'not-owned',
  '-CC': 'not-owned',
  'A--': 'refresh',
  'A-A': 'drift',
  'A-B': 'drift',
  'A-C': 'drift',
  'AA-': 'delete',
  AAA: 'unchanged',
  AAB: 'update',
  AAC: 'update',
  'AB-': 'drift',
  ABA: 'drift',
  ABB: 'refresh',
  ABC: 'drift',
  'AC-': 'drift',
  ACA: 'drift',
  ACB: 'drift',
  ACC: 'refresh',
  'B--': 'refresh',
  'B-A': 'drift',
  'B-B': 'drift',
  'B-C': 'drift',
  'BA-': 'drift',
  BAA: 'refresh',
  BAB: 'drift',
  BAC: 'drift',
  'BB-': 'delete',
  BBA: 'update',
  BBB: 'unchanged',
  BBC: 'update',
  'BC-': 'drift',
  BCA: 'drift',
  BCB: 'drift',
  BCC: 'refresh',
  'C--': 'refresh',
  'C-A': 'drift',
  'C-B': 'drift',
  'C-C': 'drift',
  'CA-': 'drift',
  CAA: 'refresh',
  CAB: 'drift',
  CAC: 'drift',
  'CB-': 'drift',
  CBA: 'drift',
  CBB: 'refresh',
  CBC: 'drift',
  'CC-': 'delete',
  CCA: 'update',
  CCB: 'update',
  CCC: 'unchanged',
};

/** What drift is once it may be overwritten. */
function overwritten(states: string): FileDecision {
  if (states[2] === '-') return 'delete';
  return states[1] === '-' ? 'create' : 'update';
}

function expected(states: string, ownership: Ownership, onDrift: OnDrift): FileDecision {
  const decision = TABLE[states] ?? 'unchanged';
  if (decision === 'not-owned' && ownership === 'adopt') return 'adopt';
  if (decision !== 'drift' || onDrift === 'refuse') return decision;
  return onDrift === 'keep' ? 'keep' : overwritten(states);
}

const OWNERSHIPS: readonly Ownership[] = ['strict', 'adopt'];
const ON_DRIFT: readonly OnDrift[] = ['refuse', 'overwrite', 'keep'];

function contentOf(state: string | undefined): string | undefined {
  return state === '-' || state === undefined ? undefined : `content ${state}\n`;
}

describe('the three-way table', () => {
  test('has every combination', () => {
    expect(Object.keys(TABLE)).toHaveLength(64);
  });

  for (const ownership of OWNERSHIPS) {
    for (const onDrift of ON_DRIFT) {
      test.each(Object.keys(TABLE))(`%s with ${ownership} and ${onDrift}`, (states) => {
        const [last, now, wanted] = [...states].map((state) => (state === '-' ? undefined : state));
        const { decision, drifted } = decideFile({ last, now, wanted }, { ownership, onDrift });
        expect(decision).toBe(expected(states, ownership, onDrift));
        expect(drifted).toBe(TABLE[states] === 'drift');
      });
    }
  }
});

describe('the table through the whole plan', () => {
  const path = 'registry/file.txt';
  const other = { blob: blobId('other', 'sha1'), address: 'acme/app' };

  for (const ownership of OWNERSHIPS) {
    for (const onDrift of ON_DRIFT) {
      test(`with ${ownership} and ${onDrift}`, async () => {
        for (const states of Object.keys(TABLE)) {
          const [last, now, wanted] = [...states].map(contentOf);
          const owned = new Map([['registry/other.txt' as RepoPath, other]]);
          if (last !== undefined) owned.set(path as RepoPath, { blob: blobId(last, 'sha1'), address: 'acme/app' });
          const files: Record<string, string> = {
            'registry/other.txt': 'other',
            [ledgerPath(PROJECT)]: serializeLedger({ project: PROJECT, files: owned, records: [] }),
          };
          if (now !== undefined) files[path] = now;
          const want: Record<string, string> = { 'registry/other.txt': 'other' };
          if (wanted !== undefined) want[path] = wanted;
          const planned = await plan({ files: files as Files, wanted: want, options: { ownership, onDrift } });
          const decision = expected(states, ownership, onDrift);
          const verdict = planned.comparison?.files.find((file) => file.path === path);
          expect([states, verdict?.decision ?? 'unchanged']).toEqual([states, decision]);
          const errors = planned.plan.diagnostics.filter((one) => one.severity === 'error').map((one) => one.code);
          expect(errors).toEqual(decision === 'drift' ? ['DRIFT'] : decision === 'not-owned' ? ['NOT_OWNED'] : []);
          const writes = ['create', 'update', 'delete', 'adopt', 'refresh'].includes(decision);
          expect([states, planned.plan.applyable]).toEqual([states, writes]);
          const change = planned.plan.repositories[0]?.files.find((file) => file.path === path);
          if (change !== undefined) {
            expect(change.before).toBe(now === undefined ? null : blobId(now, 'sha1'));
            expect(change.after).toBe(wanted === undefined ? null : blobId(wanted, 'sha1'));
            expect(change.drifted).toBe(TABLE[states] === 'drift');
          }
        }
      });
    }
  }
});
