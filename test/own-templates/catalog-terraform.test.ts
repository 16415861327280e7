import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readContract } from '../../lib/templates/contract/read-contract.ts';
import { renderTokenTemplate } from '../../lib/templates/tokens/render-token-template.ts';
import { readOwn } from './render-own.ts';

const TOKENS = new Map([
  ['<PROJECT_STATE_STORE_BUCKET>', 'acme-state'],
  ['<PROJECT_REGION>', 'eu-west-1'],
  ['<PROJECT_AWS_ACCOUNT_ID>', '111111111111'],
  ['<PROJECT_ASSUME_ROLE>', 'arn:aws:iam::111111111111:role/terraform'],
  ['<S3_NAME>', 'acme-files'],
  ['<BUCKET_NAME>', 'acme-logs'],
]);
const FOLDERS = ['catalog/s3', 'catalog/datadog-with-s3/iac'];
const { TF_CLI_CONFIG_FILE: _, ...inherited } = process.env;
const environment = { ...inherited, CHECKPOINT_DISABLE: '1' };
const hasTerraform = spawnSync('terraform', ['version'], { env: environment }).status === 0;

describe.each(FOLDERS)('the Terraform of %s', (folder) => {
  it('has the four files of an item', async () => {
    expect([...(await readOwn(folder)).keys()]).toEqual(['main.tf', 'outputs.tf', 'provider', 'variables.tf']);
  });

  it('is complete once its tokens are replaced', async () => {
    const { files, diagnostics } = renderTokenTemplate(await readOwn(folder), { values: TOKENS });
    expect(diagnostics).toEqual([]);
    // The state of two deployments never lies in one place.
    expect(files.get('provider')).toMatch(/key += "catalog\/[a-z0-9-]+\/acme-(?:files|logs)\/terraform\.tfstate"/);
  });

  it.skipIf(!hasTerraform)('is formatted as Terraform formats it, before and after', async () => {
    const template = await readOwn(folder);
    for (const files of [template, renderTokenTemplate(template, { values: TOKENS }).files]) {
      for (const [path, text] of files) {
        const run = spawnSync('terraform', ['fmt', '-'], { input: text, encoding: 'utf8', env: environment });
        expect(run.status, run.stderr).toBe(0);
        expect(run.stdout, path).toBe(text);
      }
    }
  });
});

it('asks for the name of the bucket alone, beside what the platform supplies', async () => {
  const { contract } = readContract(await readOwn('catalog/s3'));
  const asked = contract.inputs.map(({ token, required }) => [token, required]);
  expect(asked).toEqual([['<S3_NAME>', true]]);
});

it('gives chart and Terraform of a Hybrid item one name of the bucket', async () => {
  const { contract } = readContract(await readOwn('catalog/datadog-with-s3'));
  expect(contract.inputs.filter(({ token }) => token !== undefined)).toEqual([]);
  expect(contract.inputs.map(({ path }) => path.join('.'))).toContain('bucketName');
});
