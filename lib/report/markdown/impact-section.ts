import { formatPosition } from '../../diagnostics/diagnostic.ts';
import type { ImpactFinding, ImpactObject } from '../../plan/impact/finding.ts';
import { counted, formatResource } from '../plan-words.ts';
import { code, prose } from './escape.ts';

/** One finding as an item of a list: what happens, from what, what it reaches, what to do if it is not meant. */
export function impactItem(finding: ImpactFinding): string {
  const { cause, code: name, summary, beyond, held_by: heldBy, prevention } = finding;
  const others = cause.others === undefined ? '' : ` and ${counted(cause.others, 'more change')}`;
  const source = cause.source === undefined ? '' : `, ${code(formatPosition(cause.source))}`;
  const details = [
    `from ${code(`${cause.repository}: ${cause.path}`)}${others}${source}`,
    ...(finding.reach.length > 0 ? [`reaches ${reached(finding)}`] : []),
    ...(beyond.length > 0 ? [`also ${listed(beyond.map((what) => prose(what)))}`] : []),
    ...(heldBy.length > 0 ? [`held back by ${listed(heldBy.map((what) => prose(what)))}`] : []),
    ...(finding.severity === 'notice' ? [] : [`if it is not meant: ${prose(prevention, 600)}`]),
  ];
  return [`- **${WORDS[finding.severity]}** ${prose(summary, 600)} (${code(name)})`, ...details.map(nested)].join('\n');
}

// --- internal ---

const MOST_NAMED = 5;

const WORDS = {
  destructive: '🛑 deletes:',
  disruptive: '⚠️ disrupts:',
  unknown: '❔ unknown:',
  notice: 'ℹ️',
} as const satisfies Record<ImpactFinding['severity'], string>;

function nested(text: string): string {
  return `  - ${text}`;
}

function reached({ reach, reach_omitted: omitted = 0 }: ImpactFinding): string {
  const more = reach.length + omitted - MOST_NAMED;
  const named = reach.slice(0, MOST_NAMED).map((object) => code(formatObject(object)));
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function formatObject({ resource, cluster }: ImpactObject): string {
  return `${formatResource(resource)}${cluster === null ? '' : ` on ${cluster}`}`;
}

function listed(items: readonly string[]): string {
  const more = items.length - MOST_NAMED;
  return `${items.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
