import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { PlatformDeclaration } from '../model/declarations/organization.ts';
import { GLOBAL_NAMESPACE, type NameAndNamespace } from '../model/identity.ts';
import { placeOf } from '../model/origin.ts';
import type {
  Application,
  Declared,
  GitAccount,
  Organization,
  Platform,
  PlatformModel,
} from '../model/platform-model.ts';
import type { PlatformRepository } from '../model/repository-location.ts';
import { buildApplications } from './build-applications.ts';
import { buildClusters } from './build-clusters.ts';
import { buildMonitoring } from './build-monitoring.ts';
import { provisionedDeployments } from './build-provisions.ts';
import { ofKind, type Placed } from './collect.ts';
import { RecordLocator } from './locate-records.ts';
import { ReferenceIndex } from './references.ts';
import { createRepositoryIndex, type RepositoryIndex } from './repository-index.ts';

export interface BuiltModel {
  /** Undefined when there is no single platform; then nothing else can be resolved. */
  readonly model: PlatformModel | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Resolves what the declarations say of each other. What cannot be resolved is reported and left out. */
export function buildModel(declarations: readonly Placed[]): BuiltModel {
  const diagnostics: Diagnostic[] = [];
  const repositories = createRepositoryIndex(diagnostics);
  const declaration = onlyPlatform(declarations, diagnostics);
  if (declaration === undefined) return { model: undefined, diagnostics };
  reportOutside(declarations, diagnostics);

  const platform: Platform = {
    ...declaration,
    namespace: GLOBAL_NAMESPACE,
    repository: repositories.add(declaration.repository, declaration),
  };
  const organizations = buildOrganizations(declarations, repositories, diagnostics);
  const locator = new RecordLocator(declarations, organizations, diagnostics);
  const teams = locator.bound('team', true);
  const cloudAccounts = locator.bound('cloud-account');
  const clusterTemplates = locator.scoped('cluster-template');
  const pipelineTemplates = locator.scoped('pipeline-template');
  const helmTemplates = locator.scoped('helm-template');
  const items = locator.scoped('catalog-application');
  const byName = new Map(organizations.map((organization) => [organization.name, organization]));
  const clusters = buildClusters({
    management: locator.bound('management-cluster'),
    workload: locator.bound('workload-cluster'),
    environments: locator.scoped('environment'),
    templates: new ReferenceIndex(clusterTemplates),
    cloudAccounts: new ReferenceIndex(cloudAccounts),
    items: new ReferenceIndex(items),
    organizations: byName,
    monitoring: buildMonitoring(declarations, diagnostics),
    diagnostics,
  });
  const { deployments, applications } = buildApplications(
    locator.bound('catalog-deployment', true),
    locator.bound('application'),
    {
      organizations: byName,
      repositories,
      teams,
      items,
      clusters: clusters.workload,
      environments: clusters.environments,
      pipelineTemplates,
      helmTemplates,
      diagnostics,
    },
  );
  const model: PlatformModel = {
    platform,
    organizations: organizations.toSorted(byIdentity),
    teams: teams.toSorted(byIdentity),
    gitAccounts: organizations.flatMap(gitAccountsOf).toSorted(byIdentity),
    cloudAccounts: cloudAccounts.toSorted(byIdentity),
    clusterTemplates: clusterTemplates.toSorted(byIdentity),
    pipelineTemplates: pipelineTemplates.toSorted(byIdentity),
    helmTemplates: helmTemplates.toSorted(byIdentity),
    environments: clusters.environments.toSorted(byIdentity),
    catalogItems: items.toSorted(byIdentity),
    managementClusters: clusters.management.toSorted(byIdentity),
    workloadClusters: clusters.workload.toSorted(byIdentity),
    catalogDeployments: [...deployments, ...provisionedDeployments(clusters.workload, diagnostics)].toSorted(
      byIdentity,
    ),
    applications: applications.toSorted(byIdentity),
    repositories: inWritingOrder(platform, organizations, applications),
  };
  return { model, diagnostics };
}

// --- internal ---

function onlyPlatform(
  declarations: readonly Placed[],
  diagnostics: Diagnostic[],
): Declared<PlatformDeclaration> | undefined {
  const [first, ...others] = ofKind(declarations, 'platform').map((placed) => placed.declaration);
  if (first === undefined) diagnostics.push(error('PLATFORM_MISSING'));
  for (const other of others) {
    diagnostics.push(
      error('PLATFORM_TWICE', {
        summary: `Platform \`${other.name}\` is the second one of the program`,
        ...placeOf(other.origin),
        ...(first && { related: [{ message: 'the first one', ...placeOf(first.origin) }] }),
      }),
    );
  }
  return first;
}

function reportOutside(declarations: readonly Placed[], diagnostics: Diagnostic[]): void {
  for (const { declaration, around } of declarations) {
    if (declaration.kind === 'platform' || around.some((scope) => scope.kind === 'platform')) continue;
    const { address } = declaration.origin;
    diagnostics.push(
      error('OUTSIDE_PLATFORM', {
        summary: `\`${address}\` stands outside the platform`,
        ...placeOf(declaration.origin),
      }),
    );
  }
}

function buildOrganizations(
  declarations: readonly Placed[],
  repositories: RepositoryIndex,
  diagnostics: Diagnostic[],
): readonly Organization[] {
  return ofKind(declarations, 'organization').map(({ declaration, around }) => {
    if (around.some((scope) => scope.kind === 'organization')) {
      const summary = `Organization \`${declaration.name}\` stands inside another one`;
      diagnostics.push(error('ORGANIZATION_NESTED', { summary, ...placeOf(declaration.origin) }));
    }
    return {
      ...declaration,
      namespace: declaration.name,
      platform: repositories.add(declaration.platformRepository, declaration),
      application: repositories.add(declaration.applicationRepository, declaration),
    };
  });
}

/** The platform keeps one connection a repository. */
function gitAccountsOf(organization: Organization): readonly GitAccount[] {
  const { origin, comment, namespace, git, platform, application } = organization;
  const { provider, auth } = git;
  const common = {
    kind: 'git-account',
    namespace,
    origin,
    comment,
    provider,
    auth,
    organization: git.organization,
  } as const;
  return [
    { ...common, name: 'application', repository: application, credentials: git.credentials },
    { ...common, name: 'platform', repository: platform, credentials: git.platformCredentials },
  ];
}

/**
 * Every repository once. Those with what Argo CD syncs come before those it syncs from: when both lose something, an
 * Application goes before the folder it reads.
 */
function inWritingOrder(
  platform: Platform,
  organizations: readonly Organization[],
  applications: readonly Application[],
): readonly PlatformRepository[] {
  const sources = applications.flatMap(({ scaffold, repository }) => (scaffold ? [repository] : []));
  const named = (role: 'platform' | 'application') => organizations.map((each) => each[role]).toSorted(compareNames);
  const others = sources.toSorted(compareNames);
  return [...new Set([platform.repository, ...named('platform'), ...named('application'), ...others])];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareNames(a: { readonly name: string }, b: { readonly name: string }): number {
  return compare(a.name, b.name);
}

function byIdentity(a: NameAndNamespace, b: NameAndNamespace): number {
  return compare(a.namespace, b.namespace) || compareNames(a, b);
}
