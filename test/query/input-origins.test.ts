import { expect, test } from 'vitest';
import { SecretRef } from '../../constructs/index.ts';
import { compile } from '../../lib/compile.ts';
import { inputOrigins } from '../../lib/query/input-origins.ts';
import { infrastructureLibrary, infrastructureProgram } from '../synth/deployments/infrastructure-program.ts';

test('says who decided what a line reads', async () => {
  const library = await infrastructureLibrary('Hybrid');
  const values = { site: 'eu', apiKey: SecretRef.store('konstruct/shared/agent', 'api-key'), dbName: 'shop' };
  const { model, diagnostics } = compile(infrastructureProgram({ type: 'Hybrid', values }), { library });
  expect(diagnostics).toEqual([]);
  if (model === undefined) throw new Error('no model');
  const inputs = ['site', 'clusterName', 'envName', 'replicas', 'resources.memory', '<PROJECT_REGION>', 'nothing'];
  const found = inputOrigins(model, library, 'acme/retail/db', inputs);
  expect(found.map(({ input, by, source }) => [input, by, source?.file])).toEqual([
    ['site', 'program', undefined],
    ['clusterName', 'platform', undefined],
    ['envName', 'platform', undefined],
    ['replicas', 'template', 'database/yaml/values.yaml'],
    ['resources.memory', 'template', 'database/yaml/values.yaml'],
    ['<PROJECT_REGION>', 'platform', undefined],
  ]);
  expect(inputOrigins(model, library, 'acme/retail/lon1', inputs)).toEqual([]);
});
