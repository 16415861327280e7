import type { Compilation } from '../../compile.ts';
import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import { placeOf } from '../../model/origin.ts';
import type { PlatformModel } from '../../model/platform-model.ts';
import type { PlatformRepository } from '../../model/repository-location.ts';
import { indexOwnership, type Ownership } from '../ownership.ts';
import { effectiveMatrix, type PermissionSettings } from '../settings.ts';
import { type GroupsFor, groupOwners } from './group-owners.ts';
import { type GroupRule, repositoryRules } from './repository-rules.ts';
import { type TeamHome, teamHomeOf, teamName } from './team-name.ts';

/** The CODEOWNERS of one repository. */
export interface CodeownersFile {
  readonly repository: string;
  readonly provider: TeamHome['provider'];
  /** `.github/CODEOWNERS`, or `CODEOWNERS` with GitLab. */
  readonly path: string;
  /** Release of the platform whose role matrix was used. */
  readonly matrix: string;
  /** In the order of the file: the last that matches counts. */
  readonly rules: readonly CodeownersRule[];
  readonly text: string;
}

export interface CodeownersRule {
  readonly pattern: string;
  /** Groups of the single sign-on. */
  readonly groups: readonly string[];
  /** The same as teams of the provider. */
  readonly owners: readonly string[];
}

/**
 * Derives the CODEOWNERS of every repository from the roles of the program's teams: who may write a file owns it.
 *
 * Has the folders that are kept for a kind, and the files of the program that differ from their folder. A rule that
 * changes nothing is left out. The same program gives the same bytes.
 *
 * @returns the files in the order of the model's repositories, and warnings for what nobody owns
 */
export function codeowners(
  { model, fileSets, records }: Pick<Compilation, 'fileSets' | 'records'> & { readonly model: PlatformModel },
  settings: PermissionSettings,
): { readonly files: readonly CodeownersFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const matrix = effectiveMatrix(settings);
  const groupsFor = groupOwners(matrix, model.teams);
  const wanted = new Map(fileSets.map(({ repository, files }) => [repository, files]));
  const ownership = indexOwnership(
    model,
    model.repositories.map(({ name, url, branch }) => ({
      name,
      url,
      branch: branch ?? '',
      wanted: wanted.get(name) ?? new Map(),
      records: records.get(name) ?? [],
      ledger: undefined,
    })),
  );
  const diagnostics: Diagnostic[] = [...unnameableGroups(model)];
  const files = model.repositories.map((repository) => {
    const paths = [...(wanted.get(repository.name)?.keys() ?? [])];
    return fileOf(repository, paths, { model, ownership, groupsFor, version: matrix.version, diagnostics });
  });
  return { files, diagnostics };
}

// --- internal ---

interface Context {
  readonly model: PlatformModel;
  readonly ownership: Ownership;
  readonly groupsFor: GroupsFor;
  readonly version: string;
  readonly diagnostics: Diagnostic[];
}

function fileOf(repository: PlatformRepository, paths: readonly string[], context: Context): CodeownersFile {
  const { model, ownership, version, diagnostics } = context;
  const home = teamHomeOf(repository, ownership.scopesOf(repository.name), model);
  const path = home.provider === 'gitlab' ? 'CODEOWNERS' : '.github/CODEOWNERS';
  const { rules, unowned } = repositoryRules({ ...context, repository: repository.name, paths, codeowners: path });
  if (unowned.length > 0) diagnostics.push(noOwner(repository, unowned));
  const named = rules.map((rule) => toRule(rule, home)).filter(({ owners }) => owners.length > 0);
  const head = [
    `# Who approves a change: whoever may write the file, by the roles of the teams of ${model.platform.name}`,
    `# (role matrix ${version}). Written by \`kcdk codeowners\`. The last line that matches counts.`,
  ];
  const lines = named.map(({ pattern, owners }) => `${pattern} ${owners.join(' ')}`);
  const text = `${[...head, ...lines].join('\n')}\n`;
  return { repository: repository.name, provider: home.provider, path, matrix: version, rules: named, text };
}

function toRule({ pattern, groups }: GroupRule, home: TeamHome): CodeownersRule {
  const owners = groups.map((group) => teamName(group, home)).filter((name) => name !== undefined);
  return { pattern, groups, owners: [...new Set(owners)].sort() };
}

function noOwner(repository: PlatformRepository, patterns: readonly string[]): Diagnostic {
  return warning('CODEOWNERS_NO_OWNER', {
    summary: `No group may change ${patterns.length === 1 ? 'a part' : `${patterns.length} parts`} of \`${repository.name}\``,
    detail: `A line without owners would let everybody in, so these are left out:\n${patterns.join('\n')}`,
    repository: repository.name,
    ...placeOf(repository.origin),
  });
}

function unnameableGroups(model: PlatformModel): readonly Diagnostic[] {
  return model.teams.flatMap(({ origin, roleMappings }) =>
    roleMappings
      .filter(({ ssoGroup }) => teamName(ssoGroup, { provider: 'gitlab', owner: '' }) === undefined)
      .map(({ ssoGroup }) => {
        const summary = `Group ${JSON.stringify(ssoGroup)} has no name that CODEOWNERS could hold`;
        return warning('CODEOWNERS_GROUP_NAME', { summary, ...placeOf(origin) });
      }),
  );
}
