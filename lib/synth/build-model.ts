import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { OrganizationDeclaration, PlatformDeclaration } from '../model/declaration.ts';
import { placeOf } from '../model/origin.ts';
import type { Declared, Environment, Organization, Platform, PlatformModel } from '../model/platform-model.ts';
import type { PlatformRepository } from '../model/repository-location.ts';
import { buildClusters } from './build-clusters.ts';
import { ofKind, type Placed } from './collect.ts';
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

  const platform: Platform = { ...declaration, repository: repositories.add(declaration.repository, declaration) };
  const organizations = ofKind(declarations, 'organization').map(({ declaration: organization, around }) => {
    if (around.some((scope) => scope.kind === 'organization')) {
      diagnostics.push(
        error('ORGANIZATION_NESTED', {
          summary: `Organization \`${organization.name}\` stands inside another one`,
          ...placeOf(organization.origin),
        }),
      );
    }
    return resolveOrganization(organization, repositories);
  });
  const environments: readonly Environment[] = ofKind(declarations, 'environment').map((placed) => placed.declaration);
  const clusters = buildClusters({ declarations, organizations, environments, diagnostics });
  const model: PlatformModel = {
    platform,
    organizations: organizations.toSorted(byName),
    environments: environments.toSorted((a, b) => compare(a.namespace, b.namespace) || byName(a, b)),
    managementClusters: clusters.management.toSorted(byOrganizationAndName),
    workloadClusters: clusters.workload.toSorted(byOrganizationAndName),
    repositories: inWritingOrder(platform, organizations),
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

function resolveOrganization(
  organization: Declared<OrganizationDeclaration>,
  repositories: RepositoryIndex,
): Organization {
  return {
    ...organization,
    platform: repositories.add(organization.platformRepository, organization),
    application: repositories.add(organization.applicationRepository, organization),
  };
}

/**
 * Every repository once. Those with what Argo CD syncs come before those it syncs from: when both lose something, an
 * Application goes before the folder it reads.
 */
function inWritingOrder(platform: Platform, organizations: readonly Organization[]): readonly PlatformRepository[] {
  const named = (role: 'platform' | 'application') => organizations.map((each) => each[role]).toSorted(byName);
  return [...new Set([platform.repository, ...named('platform'), ...named('application')])];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compare(a.name, b.name);
}

function byOrganizationAndName(
  a: { readonly organization: Organization; readonly name: string },
  b: { readonly organization: Organization; readonly name: string },
): number {
  return byName(a.organization, b.organization) || byName(a, b);
}
