import { expect, test } from 'vitest';
import { SecretRef } from '../../constructs/index.ts';
import { compile } from '../../lib/compile.ts';
import { findUnusedInputs } from '../../lib/query/unused-inputs.ts';
import { DATABASE, infrastructureLibrary, infrastructureProgram } from '../synth/deployments/infrastructure-program.ts';

test('variables of Terraform are read where the module says so, whatever the template declares', async () => {
  const password = SecretRef.store('retail/db', 'password');
  const files = {
    ...DATABASE,
    'main.tf': `${DATABASE['main.tf']}output "size" { value = var.size }\noutput "p" { value = [for x in var.rules : x] }\n`,
  };
  const library = await infrastructureLibrary('Infrastructure', files);
  const infrastructureValues = { DB_NAME: 'shop', size: 3, tier: 'large', suffix: 'a', rules: [], password };
  const { model, diagnostics } = compile(infrastructureProgram({ infrastructureValues }), { library });
  expect(diagnostics).toEqual([]);
  if (model === undefined) throw new Error('no model');
  // `tier` is read by its own validation.
  expect(findUnusedInputs(model, library).map(({ name }) => name)).toEqual(['password']);
});
