import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { inputName } from '../../lib/templates/contract/contract.ts';
import { parseInputFile } from '../../lib/templates/contract/parse-input-file.ts';
import { parseValuesContract } from '../../lib/templates/contract/parse-values-contract.ts';

it('docs/templates.md shows contracts that are right', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/templates.md'), 'utf8');
  const [values = '', inputs = ''] = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
  const chart = parseValuesContract(values, 'values.yaml');
  expect(chart.diagnostics).toEqual([]);
  expect(chart.contract.inputs.map((input) => [inputName(input), input.description])).toEqual([
    ['site', 'Where samples are sent, by region'],
  ]);
  const tokens = parseInputFile(inputs, 'kubefirst.yaml');
  expect(tokens.diagnostics).toEqual([]);
  expect(tokens.contract.inputs.map(({ token, required }) => [token, required])).toEqual([['<WORKLOAD_CIDR>', false]]);
});
