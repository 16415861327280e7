import type { PlanDocument, ResourceAction } from '../plan/plan.ts';

export interface CommitMessageOptions {
  readonly plan: PlanDocument;
  /** Name of the repository the commit is for. */
  readonly repository: string;
  /** Commit of the program's own repository; undefined where it is in none. */
  readonly sourceCommit: string | undefined;
}

/** How many changes a message lists; the plan has them all. */
const MOST_LINES = 50;

const SYMBOLS: Readonly<Record<ResourceAction, string>> = {
  create: '+',
  update: '~',
  delete: '-',
  replace: '-/+',
  move: '→',
  adopt: '⊕',
  forget: '.',
};

/** Subject, the changes of the repository a line each, and trailers that name project, plan and source commit. */
export function commitMessage({ plan, repository, sourceCommit }: CommitMessageOptions): string {
  const changes = plan.resource_changes.filter((change) => change.repository === repository);
  const lines = changes.slice(0, MOST_LINES).map(({ action, resource, path }) => {
    const name = resource.kind === 'File' ? path : `${resource.kind} ${resource.name} (${path})`;
    return `${SYMBOLS[action]} ${oneLine(name)}`;
  });
  if (changes.length > lines.length) lines.push(`and ${changes.length - lines.length} more`);
  const trailers = [
    `Konstruct-Project: ${plan.project}`,
    `Konstruct-Plan: ${plan.digest}`,
    ...(sourceCommit === undefined ? [] : [`Konstruct-Source: ${sourceCommit}`]),
  ];
  return `${[`${plan.project}: ${subject(changes)}`, lines.join('\n'), trailers.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

// --- internal ---

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
