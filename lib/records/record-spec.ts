import { INITIAL_VERSION } from '../model/declarations/application.ts';
import { type InputValue, type InputValues, isInputMapping } from '../model/declarations/cluster.ts';
import { defaultSlug } from '../model/declarations/environment.ts';
import { GLOBAL_NAMESPACE, type NameAndNamespace } from '../model/identity.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type {
  Application,
  CatalogDeployment,
  Environment,
  GitAccount,
  ManagementCluster,
  Organization,
  Platform,
  Provision,
  Resource,
  WorkloadCluster,
} from '../model/platform-model.ts';
import { defaultRepositoryName, type RepositoryProps } from '../model/repository-location.ts';
import { isSecretRef, type SecretRef } from '../model/secret-ref.ts';
import type { TemplateSource } from '../model/template.ts';

/**
 * The payload of a resource's record, with the field names of the platform's API since 0.5.
 *
 * Holds everything that was declared, so that the declaration can be read back from it; what is undefined is left out.
 * References carry name and namespace. A secret is where it is kept.
 *
 * @see Konstruct 0.5 release notes, "API changes"
 */
export function recordSpec(resource: Resource): JsonObject {
  const { name, namespace } = resource;
  return { name, namespace, ...fieldsOf(resource) };
}

/** A reference to a secret as records carry it. */
export function secretField(secret: SecretRef): JsonObject {
  return secret.store === 'vault'
    ? { secretRef: { store: 'vault', path: secret.path } }
    : { secretRef: { store: 'cluster', path: secret.path, property: secret.property } };
}

// --- internal ---

function fieldsOf(resource: Resource): JsonObject {
  switch (resource.kind) {
    case 'platform':
      return platformFields(resource);
    case 'organization':
      return organizationFields(resource);
    case 'team':
      return { roleMappings: resource.roleMappings.map(({ ssoGroup, role }) => ({ ssoGroup, role })) };
    case 'git-account':
      return gitAccountFields(resource);
    case 'cloud-account': {
      const { spec } = resource;
      if (spec.provider === 'aws') return { provider: 'aws', accountId: spec.accountId, roleArn: spec.roleArn };
      if (spec.provider === 'civo') return { provider: 'civo', credentials: secretField(spec.credentials) };
      return { provider: 'google', project: spec.project, credentials: secretField(spec.credentials) };
    }
    case 'cluster-template':
    case 'pipeline-template':
    case 'helm-template':
      return { description: resource.description, ...sourceFields(resource.source) };
    case 'environment':
      return environmentFields(resource);
    case 'catalog-application':
      return {
        type: resource.type,
        description: resource.description,
        program: resource.program?.makes,
        ...(resource.source && sourceFields(resource.source)),
      };
    case 'management-cluster':
      return { type: 'management', ...settingsFields(resource) };
    case 'workload-cluster':
      return {
        type: resource.type,
        hostCluster: resource.host?.name,
        managementCluster: resource.management.name,
        env: resource.environments.map(reference),
        ...settingsFields(resource),
      };
    case 'catalog-deployment':
      return deploymentFields(resource);
    case 'application':
      return applicationFields(resource);
  }
}

function platformFields(platform: Platform): JsonObject {
  const { domain, controlPlane, externalSecretsApiVersion, repository } = platform;
  return { domain, controlPlane, externalSecretsApiVersion, repository: repository.name };
}

function organizationFields(organization: Organization): JsonObject {
  const { git, displayName, platformRepository, applicationRepository } = organization;
  return {
    displayName,
    gitConnection: {
      provider: git.provider,
      auth: git.auth,
      orgName: git.organization,
      secretRef: git.credentials.path,
      platformSecretRef: git.platformCredentials.path,
    },
    platformRepository: repositoryField(platformRepository),
    applicationRepository: repositoryField(applicationRepository),
  };
}

function gitAccountFields({ provider, auth, organization, repository, credentials }: GitAccount): JsonObject {
  const repoName = repository.name.split('/').at(-1) ?? repository.name;
  return { provider, auth, orgName: organization, repoName, secretRef: credentials.path };
}

function environmentFields({ name, namespace, slug, description, color, clusters, catalog }: Environment): JsonObject {
  const isDefault = slug === defaultSlug(name, namespace === GLOBAL_NAMESPACE);
  return {
    description,
    color,
    slug: isDefault ? undefined : slug,
    clusters: clusters.length === 0 ? undefined : clusters.map(reference),
    catalogs: catalog.length === 0 ? undefined : catalog.map(provisionField),
  };
}

function provisionField({ name, item, values, infrastructureValues }: Provision): JsonObject {
  return {
    name: name === item.name ? undefined : name,
    catalog_application_name: item.name,
    catalog_application_namespace: item.namespace,
    yamlValues: valueFields(values),
    iacValues: valueFields(infrastructureValues),
  };
}

function settingsFields(cluster: ManagementCluster | WorkloadCluster): JsonObject {
  const { template, cloudAccount, region, instanceType, nodeCount, inputs } = cluster;
  const { amiType, stateStoreBucket, dnsDomain } = cluster;
  return {
    cluster_template_name: template?.name,
    cluster_template_namespace: template?.namespace,
    cloudAccount: cloudAccount?.name,
    region,
    instanceType,
    nodeCount,
    amiType,
    stateStoreBucket,
    dnsDomain,
    customTemplateFieldsInputs: valueFields(inputs),
  };
}

function deploymentFields(deployment: CatalogDeployment): JsonObject {
  const { name, item, cluster, environments, teams, values, infrastructureValues, namespace } = deployment;
  const { provisionedBy } = deployment;
  return {
    instance_name: name,
    catalog_application_name: item.name,
    catalog_application_namespace: item.namespace,
    cluster_name: cluster.name,
    cluster_namespace: cluster.namespace === namespace ? undefined : cluster.namespace,
    env: environments.map(reference),
    deployAs: teams === undefined ? 'shared' : 'team-specific',
    teams: teams?.map((team) => team.name),
    yamlValues: valueFields(values),
    iacValues: valueFields(infrastructureValues),
    provisionedBy: provisionedBy && reference(provisionedBy),
  };
}

function applicationFields(application: Application): JsonObject {
  const { team, repository, scaffold, pipelineTemplate, helmTemplate, aws, stages, stageValues } = application;
  return {
    team: team?.name,
    repoUrl: repository.url,
    repoName: repository.name === defaultRepositoryName(repository.url) ? undefined : repository.name,
    repoBranch: repository.branch,
    scaffold: scaffold ? undefined : false,
    pipeline_template_name: pipelineTemplate.name,
    pipeline_template_namespace: pipelineTemplate.namespace,
    helm_template_name: helmTemplate.name,
    helm_template_namespace: helmTemplate.namespace,
    awsRegion: aws?.region,
    roleArn: aws?.roleArn,
    chartRegistry: application.chartRegistry,
    initialVersion: application.initialVersion === INITIAL_VERSION ? undefined : application.initialVersion,
    yamlValues: valueFields(application.values as Readonly<Record<string, Json>>),
    releaseStages: stages.map((stage, index) => ({
      environment_name: stage.name,
      environment_namespace: stage.namespace,
      yamlValues: valueFields((stageValues[index] ?? {}) as Readonly<Record<string, Json>>),
    })),
  };
}

function sourceFields(source: TemplateSource): JsonObject {
  if ('folder' in source) return { folder: source.folder };
  if ('builtIn' in source) return { builtIn: source.builtIn };
  const { url, path, ref, token } = source;
  return { gitUrl: url, gitPath: path === '' ? undefined : path, gitRef: ref, token: token && secretField(token) };
}

function repositoryField({ url, name, branch }: RepositoryProps): JsonObject {
  return { url, name, branch };
}

function reference({ name, namespace }: NameAndNamespace): JsonObject {
  return { name, namespace };
}

function valueFields(values: InputValues): JsonObject | undefined {
  const entries = Object.entries(values);
  if (entries.length === 0) return undefined;
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value === undefined ? undefined : valueField(value)]),
  );
}

function valueField(value: InputValue): Json {
  if (isSecretRef(value)) return secretField(value);
  return isInputMapping(value) ? (valueFields(value) ?? {}) : value;
}
