import type { RuleCase } from './rule-case.ts';
import { application, object } from './rule-program.ts';

const TREE = 'acme/retail/lon1';
const destination = { name: 'in-cluster', namespace: 'lon1' };

const config = (name: string, backend: string) =>
  object('tf.upbound.io/v1beta1', 'ProviderConfig', name, { spec: { configuration: `terraform {\n${backend}\n}\n` } });
const s3 = (key: string, comment = '') =>
  `  ${comment}\n  backend "s3" {\n    bucket = "state" # of all\n    key    = "${key}"\n  }`;

/** Rules about what runs Terraform. */
export const TERRAFORM_CASES: readonly RuleCase[] = [
  {
    code: 'STATE_KEY_CLASH',
    what: 'no two ProviderConfigs keep their state in one place',
    good: ({ tree, folder }) => {
      tree('one', application('a', { destination }));
      folder(
        'a',
        config('one', s3('one/terraform.tfstate')),
        config('two', s3('two/terraform.tfstate')),
        // One key in two kinds of stores, and what only looks like a backend.
        config('three', '  backend "gcs" {\n    bucket = "state"\n    prefix = "one/terraform.tfstate"\n  }'),
        config('four', '  # backend "s3" { key = "one/terraform.tfstate" }'),
        config('five', '  # backend "s3" { key = "one/terraform.tfstate" }'),
      );
    },
    bad: [
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('a', { destination }));
          folder('a', config('one', s3('a.tfstate')), config('two', s3('a.tfstate', '/* ours } */')));
        },
      ],
    ],
  },
];
