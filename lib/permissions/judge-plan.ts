import { GLOBAL_NAMESPACE } from '../model/identity.ts';
import type { PlatformModel } from '../model/platform-model.ts';
import { compareText } from '../plan/canonical-json.ts';
import type { PermissionDenial, PlanDocument, PlanPermissions } from '../plan/plan.ts';
import { findActor } from './actor.ts';
import type { CountingTeams } from './applied-teams.ts';
import { type HeldRoles, heldRoles, isAllowed, neededRole } from './evaluate.ts';
import type { Matrix } from './matrix.ts';
import { type FileNeed, needKey, needsOfFile, type TouchedFile } from './needs.ts';
import type { Ownership } from './ownership.ts';
import { effectiveMatrix, type PermissionSettings } from './settings.ts';

export interface JudgeInput {
  /** Name of a user or of a group. */
  readonly actor: string;
  readonly settings: PermissionSettings;
  readonly model: PlatformModel;
  readonly ownership: Ownership;
  readonly counting: CountingTeams;
}

/**
 * Judges every file that a plan touches by what the actor may do where the file belongs.
 *
 * Believes nothing that the plan says of itself but the files it touches and the repositories they are in: whose a file
 * is comes from the program and the ledgers, so a plan that anybody may have written can be judged too.
 *
 * @throws {KcdkError} `ACTOR_UNKNOWN`
 */
export function judgePlan(plan: PlanDocument, input: JudgeInput): PlanPermissions {
  const { settings, model, ownership, counting } = input;
  const actor = findActor(input.actor, settings, [...counting.teams, ...model.teams]);
  const matrix = effectiveMatrix(settings);
  const held = heldRoles(matrix, actor, counting.teams);
  const files = touchedFiles(plan, ownership);
  const denials = new Map<string, Denial>();
  const deniedFiles = new Set<TouchedFile>();
  for (const { file, known } of files) {
    const needs = needsOfFile(known, ownership);
    for (const need of needs) {
      if (isAllowed(matrix, held, need)) continue;
      deniedFiles.add(file);
      const denial = denials.get(needKey(need)) ?? { need, files: [] };
      denials.set(needKey(need), denial);
      denial.files.push(file);
    }
  }
  return {
    actor: { name: actor.name, kind: actor.kind, groups: actor.groups, super_user: actor.superUser },
    matrix: { version: matrix.version, source: matrix.source, overridden: Object.keys(settings.overrides).sort() },
    roles_from: counting.from,
    roles: rolesOf(held, model),
    judged: files.length,
    refused: deniedFiles.size,
    denied: [...denials].sort(([a], [b]) => compareText(a, b)).map(([, denial]) => toDenial(denial, matrix, held)),
  };
}

// --- internal ---

interface Denial {
  readonly need: FileNeed;
  readonly files: TouchedFile[];
}

interface JudgedFile {
  readonly file: TouchedFile;
  /** The file as it is looked up; in a repository of no name where the plan means another one than the program. */
  readonly known: TouchedFile;
}

/** Every file that is written or changes its owner, by repository and path. */
function touchedFiles(plan: PlanDocument, ownership: Ownership): readonly JudgedFile[] {
  const files = new Map<string, JudgedFile>();
  const known = new Set(
    plan.repositories
      .filter(({ name, url, branch }) => ownership.repository(name, url, branch))
      .map(({ name }) => name),
  );
  const add = (file: TouchedFile) => {
    const key = JSON.stringify([file.repository, file.path]);
    if (files.has(key)) return;
    files.set(key, { file, known: known.has(file.repository) ? file : { ...file, repository: UNKNOWN_REPOSITORY } });
  };
  for (const { name: repository, files: changes } of plan.repositories) {
    for (const { path, after, action } of changes) {
      add({ repository, path, goes: after === null || action === 'forget' });
    }
  }
  for (const { repository, path } of plan.resource_changes) add({ repository, path, goes: false });
  return [...files].sort(([a], [b]) => compareText(a, b)).map(([, file]) => file);
}

/** No repository has an empty name. */
const UNKNOWN_REPOSITORY = '';

function rolesOf(held: HeldRoles, model: PlatformModel): PlanPermissions['roles'] {
  const namespaces = [GLOBAL_NAMESPACE, ...model.organizations.map(({ name }) => name).sort(compareText)];
  return namespaces.flatMap((namespace) => {
    const role = held.roleIn(namespace);
    return role === undefined ? [] : [{ namespace, role }];
  });
}

function toDenial({ need, files }: Denial, matrix: Matrix, held: HeldRoles): PermissionDenial {
  const { resource, namespace, name, verb } = need;
  return {
    resource,
    namespace,
    name,
    verb,
    held: held.roleIn(namespace) ?? null,
    needed: neededRole(matrix, need),
    files: files.map(({ repository, path }) => ({ repository, path })),
  };
}
