import { REVISION_ANNOTATION, REVISION_OUTPUT } from '../model/gate.ts';
import type { JsonObject, Manifest } from '../model/json.ts';
import { SYNC_WAVE_ANNOTATION } from './application.ts';

/** Where Crossplane runs, and the Secrets that it reads and writes are. */
export const CROSSPLANE_NAMESPACE = 'crossplane-system';

export interface WorkspaceOptions {
  /** Of the Workspace, its ProviderConfig, the Secret it reads and, with `-outputs`, the one it writes. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** Address of the module, as go-getter takes it. */
  readonly module: string;
  /** Changes with everything that the Workspace does. */
  readonly revision: string;
  /** Values of variables, as texts. */
  readonly variables: ReadonlyMap<string, string>;
  /** Values of variables that are lists and mappings. */
  readonly structures: JsonObject;
  /** Variables that come from the Secret, each from the key of its name. */
  readonly secrets: readonly string[];
}

/**
 * A Workspace of provider-terraform: a module of git with its variables. Its outputs go to a Secret, since some may be
 * secret.
 *
 * @see https://marketplace.upbound.io/providers/upbound/provider-terraform
 */
export function workspace(options: WorkspaceOptions): Manifest {
  const { name, labels, module, revision, variables, structures, secrets } = options;
  const env = secrets.map((secret) => ({
    name: `TF_VAR_${secret}`,
    secretKeyRef: { namespace: CROSSPLANE_NAMESPACE, name, key: secret },
  }));
  return {
    apiVersion: 'tf.upbound.io/v1beta1',
    kind: 'Workspace',
    metadata: {
      name,
      labels,
      annotations: { [SYNC_WAVE_ANNOTATION]: '10', [REVISION_ANNOTATION]: revision },
    },
    spec: {
      providerConfigRef: { name },
      forProvider: {
        source: 'Remote',
        module,
        // The provider keeps no trace of what it has looked at but the outputs: they tell which revision was applied.
        vars: [...variables, [REVISION_OUTPUT, revision] as const].map(([key, value]) => ({ key, value })),
        varmap: Object.keys(structures).length === 0 ? undefined : structures,
        env: env.length === 0 ? undefined : env,
      },
      writeConnectionSecretToRef: { namespace: CROSSPLANE_NAMESPACE, name: `${name}-outputs` },
    },
  };
}

/** The part of a module that hands the revision through: only what Terraform has applied is among its outputs. */
export const REVISION_MODULE = `# Says for which revision this was applied last, so that nothing takes an older state for it.
variable "${REVISION_OUTPUT}" {
  type    = string
  default = ""
}

output "${REVISION_OUTPUT}" {
  value = var.${REVISION_OUTPUT}
}
`;

export interface ProviderConfigOptions {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** HCL: where the state is kept, and the providers. */
  readonly configuration: string;
  /** Files beside those that every module gets: by name, the Secret with the file and its key. */
  readonly credentials: Readonly<Record<string, { readonly secret: string; readonly key: string }>>;
}

/**
 * What the module of a Workspace runs with. Every one gets the credentials of the organization's repositories.
 *
 * @see konstruct-templates v0.5.2, `provider-config/providerconfig.yaml`
 */
export function providerConfig({ name, labels, configuration, credentials }: ProviderConfigOptions): Manifest {
  const files = { '.git-credentials': { secret: 'git-credentials', key: 'creds' }, ...credentials };
  return {
    apiVersion: 'tf.upbound.io/v1beta1',
    kind: 'ProviderConfig',
    metadata: { name, labels, annotations: { [SYNC_WAVE_ANNOTATION]: '-1' } },
    spec: {
      configuration,
      pluginCache: false,
      credentials: [
        {
          filename: 'gen-nothing',
          source: 'None',
          secretRef: { namespace: CROSSPLANE_NAMESPACE, name: 'no-creds', key: 'creds' },
        },
        ...Object.entries(files).map(([filename, { secret, key }]) => ({
          filename,
          source: 'Secret',
          secretRef: { namespace: CROSSPLANE_NAMESPACE, name: secret, key },
        })),
      ],
    },
  };
}
