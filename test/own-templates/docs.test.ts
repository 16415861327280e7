import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputName } from '../../lib/templates/contract/contract.ts';
import { readContract } from '../../lib/templates/contract/read-contract.ts';
import { readOwn, TEMPLATES } from './render-own.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/our-catalog.md'), 'utf8');
const rows = new Map(
  [...page.matchAll(/^\| `([a-z0-9-]+)` \| (Application|Infrastructure|Hybrid) \|(.*)\|$/gm)].map(
    ([, item = '', type = '', rest = '']) => [item, { type, cells: rest.split('|') }] as const,
  ),
);

describe('docs/our-catalog.md', () => {
  it('has a row for every item', () => {
    expect([...rows.keys()].sort()).toEqual(readdirSync(join(TEMPLATES, 'catalog')).sort());
  });

  it.each([...rows])('says what %s is', async (item, { type, cells }) => {
    const files = await readOwn(`catalog/${item}`);
    const { contract } = readContract(files);
    const [charts = '', secrets = ''] = cells;
    const has = { chart: contract.format === 'helm', terraform: [...files.keys()].some((path) => /\.tf$/.test(path)) };
    expect(type).toBe(has.chart ? (has.terraform ? 'Hybrid' : 'Application') : 'Infrastructure');
    for (const [path, text] of files) {
      const [, repository, chart] = /repoURL: (?:https:\/\/)?([\w./-]+?)\/?\n\s+chart: (\S+)/.exec(String(text)) ?? [];
      if (path.includes('application') && chart !== undefined) expect(charts).toContain(`\`${repository}\` ${chart}`);
    }
    const names = contract.inputs.filter((input) => input.type === 'secret').map((input) => `\`${inputName(input)}\``);
    if (item === 'datadog-with-s3') expect(secrets).toContain('datadog-agent');
    else for (const name of names) expect(secrets).toContain(name);
    expect(names.length > 0).toBe(!secrets.includes('–'));
  });
});
