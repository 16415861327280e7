import type { GitProvider } from '../../model/declarations/organization.ts';
import type { PlatformModel } from '../../model/platform-model.ts';
import { type PlatformRepository, repositoryOwner } from '../../model/repository-location.ts';
import type { RepositoryScope } from '../ownership.ts';

/** Where the teams of a repository are. */
export interface TeamHome {
  readonly provider: GitProvider;
  /** GitHub organization, or full path of a GitLab group. */
  readonly owner: string;
}

/**
 * Finds the home of the teams that a repository's CODEOWNERS can name: the owner of the repository itself, since a
 * GitHub team owns files only in repositories of its organization.
 *
 * The provider is that of the organization's git connection. The platform's own repository has none; it is on GitLab
 * when an organization keeps a repository with GitLab under the same owner, or on a host that says so.
 */
export function teamHomeOf(
  repository: PlatformRepository,
  scopes: readonly RepositoryScope[],
  model: PlatformModel,
): TeamHome {
  const organization = model.organizations.find(({ name }) => scopes.some(({ namespace }) => namespace === name));
  const owner = repositoryOwner(repository.url) || organization?.git.organization || model.platform.name;
  return { provider: organization?.git.provider ?? providerOf(repository, owner, model), owner };
}

/** A group as CODEOWNERS names it, `@owner/team`; undefined where nothing of its name is left. */
export function teamName(group: string, { provider, owner }: TeamHome): string | undefined {
  const slug = provider === 'gitlab' ? gitlabPath(group) : githubSlug(group);
  return slug === '' ? undefined : `@${owner}/${slug}`;
}

// --- internal ---

function providerOf({ url }: PlatformRepository, owner: string, model: PlatformModel): GitProvider {
  const neighbour = model.organizations.find(({ platform }) => repositoryOwner(platform.url) === owner);
  if (neighbour !== undefined) return neighbour.git.provider;
  return /^(?:[a-z+]+:\/\/)?(?:[^/@]*@)?[^/:]*gitlab/i.test(url) ? 'gitlab' : 'github';
}

/** @see https://docs.github.com/en/organizations/organizing-members-into-teams/about-teams */
function githubSlug(group: string): string {
  return group
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** @see https://docs.gitlab.com/user/reserved_names/ */
function gitlabPath(group: string): string {
  return group
    .toLowerCase()
    .replace(/[^a-z0-9_.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
}
