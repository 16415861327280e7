import { describe, expect, it } from 'vitest';
import type { CliIo, OutputStream } from '../../../cli/io.ts';
import { renderPhases } from '../../../cli/view/phases-view.ts';
import { createProgress } from '../../../cli/view/progress.ts';
import { statusText, unfinishedWork } from '../../../cli/view/status-view.ts';
import { createStyle } from '../../../cli/view/style.ts';
import { type Gate, gateId } from '../../../lib/model/gate.ts';
import type { PlanDocument, PlanPhase } from '../../../lib/plan/plan.ts';
import { plan } from '../../plan/world.ts';
import { drainedGate } from '../../tools/drained-gate.ts';

const drained = drainedGate();
const approval: Gate = { kind: 'approval', name: 'cutover', question: 'Told\u001b[31m everybody?' };

const gate = (one: Gate, pending = false) => ({ id: gateId(one), gate: one, pending });

async function withPhases(phases: readonly PlanPhase[]): Promise<PlanDocument> {
  const { plan: document } = await plan({ files: {}, wanted: {} });
  return { ...document, phases };
}

describe('phases', () => {
  it('are not told of a plan that has one', async () => {
    expect(renderPhases(await withPhases([{ id: 'apply', commits: ['a'] }]), createStyle(false))).toEqual([]);
  });

  it('say what is committed, what was done before, and what it waits for, harmlessly', async () => {
    const phases = [
      { id: 'phase-1', commits: [], gates: [gate(drained, true)] },
      { id: 'phase-2', commits: ['acme/retail', 'retail/apps'], gates: [gate(approval)] },
      { id: 'phase-3', commits: ['retail/apps'] },
    ];
    const lines = renderPhases(await withPhases(phases), createStyle(false));
    expect(lines).toHaveLength(8);
    expect(lines[1]).toBe('  1. is done already');
    expect(lines[2]).toContain('argocd/lon1-dev');
    expect(lines[3]).toBe('       argocd-drained:mgmt/argocd/lon1-dev');
    expect(lines[4]).toBe('  2. commits to acme/retail, retail/apps');
    expect(lines[6]).toBe('       approval:cutover');
    expect(lines.join('')).not.toContain('\u001b');
  });
});

describe('progress', () => {
  function recorder({ isTTY = false, env = {} }: { isTTY?: boolean; env?: CliIo['env'] } = {}) {
    const written: string[] = [];
    const stream: OutputStream = { write: (more) => void written.push(more), isTTY, columns: 40 };
    const stdin = { isTTY, question: () => Promise.reject(new Error('asked')) };
    const io: CliIo = { stdout: stream, stderr: stream, stdin, env, cwd: '/', signal: new AbortController().signal };
    return { io, text: () => written.join('') };
  }
  const waiting = { subject: 'Application argocd/lon1-dev', reasons: ['held by finalizer x'], fix: 'kubectl get x' };

  it('says once what is still there, why, and what unblocks it', () => {
    const { io, text } = recorder();
    const progress = createProgress(io, false);
    progress.show({ type: 'waiting', phase: 'phase-1', gates: [drained] });
    progress.observe(drained, { status: 'waiting', remaining: [waiting] });
    progress.observe(drained, { status: 'waiting', remaining: [waiting] });
    progress.observe(drained, { status: 'unreachable', reason: 'refused' });
    progress.observe(drained, { status: 'passed' });
    progress.end();
    const lines = text().trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toContain(gateId(drained));
    expect(lines[1]).toBe('  Application argocd/lon1-dev: held by finalizer x');
    expect(lines[2]).toBe('    kubectl get x');
    expect(lines[3]).toContain('refused');
    expect(lines[4]).toContain('passed');
  });

  it('lists some of very many', () => {
    const { io, text } = recorder();
    const remaining = Array.from({ length: 40 }, (_, index) => ({ subject: `Application ${index}`, reasons: ['x'] }));
    createProgress(io, false).observe(drained, { status: 'waiting', remaining });
    expect(text().trimEnd().split('\n')).toHaveLength(6);
    expect(text()).toContain('and 35 more');
  });

  it('makes what clusters say harmless', () => {
    const { io, text } = recorder();
    const remaining = [{ subject: 'Application \u001b[2J', reasons: ['a\nb'] }];
    createProgress(io, false).observe(drained, { status: 'waiting', remaining });
    expect(text()).not.toContain('\u001b');
    expect(text().trimEnd().split('\n')).toHaveLength(1);
  });

  it('says nothing when it is to be quiet', () => {
    const { io, text } = recorder();
    const progress = createProgress(io, true);
    progress.show({ type: 'waiting', phase: 'phase-1', gates: [drained] });
    progress.observe(drained, { status: 'waiting', remaining: [waiting] });
    progress.show({ type: 'checking', repository: 'a' });
    progress.end();
    expect(text()).toBe('');
  });

  it('writes over one line on a terminal that somebody watches, and nowhere else', () => {
    const event = { type: 'committing', repository: 'acme/retail', files: 3 } as const;
    const watched = recorder({ isTTY: true });
    createProgress(watched.io, false).show(event);
    expect(watched.text()).toContain('\u001b[2Kacme/retail');
    for (const other of [recorder(), recorder({ isTTY: true, env: { CI: 'true' } })]) {
      createProgress(other.io, false).show(event);
      expect(other.text()).toBe('');
    }
  });

  it('tells of every tenth race that was lost where nothing can be written over', () => {
    const { io, text } = recorder();
    const progress = createProgress(io, false);
    for (let attempt = 1; attempt <= 20; attempt++) progress.show({ type: 'retrying', repository: 'a', attempt });
    expect(text().trimEnd().split('\n')).toHaveLength(2);
  });
});

describe('status', () => {
  it('is none of a plan that begins', async () => {
    const phases = [{ id: 'phase-1', commits: ['a'], gates: [gate(drained)] }];
    expect(unfinishedWork(await withPhases(phases))).toEqual([]);
    expect(statusText([])).toBe('No unfinished work.\n');
  });

  it('names the gate, the files that wait, and since when', async () => {
    const document = await withPhases([
      { id: 'phase-1', commits: [], gates: [gate(drained, true)] },
      { id: 'phase-2', commits: ['apps'] },
    ]);
    const file = {
      action: 'delete',
      address: 'x',
      before: 'a',
      after: null,
      drifted: false,
      phase: 'phase-2',
    } as const;
    const repositories = [
      {
        name: 'apps',
        url: 'x',
        branch: 'main',
        base: null,
        object_format: 'sha1' as const,
        ledger: { path: 'l', before: null, after: null },
        contents_digest: null,
        files: [
          { ...file, path: 'a' },
          { ...file, path: 'b' },
          { ...file, path: 'c', phase: 'phase-3' },
        ],
      },
    ];
    const work = unfinishedWork({ ...document, repositories }, new Map([[gateId(drained), 1_700_000_000]]));
    expect(work).toEqual([
      {
        phase: 1,
        phases: 2,
        since: '2023-11-14T22:13:20Z',
        plan: null,
        wanted_again: false,
        gate: { id: gateId(drained), waits_until: expect.stringContaining('lon1-dev') },
        files: [
          { repository: 'apps', path: 'a', action: 'delete' },
          { repository: 'apps', path: 'b', action: 'delete' },
        ],
      },
    ]);
    expect(statusText(work)).toContain('since  2023-11-14T22:13:20Z');
    expect(unfinishedWork({ ...document, repositories })[0]?.since).toBeNull();
  });
});
