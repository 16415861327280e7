import { describe, expect, it } from 'vitest';
import { listBuiltInTemplates, readBuiltInTemplate } from '../../../lib/repository/template/read-built-in-template.ts';
import { type ContractMemory, openTemplate } from '../../../lib/templates/library/open-template.ts';

describe('a contract that is remembered', () => {
  it.each(listBuiltInTemplates())('is that of %s', async (path) => {
    const files = await readBuiltInTemplate(path);
    const { memory, reads } = fresh();
    const first = await openTemplate({ builtIn: path }, files, 'd', memory);
    const second = await openTemplate({ builtIn: path }, files, 'd', memory);
    expect(second.contract).toEqual(first.contract);
    expect(second.diagnostics).toEqual(first.diagnostics);
    expect(reads()).toEqual([undefined, expect.any(String)]);
  });

  it('tells the same findings', async () => {
    const files = new Map([
      ['Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n'],
      ['values.yaml', '# @input.type: nothing\ntitle: ""\n'],
    ]);
    const { memory } = fresh();
    const first = await openTemplate({ folder: 'web' }, files, 'd', memory);
    expect(first.diagnostics).not.toEqual([]);
    expect((await openTemplate({ folder: 'web' }, files, 'd', memory)).diagnostics).toEqual(first.diagnostics);
  });

  it('is none that JSON would change', async () => {
    const files = new Map([
      ['Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n'],
      ['values.yaml', '# @input.type: number\nmost: -0\n'],
    ]);
    const { memory, reads } = fresh();
    await openTemplate({ folder: 'web' }, files, 'd', memory);
    const { contract } = await openTemplate({ folder: 'web' }, files, 'd', memory);
    expect(contract.inputs[0]?.value?.data).toBe(-0);
    expect(reads()).toEqual([undefined, undefined]);
  });
});

// --- internal ---

function fresh(): { readonly memory: ContractMemory; readonly reads: () => readonly (string | undefined)[] } {
  let kept: string | undefined;
  const reads: (string | undefined)[] = [];
  const memory: ContractMemory = {
    get() {
      reads.push(kept);
      return kept;
    },
    put(text) {
      kept = text;
    },
  };
  return { memory, reads: () => reads };
}
