import type { PlatformModel } from '../../model/platform-model.ts';
import { LEDGER_FOLDER } from '../../plan/ledger.ts';
import type { Need } from '../evaluate.ts';
import { needsOfFile, needsOfRecordless } from '../needs.ts';
import type { Ownership } from '../ownership.ts';
import type { GroupsFor } from './group-owners.ts';
import { folderRules, isPlaceholder, PLACEHOLDER_PATTERN, placeholderNeed } from './layout-rules.ts';
import { filePattern, folderPattern } from './pattern.ts';

export interface GroupRule {
  readonly pattern: string;
  readonly groups: readonly string[];
}

export interface RepositoryRulesInput {
  readonly repository: string;
  /** Every file that the program wants there. */
  readonly paths: readonly string[];
  /** Path of the CODEOWNERS itself. */
  readonly codeowners: string;
  readonly model: PlatformModel;
  readonly ownership: Ownership;
  readonly groupsFor: GroupsFor;
}

/**
 * The rules of one repository: everything, folders (parents first), placeholders, single files, and at last what is
 * ours. Rules that say what an earlier one says already are left out.
 *
 * @returns `unowned` are patterns of what no group may write
 */
export function repositoryRules(input: RepositoryRulesInput): {
  readonly rules: readonly GroupRule[];
  readonly unowned: readonly string[];
} {
  const { repository, paths, model, ownership, groupsFor } = input;
  const scopes = ownership.scopesOf(repository);
  const rules: Rules = { base: groupsFor(needsOfRecordless(scopes)), folders: new Map(), placeholders: undefined };
  const out: GroupRule[] = [];
  const unowned: string[] = [];
  const add = (pattern: string, groups: readonly string[]) => {
    if (groups.length === 0) unowned.push(pattern);
    else out.push({ pattern, groups });
    return groups.length > 0;
  };
  add('*', rules.base);
  const folders = [...folderRules(scopes, model)].sort((a, b) => (a.folder < b.folder ? -1 : 1));
  for (const { folder, need } of folders) {
    const groups = groupsFor([need]);
    if (!isSame(groups, groupsOf(`${folder}/any`, rules)) && add(folderPattern(folder), groups)) {
      rules.folders.set(folder, groups);
    }
  }
  const placeholder = placeholderNeed(scopes);
  if (placeholder !== undefined && paths.some(isPlaceholder)) {
    const groups = groupsFor([placeholder]);
    if (!isSame(groups, rules.base) && add(PLACEHOLDER_PATTERN, groups)) rules.placeholders = groups;
  }
  for (const path of [...paths].sort()) {
    const groups = groupsFor(needsOfFile({ repository, path, goes: false }, ownership));
    if (!isSame(groups, groupsOf(path, rules))) add(filePattern(path), groups);
  }
  addOurs(input, rules, out, add);
  return { rules: out, unowned };
}

// --- internal ---

interface Rules {
  readonly base: readonly string[];
  readonly folders: Map<string, readonly string[]>;
  placeholders: readonly string[] | undefined;
}

/** The ledger changes with whatever is written, so every owner owns it; the rules themselves are the administrators'. */
function addOurs(
  { ownership, repository, groupsFor, codeowners }: RepositoryRulesInput,
  rules: Rules,
  out: readonly GroupRule[],
  add: (pattern: string, groups: readonly string[]) => boolean,
): void {
  const everybody = [...new Set(out.flatMap(({ groups }) => groups))].sort();
  if (!isSame(everybody, rules.base)) add(folderPattern(LEDGER_FOLDER), everybody);
  const administration: readonly Need[] = ownership
    .scopesOf(repository)
    .map(({ namespace }) => ({ resource: null, namespace, verb: 'write' }));
  const administrators = groupsFor(administration);
  if (!isSame(administrators, rules.base)) add(filePattern(codeowners), administrators);
}

/** Who owns a path by the folders and placeholders so far. */
function groupsOf(path: string, rules: Rules): readonly string[] {
  if (rules.placeholders !== undefined && isPlaceholder(path)) return rules.placeholders;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const found = rules.folders.get(path.slice(0, end));
    if (found !== undefined) return found;
  }
  return rules.base;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((group, index) => group === b[index]);
}
