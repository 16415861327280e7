// biome-ignore lint/correctness/noNodejsModules: a hash is a pure function of its input
import { hash } from 'node:crypto';
import { type Diagnostic, error, errorsOf } from '../../diagnostics/diagnostic.ts';
import { application, INFRASTRUCTURE_RETRY } from '../../manifests/application.ts';
import { externalSecret } from '../../manifests/external-secret.ts';
import { CROSSPLANE_NAMESPACE, providerConfig, REVISION_MODULE, workspace } from '../../manifests/workspace.ts';
import type { WorkspaceReadyGate } from '../../model/gate.ts';
import type { Hold } from '../../model/hold.ts';
import { isJsonObject, type Manifest } from '../../model/json.ts';
import { placeOf } from '../../model/origin.ts';
import type { CatalogDeployment, PlatformModel } from '../../model/platform-model.ts';
import type { PlatformRepository } from '../../model/repository-location.ts';
import { teamLabels } from '../../model/team-label.ts';
import type { LoadedTemplate, RenderedFile } from '../../templates/library/template-library.ts';
import { readBackend, readVariables } from '../../templates/terraform/module.ts';
import { type ResolvedVariables, resolveVariables } from '../../templates/terraform/resolve-variables.ts';
import { type Artifact, manifestFile, type RolloutPhase, realmOf, renderedFile } from '../artifact.ts';
import { infrastructureApplication } from '../drain.ts';
import { LAYOUT } from '../layout.ts';
import { type SuppliedValues, suppliedTokens, workloadValues } from './cluster-values.ts';
import { infrastructureInputs } from './infrastructure-inputs.ts';
import { makeStack } from './item-program.ts';
import { withMissingValues } from './missing-values.ts';
import { revisionOf } from './revision.ts';
import { defaultBackend } from './state-backend.ts';
import { terraformProblems } from './terraform-files.ts';

/** The Terraform of a release, as files. */
export interface Infrastructure {
  readonly artifacts: readonly Artifact[];
  /** What has to be true before what needs it is written. */
  readonly ready: Pick<Hold, 'gate' | 'trigger'>;
}

/**
 * The Terraform of a release: its files below `terraform/catalog/`, and in the tree of the management cluster a Workspace
 * that runs them, with its ProviderConfig, its secrets and the Application that syncs the three.
 *
 * @returns undefined where something is wrong, which is told
 */
export function compileInfrastructure(
  deployment: CatalogDeployment,
  template: LoadedTemplate | undefined,
  { platform }: PlatformModel,
  diagnostics: Diagnostic[],
): Infrastructure | undefined {
  const module =
    template === undefined
      ? stackModule(deployment, diagnostics)
      : templateModule(deployment, template, platform, diagnostics);
  return module && files(deployment, module, platform.externalSecretsApiVersion);
}

// --- internal ---

/** Terraform, ready to be written. */
interface Module {
  readonly files: readonly {
    readonly path: string;
    readonly text: string;
    readonly write: (repository: PlatformRepository, path: string) => Artifact;
  }[];
  /** HCL beside the module: backend and providers. */
  readonly configuration: string;
  readonly variables: ResolvedVariables;
}

function templateModule(
  deployment: CatalogDeployment,
  template: LoadedTemplate,
  platform: PlatformModel['platform'],
  diagnostics: Diagnostic[],
): Module | undefined {
  const { item, name, origin, cluster } = deployment;
  const { terraform } = template;
  if (terraform === undefined) {
    const summary = `Catalog item \`${item.name}\` is of type ${item.type}, and ${template.label} holds no Terraform`;
    diagnostics.push(error('TEMPLATE_KIND_DIFFERS', { summary, ...placeOf(item.origin) }));
    return undefined;
  }
  const inputs = infrastructureInputs(deployment, template.contract, terraform);
  const supplied = suppliedValues(deployment, workloadValues(cluster, platform));
  const values = new Map([...suppliedTokens(supplied), ...inputs.tokens]);
  diagnostics.push(...inputs.diagnostics);
  // What is missing was told, and would be told once more as a token that is left.
  if (errorsOf(inputs.diagnostics).length > 0) return undefined;
  const rendered = terraform.render({ values });
  diagnostics.push(
    ...withMissingValues(rendered.diagnostics, `The Terraform of deployment \`${name}\``, origin, supplied),
  );
  if (errorsOf(rendered.diagnostics).length > 0) return undefined;
  const problems = terraformProblems(deployment, template, rendered.files);
  diagnostics.push(...problems);
  if (problems.length > 0) return undefined;
  const sources = rendered.files.filter(({ path }) => path !== PROVIDER);
  return {
    files: sources.map((file) => ({
      path: file.path,
      text: file.text,
      write: (repository, path) => renderedFile(deployment, repository, path, file),
    })),
    configuration: configurationOf(deployment, rendered.files),
    variables: inputs.variables,
  };
}

/** One file of JSON, as cdktf writes it. */
function stackModule(deployment: CatalogDeployment, diagnostics: Diagnostic[]): Module | undefined {
  const stack = makeStack(deployment, diagnostics);
  if (stack === undefined) return undefined;
  const { terraform: settings, ...others } = stack;
  const { backend, ...rest } = isJsonObject(settings) ? settings : {};
  // Files of the provider's pod go with it.
  const isLocal =
    backend === undefined || (isJsonObject(backend) && Object.keys(backend).every((type) => type === 'local'));
  const terraform = isLocal ? rest : { ...rest, backend };
  const text = `${JSON.stringify({ ...(Object.keys(terraform).length > 0 && { terraform }), ...others }, null, 2)}\n`;
  const path = 'cdk.tf.json';
  const declared = readVariables(new Map([[path, text]]));
  const place = placeOf(deployment.origin);
  const given = deployment.infrastructureValues;
  const variables = resolveVariables(declared.values(), given, place);
  const unknown = Object.keys(given).filter((name) => given[name] !== undefined && !declared.has(name));
  const found = unknown.map((name) =>
    error('INPUT_UNKNOWN', { summary: `The stack has no variable \`${name}\``, ...place }),
  );
  diagnostics.push(...variables.diagnostics, ...found);
  if (errorsOf([...variables.diagnostics, ...found]).length > 0) return undefined;
  const write = (repository: PlatformRepository, target: string): Artifact => ({
    repository: repository.name,
    path: target,
    origin: deployment.origin,
    content: { kind: 'text', text },
  });
  return { files: [{ path, text, write }], configuration: isLocal ? defaultBackend(deployment) : '', variables };
}

/** The Terraform of a release is one, whatever number of environments it has. */
function suppliedValues({ name, environments }: CatalogDeployment, values: SuppliedValues): SuppliedValues {
  const [only, ...others] = environments;
  const value = others.length === 0 ? only?.slug : undefined;
  return { ...values, envName: { value, where: `deployment \`${name}\` one environment` } };
}

function files(
  deployment: CatalogDeployment,
  { files: sources, configuration, variables }: Module,
  externalSecretsApiVersion: Parameters<typeof externalSecret>[0]['apiVersion'],
): Infrastructure {
  const { name, item, cluster, teams } = deployment;
  const { management, organization } = cluster;
  const repository = organization.platform;
  const realm = realmOf(repository, management.name);
  const phase: RolloutPhase | undefined = item.type === 'Hybrid' ? 'infrastructure' : undefined;
  const labels = teamLabels(teams);
  const own = LAYOUT.infrastructureName(name);
  const folder = LAYOUT.infrastructure(management.name, name);
  const module = LAYOUT.terraform(name);
  const { texts, structures, secrets } = variables;
  const revision = hash(
    'sha256',
    JSON.stringify([
      configuration,
      sources.map(({ path, text }) => [path, text]),
      [...texts],
      structures,
      [...secrets].map(([variable, ref]) => [variable, ref.path, ref.store === 'cluster' ? ref.property : variable]),
    ]),
    'hex',
  ).slice(0, REVISION_LENGTH);
  const file = (path: string, document: Manifest): Artifact => ({
    ...manifestFile(deployment, repository, path, [document], realm),
    phase,
  });
  const artifacts = [
    ...sources.map((each) => ({ ...each.write(repository, `${module}/${each.path}`), phase })),
    {
      repository: repository.name,
      path: `${module}/${REVISION_FILE}`,
      origin: deployment.origin,
      content: { kind: 'text', text: REVISION_MODULE } as const,
      phase,
    },
    file(LAYOUT.infrastructureApplication(management.name, name), {
      ...application({
        name: own,
        wave: 10,
        project: management.name,
        source: { repoURL: repository.url, path: folder, targetRevision: revisionOf(repository) },
        destination: { name: 'in-cluster', namespace: CROSSPLANE_NAMESPACE },
        retry: INFRASTRUCTURE_RETRY,
        labels,
      }),
    }),
    file(
      `${folder}/providerconfig.yaml`,
      providerConfig({ name: own, labels, configuration, credentials: credentialsOf(deployment) }),
    ),
    file(
      `${folder}/workspace.yaml`,
      workspace({
        name: own,
        labels,
        module: moduleAddress(repository, module),
        revision,
        variables: texts,
        structures,
        secrets: [...secrets.keys()],
      }),
    ),
  ];
  if (secrets.size > 0) {
    const data = [...secrets].map(([variable, ref]) => ({
      secretKey: variable,
      // Keys of Vault have no slash in front.
      key: ref.path.replace(/^\/+/, ''),
      property: ref.store === 'cluster' ? ref.property : variable,
    }));
    const secret = externalSecret({
      apiVersion: externalSecretsApiVersion,
      name: own,
      namespace: CROSSPLANE_NAMESPACE,
      labels,
      wave: -1,
      store: `${management.name}-vault-kv-secret`,
      data,
    });
    artifacts.push(file(`${folder}/secret.yaml`, secret));
  }
  const gate: WorkspaceReadyGate = {
    kind: 'workspace-ready',
    cluster: management.name,
    name: own,
    revision,
    application: infrastructureApplication(deployment),
  };
  return { artifacts, ready: { gate, trigger: { repository: repository.name, path: `${folder}/workspace.yaml` } } };
}

/** Holds the backend and the providers of an item; no part of its module, so it has no extension. */
const PROVIDER = 'provider';

const REVISION_LENGTH = 16;

/** Not a name that a module would have. */
const REVISION_FILE = 'konstruct-revision.tf';

function configurationOf(deployment: CatalogDeployment, rendered: readonly RenderedFile[]): string {
  const provider = rendered.find(({ path }) => path === PROVIDER)?.text ?? '';
  const modules = rendered.filter(({ path }) => /^[^/]+\.tf$/.test(path)).map(({ text }) => text);
  const hasBackend = [provider, ...modules].some((text) => readBackend(text) !== undefined);
  return hasBackend ? provider : [defaultBackend(deployment), provider].filter((text) => text !== '').join('\n');
}

/** Of clouds whose providers read a file; those of AWS take a role. */
function credentialsOf({ cluster }: CatalogDeployment): Parameters<typeof providerConfig>[0]['credentials'] {
  const account = cluster.cloudAccount ?? cluster.management.cloudAccount;
  if (account === undefined || account.spec.provider === 'aws') return {};
  const { provider } = account.spec;
  return { [`${provider}.json`]: { secret: `${account.name}-${provider}-creds`, key: 'config.json' } };
}

/** @see https://pkg.go.dev/github.com/hashicorp/go-getter, "URL Format" */
function moduleAddress({ url, branch }: PlatformRepository, folder: string): string {
  const ref = branch === undefined ? '' : `?ref=${encodeURIComponent(branch)}`;
  return `git::${url.replace(/\/+$/, '')}//${folder}${ref}`;
}
