import type { Config } from './config/config.ts';
import { resolveRecordedLocation } from './config/saved-location.ts';
import { type Diagnostic, error, warning } from './diagnostics/diagnostic.ts';
import { KcdkError } from './diagnostics/error.ts';
import { recordPath } from './model/identity.ts';
import { isJsonObject, type Json } from './model/json.ts';
import { repoPathProblem } from './model/repo-path.ts';
import {
  defaultRepositoryName,
  hasCredentials,
  repositoryIdentity,
  repositoryUrlProblem,
} from './model/repository-location.ts';
import { isAllowed } from './plan/guards/guards.ts';
import { identityOf } from './plan/guards/record-moves.ts';
import type { LedgerRecord } from './plan/ledger.ts';
import type { DepartedOrganization, PlannedRepository } from './plan/plan-repository.ts';
import type { Repository, RepositoryLocation } from './repository/repository.ts';

/** A repository that only git knows of: the program does not declare it. */
export interface DepartedRepository {
  readonly location: RepositoryLocation;
  /** As manifests name it. */
  readonly manifestUrl: string;
  /** Those that had it. */
  readonly departed: readonly DepartedOrganization[];
}

export interface DepartedInput {
  readonly config: Config;
  /** The declared repositories as they were compared. */
  readonly planned: readonly PlannedRepository[];
  readonly repositories: ReadonlyMap<string, Repository>;
  /** Where those are. */
  readonly declared: readonly RepositoryLocation[];
  /** How manifests name further declared repositories. */
  readonly urls: readonly string[];
  /** Every record that the program wants. */
  readonly wanted: readonly LedgerRecord[];
  /** Addresses of what may be deleted although something would be lost. */
  readonly allowDelete: readonly string[];
}

/**
 * Finds the repositories of organizations that the program no longer declares, from the records of those in git: the
 * record is the last of an organization that goes, so it names them as long as there is anything in them.
 *
 * @param diagnostics takes why one is not looked at
 */
export async function findDepartedRepositories(
  input: DepartedInput,
  diagnostics: Diagnostic[],
): Promise<readonly DepartedRepository[]> {
  const { config, planned, declared } = input;
  const wanted = new Set(input.wanted.map(identityOf));
  const found = new Map<string, DepartedRepository>();
  const known = new Set([...declared.map(({ url }) => url), ...input.urls].map(repositoryIdentity));
  const names = new Set(declared.map(({ name }) => name));
  for (const one of planned) {
    known.add(repositoryIdentity(one.manifestUrl ?? one.url));
    for (const record of one.ledger?.records ?? []) {
      if (record.kind !== 'organization' || wanted.has(identityOf(record))) continue;
      const path = recordPath(record.namespace, record.kind, record.name);
      const { name, address } = record;
      const departed = { name, address, record: { repository: one.snapshot.repository, path } };
      for (const recorded of recordedRepositories(await readRecord(one, path, input.repositories))) {
        try {
          const location = resolveRecordedLocation(config, recorded, declared);
          const identity = repositoryIdentity(recorded.url);
          if (known.has(identity) || known.has(repositoryIdentity(location.url))) continue;
          if (names.has(location.name)) throw new KcdkError([nameTaken(location)]);
          const others = found.get(identity)?.departed ?? [];
          found.set(identity, { location, manifestUrl: recorded.url, departed: [...others, departed] });
        } catch (cause) {
          if (!KcdkError.is(cause)) throw cause;
          diagnostics.push(...notLookedAt(recorded.name, [departed], cause.diagnostics, input.allowDelete));
        }
      }
    }
  }
  return [...found.values()];
}

/**
 * What to say of a repository of organizations that go which could not be looked at: why, or, where they may all be
 * deleted although something is lost, that what is in it stays.
 */
export function notLookedAt(
  repository: string,
  departed: readonly DepartedOrganization[],
  reasons: readonly Diagnostic[],
  allowDelete: readonly string[],
): readonly Diagnostic[] {
  const [first] = departed;
  if (departed.every((one) => isAllowed(one, allowDelete))) {
    const summary = `\`${repository}\` cannot be looked at: what is in it stays`;
    return [warning('REPOSITORY_LEFT_BEHIND', { summary, address: first?.address, repository })];
  }
  const flags = departed.map(({ address }) => `--allow-delete ${address}`).join(' ');
  return reasons.map((reason) => ({
    repository,
    address: first?.address,
    ...reason,
    fix: `${reason.fix} Or plan with \`${flags}\`: what is in it then stays.`,
  }));
}

/** A repository as the record of an organization names it. */
export interface RecordedRepository {
  readonly name: string;
  readonly url: string;
  readonly branch: string | undefined;
}

/**
 * The repositories that the record of an organization names.
 *
 * Anybody who may write to git may have written it: what cannot be one is left out.
 */
export function recordedRepositories(record: Json | undefined): readonly RecordedRepository[] {
  const spec = isJsonObject(record) ? record['spec'] : undefined;
  if (!isJsonObject(spec)) return [];
  return [spec['platformRepository'], spec['applicationRepository']].flatMap((field) => {
    if (!isJsonObject(field)) return [];
    const { url, branch, name } = field;
    if (typeof url !== 'string' || hasCredentials(url) || repositoryUrlProblem(url)) return [];
    const called = typeof name === 'string' ? name : defaultRepositoryName(url);
    if (repoPathProblem(called) !== undefined) return [];
    return [{ name: called, url, branch: typeof branch === 'string' ? branch : undefined }];
  });
}

// --- internal ---

function nameTaken({ name, url }: RepositoryLocation): Diagnostic {
  const summary = `The repository of an organization that goes, \`${url}\`, has the name of another, \`${name}\``;
  return error('REPOSITORY_NAME_CLASH', { summary, repository: name });
}

async function readRecord(
  { snapshot, contents }: PlannedRepository,
  path: string,
  repositories: ReadonlyMap<string, Repository>,
): Promise<Json | undefined> {
  const entry = snapshot.files.get(path);
  if (entry === undefined) return undefined;
  const known = contents.get(entry.blob) ?? (await blobOf(repositories.get(snapshot.repository), snapshot, entry.blob));
  const { parseYaml } = await import('./plan/diff/parse-yaml.ts');
  return parseYaml(new TextDecoder().decode(known))?.[0];
}

async function blobOf(
  repository: Repository | undefined,
  snapshot: PlannedRepository['snapshot'],
  blob: string,
): Promise<Uint8Array | undefined> {
  return (await repository?.read(snapshot, [blob]))?.get(blob);
}
