import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputName, mustBeGiven } from '../../lib/templates/contract/contract.ts';
import { readContract } from '../../lib/templates/contract/read-contract.ts';
import { readOwn, TEMPLATES } from './render-own.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/our-clusters.md'), 'utf8');
const table = page.slice(0, page.indexOf('## Where files go'));
const rows = new Map(
  [...table.matchAll(/^\| `([a-z/-]+)` \| ([a-z-]+) \| (.*?) \| .* \|$/gm)].map(
    ([, template = '', type = '', inputs = '']) => [template, { type, inputs }] as const,
  ),
);

describe('docs/our-clusters.md', () => {
  it('has a row for every template', () => {
    const root = join(TEMPLATES, 'cluster-templates');
    const found = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter(({ name }) => name === 'Chart.yaml' || name === 'kubefirst.yaml')
      .map(({ parentPath }) => relative(root, parentPath));
    expect([...rows.keys()].sort()).toEqual(found.sort());
  });

  it.each([...rows])('names the type and the inputs of %s', async (template, { type, inputs }) => {
    const { contract } = readContract(await readOwn(`cluster-templates/${template}`));
    expect(contract.clusterType).toBe(type);
    const names = contract.inputs.map(inputName);
    const named = [...inputs.matchAll(/`([\w.]+)`/g)].map(([, name]) => name);
    if (inputs.startsWith('as ')) expect(names).toEqual(await namesOf(/`(.*)`/.exec(inputs)?.[1] ?? ''));
    else if (/^\d/.test(inputs)) {
      expect(names.length).toBe(Number.parseInt(inputs, 10));
      for (const name of named) expect(names).toContain(name);
    } else expect(named).toEqual(names);
    const needed = contract.inputs.filter(mustBeGiven).map(inputName);
    expect(needed).toEqual(template === 'google/workload' ? ['googleProject'] : []);
  });

  it('names the values that the platform has to supply', async () => {
    const needs = new Map(
      [...page.slice(table.length).matchAll(/^\| `([a-z/-]+)` \| ((?:`\w+`(?:, )?)+) \|$/gm)].map(
        ([, template = '', names = '']) => [template, names.replaceAll('`', '').split(', ')] as const,
      ),
    );
    expect([...needs.keys(), 'civo/workload-tokens'].sort()).toEqual([...rows.keys()].sort());
    for (const [template, names] of needs) {
      const file = (await readOwn(`cluster-templates/${template}`)).get('templates/_platform-values.tpl');
      expect([...String(file).matchAll(/^ +"(\w+)" \.Values/gm)].map(([, name]) => name)).toEqual(names);
    }
  });

  it('explains every value that no form asks for', async () => {
    const values = new Set<string>();
    for (const template of rows.keys()) {
      const { contract } = readContract(await readOwn(`cluster-templates/${template}`));
      for (const { path } of contract.plain) values.add(path[0] ?? '');
    }
    // A place for values of another chart, and the Secret of one provider, are explained where they stand.
    const explained = ['clusterType', 'konstruct', 'cloudCredentials'];
    expect([...values].filter((name) => !explained.includes(name) && !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('links to pages that are there', () => {
    for (const [, link = ''] of page.matchAll(/\]\(([a-z-]+\.md)\)/g)) {
      expect(existsSync(join(import.meta.dirname, '../../docs', link))).toBe(true);
    }
  });
});

async function namesOf(template: string): Promise<readonly string[]> {
  return readContract(await readOwn(`cluster-templates/${template}`)).contract.inputs.map(inputName);
}
