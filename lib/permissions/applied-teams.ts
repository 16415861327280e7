import { ROLES, type RoleMapping } from '../model/declarations/organization.ts';
import { recordKey } from '../model/identity.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { type PlatformModel, recordRepository } from '../model/platform-model.ts';
import type { FileVerdict } from '../plan/comparison.ts';
import type { ParseYaml } from '../plan/diff/yaml-reader.ts';
import { findLedgers, type LedgerRecord } from '../plan/ledger.ts';
import type { PlannedRepository } from '../plan/plan-repository.ts';
import { LAYOUT } from '../synth/layout.ts';
import type { RoleTeam } from './evaluate.ts';

/** Teams whose roles count, and where they were read. */
export interface CountingTeams {
  readonly teams: readonly RoleTeam[];
  /** `program` only as long as nothing at all was applied, by whatever project, to any of the repositories. */
  readonly from: 'repositories' | 'program';
}

/**
 * Finds the teams whose roles count for a plan: those that are applied, not those that the program would like to have.
 * Otherwise whoever changes the program could first give himself the role that the rest of the change needs.
 *
 * A team counts only from the repository that keeps the records of its namespace. Where a team was changed by hand and
 * the change is kept, its roles are not known and none of them count.
 *
 * @param parse reads the records of teams that the plan changes
 */
export function countingTeams(
  model: PlatformModel,
  repositories: readonly PlannedRepository[],
  parse: ParseYaml,
): CountingTeams {
  const isNew = repositories.every(({ snapshot }) => findLedgers(snapshot).size === 0);
  if (isNew) return { teams: model.teams, from: 'program' };
  const wanted = new Map(model.teams.map((team) => [recordKey({ ...team, kind: 'team' }), team]));
  const teams: RoleTeam[] = [];
  for (const repository of repositories) {
    const records = repository.ledger?.records.filter((record) => record.kind === 'team') ?? [];
    if (records.length === 0) continue;
    const verdicts = new Map<string, FileVerdict>(repository.comparison?.files.map((file) => [file.path, file]));
    for (const record of records) {
      if (recordRepository(model, record.namespace)?.name !== repository.wanted.repository) continue;
      const verdict = verdicts.get(pathOf(record));
      const asWanted = verdict === undefined || (verdict.before !== null && verdict.before === verdict.after);
      const roleMappings = asWanted
        ? wanted.get(recordKey({ ...record, kind: 'team' }))?.roleMappings
        : readMappings(verdict, repository, parse);
      if (roleMappings !== undefined) teams.push({ namespace: record.namespace, roleMappings });
    }
  }
  return { teams, from: 'repositories' };
}

/** True when a record of a team has to be parsed to know what counts. */
export function readsTeams(repositories: readonly PlannedRepository[]): boolean {
  return repositories.some(({ ledger, comparison }) => {
    const paths = new Set<string>(ledger?.records.filter(({ kind }) => kind === 'team').map(pathOf));
    return comparison?.files.some(({ path, before, after }) => before !== after && paths.has(path)) === true;
  });
}

// --- internal ---

function pathOf({ namespace, kind, name }: LedgerRecord): string {
  return LAYOUT.record(namespace, kind, name);
}

/** What the record says in git now; undefined where it is not there, was not read, or is none. */
function readMappings(
  { before }: FileVerdict,
  { contents }: PlannedRepository,
  parse: ParseYaml,
): readonly RoleMapping[] | undefined {
  const bytes = before === null ? undefined : contents.get(before);
  const [document] = (bytes && parse(new TextDecoder().decode(bytes))) ?? [];
  const spec = isJsonObject(document) ? document['spec'] : undefined;
  const mappings = isJsonObject(spec) ? spec['roleMappings'] : undefined;
  return Array.isArray(mappings) ? mappings.flatMap(toMapping) : undefined;
}

function toMapping(value: Json): readonly RoleMapping[] {
  if (!isJsonObject(value)) return [];
  const { ssoGroup } = value;
  const role = ROLES.find((each) => each === value['role']);
  return typeof ssoGroup === 'string' && role !== undefined ? [{ ssoGroup, role }] : [];
}
