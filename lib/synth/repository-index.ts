import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { placeOf } from '../model/origin.ts';
import type { Declared } from '../model/platform-model.ts';
import { repoPathProblem } from '../model/repo-path.ts';
import {
  defaultRepositoryName,
  hasCredentials,
  type PlatformRepository,
  type RepositoryProps,
  repositoryIdentity,
  repositoryUrlProblem,
} from '../model/repository-location.ts';

/** Finds out which repositories are one and the same, and gives each one name. */
export interface RepositoryIndex {
  /** The repository of some props; problems are reported against their owner. */
  add(props: RepositoryProps, owner: Declared<object>): PlatformRepository;
}

export function createRepositoryIndex(diagnostics: Diagnostic[]): RepositoryIndex {
  const byIdentity = new Map<string, Entry>();
  const byName = new Map<string, Entry>();
  return {
    add(props, owner) {
      const given: Entry = { repository: toRepository(props, owner), owner };
      const problem = urlProblem(props, owner);
      if (problem !== undefined) {
        diagnostics.push(problem);
        return given.repository;
      }
      const identity = repositoryIdentity(props.url);
      const known = byIdentity.get(identity);
      if (known !== undefined) {
        if (known.repository.branch !== given.repository.branch) diagnostics.push(branchClash(known, given));
        return known.repository;
      }
      byIdentity.set(identity, given);
      const namesake = overlapping(byName, given.repository.name);
      if (namesake !== undefined) diagnostics.push(nameClash(namesake, given));
      byName.set(given.repository.name, given);
      return given.repository;
    },
  };
}

// --- internal ---

interface Entry {
  readonly repository: PlatformRepository;
  readonly owner: Declared<object>;
}

function toRepository(props: RepositoryProps, owner: Declared<object>): PlatformRepository {
  const { url, branch, name = defaultRepositoryName(url) } = props;
  return { name, url, branch, origin: owner.origin };
}

function urlProblem(props: RepositoryProps, owner: Declared<object>): Diagnostic | undefined {
  const { origin } = owner;
  if (hasCredentials(props.url)) return error('REPOSITORY_URL_HAS_CREDENTIALS', placeOf(origin));
  const name = props.name ?? defaultRepositoryName(props.url);
  const badName = repoPathProblem(name);
  if (badName !== undefined) {
    const summary = `The repository name \`${name}\` cannot be used: ${badName}`;
    return error('REPOSITORY_URL_INVALID', {
      ...placeOf(origin),
      summary,
      fix: 'Set `name` to a plain relative path.',
    });
  }
  if (repositoryUrlProblem(props.url)) {
    const summary = `The repository URL \`${props.url}\` cannot be used`;
    return error('REPOSITORY_URL_INVALID', { ...placeOf(origin), summary });
  }
  return undefined;
}

/** Names are folders of `output` too: neither may one be inside the other. */
function overlapping(byName: ReadonlyMap<string, Entry>, name: string): Entry | undefined {
  for (const [other, entry] of byName) {
    if (other === name || other.startsWith(`${name}/`) || name.startsWith(`${other}/`)) return entry;
  }
  return undefined;
}

function nameClash(first: Entry, second: Entry): Diagnostic {
  const { name, url } = second.repository;
  return error('REPOSITORY_NAME_CLASH', {
    summary: `Repository \`${url}\` would be called \`${name}\`, which clashes with \`${first.repository.name}\``,
    ...placeOf(second.owner.origin),
    related: [related(first, `\`${first.repository.url}\` has the name`)],
  });
}

function branchClash(first: Entry, second: Entry): Diagnostic {
  const branch = (entry: Entry) => entry.repository.branch ?? 'the default branch';
  return error('REPOSITORY_BRANCH_CLASH', {
    summary: `Repository \`${second.repository.name}\` is used with \`${branch(first)}\` and with \`${branch(second)}\``,
    ...placeOf(second.owner.origin),
    related: [related(first, `with \`${branch(first)}\``)],
  });
}

function related(entry: Entry, message: string) {
  return { message, ...placeOf(entry.owner.origin) };
}
