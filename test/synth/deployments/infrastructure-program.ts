import {
  CatalogDeployment,
  type CatalogDeploymentProps,
  CatalogItem,
  CloudAccount,
  Environment,
  ManagementCluster,
  type Platform,
  SecretRef,
  Team,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { type Compilation, compile } from '../../../lib/compile.ts';
import type { CatalogItemType } from '../../../lib/model/declarations/catalog.ts';
import type { Targets } from '../../../lib/model/targets.ts';
import { libraryOf } from '../../tools/library.ts';
import { smallPlatform } from '../../tools/program.ts';
import { AGENT } from './agent-item.ts';

export const PLATFORM = 'acme-platform/retail';
export const APPLICATIONS = 'acme-retail/retail';
export const TERRAFORM = `${PLATFORM}:terraform/catalog/db`;
export const WORKSPACE = `${PLATFORM}:registry/clusters/mgmt/components/catalog/db/workspace.yaml`;
export const CONFIG = `${PLATFORM}:registry/clusters/mgmt/components/catalog/db/providerconfig.yaml`;
export const APPLICATION = `${PLATFORM}:registry/clusters/mgmt/catalog-db.yaml`;

export const PASSWORD = SecretRef.store('retail/db', 'password');

type Files = Readonly<Record<string, string>>;
type Values = NonNullable<CatalogDeploymentProps['values']>;

/** A small module: a token, variables of every kind, a file that is no Terraform. */
export const DATABASE: Files = {
  provider: `terraform {
  backend "s3" {
    bucket = "<PROJECT_STATE_STORE_BUCKET>"
    key    = "catalog/<DB_NAME>/terraform.tfstate"
    region = "<PROJECT_REGION>"
  }
}
`,
  'main.tf': `resource "terraform_data" "this" {
  input = "<DB_NAME>\${var.suffix}" # \${"a"} } {
}
`,
  'variables.tf': `# variable "commented" {}
variable "size" {
  description = "Size of it"
  type        = number
}

variable "tier" {
  type    = string
  default = "small"

  validation {
    condition     = contains(["small", "large"], var.tier)
    error_message = "Not \${var.tier}."
  }
}

variable "suffix" { default = "" }

variable "rules" {
  type = list(object({ port = number, from = optional(list(string), ["10.0.0.0/8"]) }))
  default = []
}

variable "password" {
  type      = string
  sensitive = true
}
`,
  'files/init.yaml': 'packages: [a]\n',
};

/** The same beside a chart; the chart's `dbName` is the token `<DB_NAME>`. */
export const HYBRID: Files = {
  ...Object.fromEntries(Object.entries(AGENT).map(([path, text]) => [`yaml/${path}`, text])),
  'yaml/values.yaml': `${AGENT['values.yaml']}
# @input.type: string
# @input.required: true
dbName: ""
`,
  'yaml/templates/secret.yaml': `${AGENT['templates/secret.yaml']}      # {{ .Values.dbName }}\n`,
  ...Object.fromEntries(Object.entries(DATABASE).map(([path, text]) => [`iac/${path}`, text])),
};

export interface ProgramOptions {
  readonly type?: CatalogItemType;
  readonly values?: Values;
  readonly infrastructureValues?: Values;
  readonly team?: boolean;
  /** Whether it is deployed at all. */
  readonly deployed?: boolean;
  readonly environments?: 1 | 2;
  readonly account?: boolean;
  readonly releases?: readonly string[];
  /** The environment `dev`, or both clusters and what is on them, are no longer declared. */
  readonly devGone?: boolean;
  readonly clusterGone?: boolean;
  readonly targets?: Partial<Targets>;
  /** What else the program says; it is given the platform and the first release. */
  readonly also?: (platform: Platform, release: CatalogDeployment | undefined) => void;
}

const CHART_VALUES: Values = {
  site: 'eu',
  apiKey: SecretRef.store('konstruct/shared/agent', 'api-key'),
  dbName: 'shop',
};

/** A cluster `lon1` with two environments, and the release `db` on it. */
export function infrastructureProgram(options: ProgramOptions = {}) {
  const { type = 'Infrastructure', values, infrastructureValues, team, deployed = true, environments = 1 } = options;
  const { app, platform, retail } = smallPlatform({ ...(options.targets && { targets: options.targets }) });
  if (options.clusterGone === true) return app;
  const dev = options.devGone === true ? undefined : new Environment(retail, 'dev');
  const staging = new Environment(platform, 'staging');
  const roleArn = 'arn:aws:iam::111111111111:role/terraform';
  const account =
    options.account === false
      ? {}
      : { cloudAccount: new CloudAccount(retail, 'aws', { provider: 'aws', accountId: '111111111111', roleArn }) };
  const region = 'eu-west-1';
  const management = new ManagementCluster(retail, 'mgmt', { region, stateStoreBucket: 'acme-state', ...account });
  const cluster = new WorkloadCluster(retail, 'lon1', {
    management,
    environments: dev === undefined ? [staging] : [dev, staging],
  });
  const item = new CatalogItem(platform, 'database', { source: { folder: './database' }, type });
  const payments = new Team(retail, 'payments', { roles: { 'acme-payments': 'Developer' } });
  let first: CatalogDeployment | undefined;
  if (deployed && dev !== undefined) {
    for (const name of options.releases ?? ['db']) {
      const release = new CatalogDeployment(retail, name, {
        item,
        cluster,
        environments: environments === 1 ? [dev] : [dev, staging],
        ...(team === true && { teams: [payments] }),
        values: values ?? (type === 'Infrastructure' ? {} : CHART_VALUES),
        infrastructureValues: infrastructureValues ?? {
          ...(type === 'Infrastructure' && { DB_NAME: 'shop' }),
          size: 3,
          password: PASSWORD,
        },
      });
      first ??= release;
    }
  }
  options.also?.(platform, first);
  return app;
}

export function infrastructureLibrary(type: CatalogItemType = 'Infrastructure', files?: Files) {
  return libraryOf({ './database': files ?? (type === 'Infrastructure' ? DATABASE : HYBRID) });
}

export async function compiled(options: ProgramOptions = {}, files?: Files): Promise<Compilation> {
  return compile(infrastructureProgram(options), { library: await infrastructureLibrary(options.type, files) });
}
