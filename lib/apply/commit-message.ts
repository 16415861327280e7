import { listSome } from '../diagnostics/list-some.ts';
import { ACTION_SYMBOLS } from '../plan/action-symbols.ts';
import { phaseOf } from '../plan/phases/slice-plan.ts';
import type { PlanDocument, PlanPhase, RepositoryPlan, ResourceAction } from '../plan/plan.ts';

export interface CommitMessageOptions {
  readonly plan: PlanDocument;
  readonly phase: PlanPhase;
  /** What the phase does to the repository that the commit is for. */
  readonly repository: RepositoryPlan;
  /** Commit of the program's own repository; undefined where it is in none. */
  readonly sourceCommit: string | undefined;
  /** Trailers that say what a person vouched for in place of a gate. */
  readonly vouched: readonly string[];
}

/** How many changes a message lists; the plan has them all. */
const MOST_LINES = 50;

/** Subject, the changes of the repository a line each, and trailers that name project, plan and source commit. */
export function commitMessage(options: CommitMessageOptions): string {
  const { plan, phase, sourceCommit, vouched } = options;
  const changes = changesOf(options);
  const lines = listSome(changes, MOST_LINES, ({ action, resource, path }) => {
    const name = resource.kind === 'File' ? path : `${resource.kind} ${resource.name} (${path})`;
    return `${ACTION_SYMBOLS[action]} ${oneLine(name)}`;
  });
  const trailers = [
    `Konstruct-Project: ${plan.project}`,
    `Konstruct-Plan: ${plan.digest}`,
    ...(plan.phases.length > 1 ? [`Konstruct-Phase: ${plan.phases.indexOf(phase) + 1}/${plan.phases.length}`] : []),
    ...vouched,
    ...(sourceCommit === undefined ? [] : [`Konstruct-Source: ${sourceCommit}`]),
  ];
  return `${[`${plan.project}: ${subject(changes)}`, lines.join('\n'), trailers.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

// --- internal ---

/** The changes that the phase makes: a move belongs to the phase that writes the new place. */
function changesOf({ plan, phase, repository }: CommitMessageOptions): PlanDocument['resource_changes'] {
  const phases = new Map(repository.files.map((file) => [file.path, phaseOf(file, plan)]));
  const here = plan.resource_changes.filter((change) => change.repository === repository.name);
  return plan.phases.length === 1 ? here : here.filter(({ path }) => phases.get(path) === phase.id);
}

function subject(changes: PlanDocument['resource_changes']): string {
  const words = [
    [count(changes, 'create'), 'add'],
    [count(changes, 'update'), 'change'],
    [count(changes, 'delete'), 'destroy'],
    [count(changes, 'replace'), 'replace'],
    [count(changes, 'move'), 'move'],
    [count(changes, 'adopt'), 'adopt'],
    [count(changes, 'forget'), 'forget'],
  ] as const;
  const said = words.filter(([number]) => number > 0).map(([number, word]) => `${word} ${number}`);
  return said.length === 0 ? 'refresh the ledger' : said.join(', ');
}

function count(changes: PlanDocument['resource_changes'], action: ResourceAction): number {
  return changes.filter((change) => change.action === action).length;
}

/** Names come from files: a line break in one must not become a trailer. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
