import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compileChart } from '../../../lib/templates/helm/compile-chart.ts';
import { renderChart } from '../../../lib/templates/helm/render-chart.ts';
import { mergeValues } from '../../../lib/templates/helm/values/merge-values.ts';
import { codeOf } from '../../tools/code-of.ts';
import { findTool } from '../../tools/find-tool.ts';

type Row = readonly [flag: '--set' | '--set-string', text: string, values: unknown];

/** What Helm 3.17 makes of each option; null where it refuses it. */
const ROWS: readonly Row[] = JSON.parse(readFileSync(join(import.meta.dirname, 'set-values.json'), 'utf8'));

const CHART = new Map([
  ['Chart.yaml', 'apiVersion: v2\nname: c\nversion: 1.0.0\n'],
  ['values.yaml', 'b: {x: 1, y: 2}\nlist: [1, 2]\n'],
  ['templates/a.yaml', 'kind: ConfigMap\nv: {{ toJson .Values | quote }}\n'],
]);

const helm = findTool('helm');
const folder = mkdtempSync(join(tmpdir(), 'kcdk-set-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('--set', () => {
  it.each(ROWS)('%s %j is what Helm makes of it', async (flag, text, values) => {
    const given = flag === '--set' ? { set: [text] } : { setStrings: [text] };
    if (values === null) expect(codeOf(() => mergeValues(given))).toBe('HELM_SET_INVALID');
    else expect(await valuesOf(mergeValues(given))).toEqual(values);
  });

  it.skipIf(helm === undefined)(
    `agrees with the Helm that is here${helm === undefined ? ' (skipped: none)' : ''}`,
    () => {
      for (const [path, text] of CHART) {
        mkdirSync(join(folder, path, '..'), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      // Every row would cost a process: a few of each kind tell whether the table is still true.
      for (const [flag, text, values] of ROWS.filter((_, index) => index % 7 === 0)) {
        expect({ text, values: ask(flag, text) }).toEqual({ text, values });
      }
    },
  );
});

describe('values files', () => {
  it('are laid over each other, and options over them', async () => {
    const values = mergeValues({
      files: [
        { name: 'a.yaml', text: 'b: {x: 5, z: 1}\nc: [1, 2]\n' },
        { name: 'b.yaml', text: 'b: {z: null}\nc: [3]\n' },
      ],
      set: ['b.x=6'],
      setStrings: ['d=6'],
    });
    expect(await valuesOf(values)).toEqual({ b: { x: 6, true: 2, z: null }, c: [3], d: '6', list: [1, 2] });
  });

  it.each([['a: [1'], ['- 1'], ['text']])('that hold %j are refused', (text) => {
    expect(codeOf(() => mergeValues({ files: [{ name: 'a.yaml', text }] }))).toBe('HELM_VALUES_INVALID');
  });
});

// --- internal ---

async function valuesOf(values: unknown): Promise<unknown> {
  const { manifests, diagnostics } = renderChart(await compileChart(CHART), { values, release: { name: 'r' } });
  expect(diagnostics).toEqual([]);
  return valuesIn(manifests[0]?.text ?? '');
}

function valuesIn(manifest: string): unknown {
  const [, quoted = ''] = /^v: (.*)$/m.exec(manifest) ?? [];
  return JSON.parse(JSON.parse(quoted));
}

function ask(flag: string, text: string): unknown {
  try {
    const argv = ['template', 'r', folder, flag, text];
    return valuesIn(execFileSync(helm ?? '', argv, { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
  } catch {
    return null;
  }
}
