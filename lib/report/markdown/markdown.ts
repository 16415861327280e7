import { describeGate } from '../../model/gate.ts';
import { ACTION_SYMBOLS } from '../../plan/action-symbols.ts';
import type { ImpactFinding } from '../../plan/impact/finding.ts';
import type { PlanDocument, ResourceChange } from '../../plan/plan.ts';
import { conclusionOf, counted, formatResource, isDestroyed, planNotes } from '../plan-words.ts';
import { visible } from '../visible.ts';
import { createAllowance, sizeOf, takeWhileFits } from './allowance.ts';
import { code, fence, prose } from './escape.ts';
import { diagnosticLines } from './finding-lines.ts';
import { impactItem } from './impact-section.ts';
import { permissionLines } from './permission-section.ts';
import { type ResourceSection, resourceSection } from './resource-section.ts';

export interface MarkdownOptions {
  /** Characters that the text may have; counted in bytes of UTF-8, so that it is never more. */
  readonly limit: number;
  /** Where the whole report is to be found; named where something was cut. */
  readonly fullReport?: string | undefined;
}

/** Characters that forges take in a comment. */
export const COMMENT_LIMITS = { github: 65_536, gitlab: 1_000_000 } as const;

/**
 * A plan as a comment: what is destroyed and what it does to clusters on top, resources collapsed below.
 *
 * Starts with `planMarker`. What does not fit is left out by whole findings and resources, and the text says what; it is
 * never longer than the limit, and no fence or element stays open. Nothing of others can be markup in it.
 */
export function renderMarkdown(plan: PlanDocument, options: MarkdownOptions): string {
  const { head, why } = conclusionOf(plan);
  const top = [
    planMarker(plan),
    `### ${code(plan.project)}: ${head}`,
    ...(why === '' ? [] : [why]),
    // An element and no stars: not every reader of Markdown keeps stars apart that stand in code between them.
    ...planNotes(plan).map(({ text }) => `<strong>${prose(text)}</strong>`),
  ];
  const bottom = footer(plan);
  const room = options.limit - sizeOf([...top, bottom].join('\n\n')) - CUT_NOTE_ROOM;
  const allowance = createAllowance(Math.max(0, room));
  const sections = SECTIONS.map(({ share, make }) => {
    const own = createAllowance(Math.min(allowance.left, Math.floor(room * share)));
    const section = make(plan, own);
    allowance.spend(sizeOf(section.blocks.join('\n\n')) + 2);
    return section;
  });
  const resources = resourceSection(plan, allowance);
  const cut = cutNote(sections, resources, options);
  const blocks = [
    ...top,
    ...(cut === '' ? [] : [cut]),
    ...sections.flatMap((one) => one.blocks),
    ...resources.blocks,
    bottom,
  ];
  return `${blocks.join('\n\n')}\n`;
}

/**
 * The hidden line by which the comment of a project and its targets is found again.
 *
 * Plans of another part of the same project have another marker, so that each keeps its own comment.
 */
export function planMarker({ project, targets }: Pick<PlanDocument, 'project' | 'targets'>): string {
  const parts = targets === undefined ? [] : [...targets.target, ...targets.exclude.map((one) => `!${one}`)];
  const words = [project, ...parts].map((part) => encodeURIComponent(visible(part)).replaceAll('-', '%2D'));
  const whole = words.join(' ');
  return `<!-- konstruct-cdk plan ${whole.length <= MOST_MARKER ? whole : `${words[0]?.slice(0, 100)} ${fingerprint(whole)}`} -->`;
}

// --- internal ---

const CUT_NOTE_ROOM = 900;
const MOST_MARKER = 300;
const MOST_LINK = 400;

interface Section {
  readonly blocks: readonly string[];
  /** What was left out, such as `3 errors`; empty for nothing. */
  readonly cut: string;
}

type Maker = (plan: PlanDocument, allowance: ReturnType<typeof createAllowance>) => Section;

/** What stands above the resources, and the most that each may take of the room. */
const SECTIONS: readonly { readonly share: number; readonly make: Maker }[] = [
  { share: 0.2, make: diagnosticsOf('error') },
  { share: 0.2, make: impactOf('Deletes on clusters', ({ severity }) => severity === 'destructive', false) },
  { share: 0.15, make: destroys },
  {
    share: 0.1,
    make: impactOf('Also on clusters', ({ severity }) => severity === 'disruptive' || severity === 'unknown', false),
  },
  { share: 0.05, make: phases },
  { share: 0.05, make: permissions },
  { share: 0.05, make: impactOf('Done otherwise from then on', ({ severity }) => severity === 'notice', true) },
  { share: 0.1, make: diagnosticsOf('warning') },
];

function impactOf(title: string, wanted: (finding: ImpactFinding) => boolean, collapsed: boolean): Maker {
  return ({ impact = [] }, allowance) => {
    const found = impact.filter(wanted);
    return listSection({ title, items: found.map(impactItem), word: 'finding', collapsed }, allowance);
  };
}

function destroys({ resource_changes: changes }: PlanDocument, allowance: ReturnType<typeof createAllowance>): Section {
  const items = changes.filter(isDestroyed).map(destroyItem);
  return listSection(
    { title: `Destroys ${counted(items.length, 'resource')}`, items, word: 'destroyed resource', collapsed: false },
    allowance,
  );
}

function destroyItem(change: ResourceChange): string {
  const what = `${ACTION_SYMBOLS[change.action]} ${formatResource(change.previous_resource ?? change.resource)}`;
  return `- ${code(what)} in ${code(`${change.repository}: ${change.previous_path ?? change.path}`)}`;
}

function phases({ phases: all }: PlanDocument, allowance: ReturnType<typeof createAllowance>): Section {
  if (all.length < 2) return { blocks: [], cut: '' };
  const items = all.map(({ commits, gates = [] }, index) => {
    const what =
      commits.length === 0 ? 'is done already' : `commits to ${commits.map((name) => code(name)).join(', ')}`;
    const waits = gates.map(({ gate }) => `   - then waits until ${prose(describeGate(gate), 600)}`);
    return [`${index + 1}. ${what}`, ...waits].join('\n');
  });
  return listSection({ title: `In ${all.length} phases`, items, word: 'phase', collapsed: false }, allowance);
}

function permissions({ permissions: judged }: PlanDocument, allowance: ReturnType<typeof createAllowance>): Section {
  if (judged === undefined) return { blocks: [], cut: '' };
  const { title, items } = permissionLines(judged);
  return listSection({ title, items, word: 'refusal', collapsed: false }, allowance);
}

interface ListInput {
  readonly title: string;
  readonly items: readonly string[];
  readonly word: string;
  readonly collapsed: boolean;
}

function listSection(list: ListInput, allowance: ReturnType<typeof createAllowance>): Section {
  const { title, items, word, collapsed } = list;
  if (items.length === 0) return { blocks: [], cut: '' };
  const open = collapsed ? `<details><summary>${title} (${items.length})</summary>` : `**${title}**`;
  if (!allowance.spend(sizeOf(open) + LIST_ROOM)) return { blocks: [], cut: counted(items.length, word) };
  const shown = takeWhileFits(items, allowance);
  const more = items.length - shown.length;
  const list_ = [...shown, ...(more > 0 ? [`- and ${counted(more, `more ${word}`)}`] : [])].join('\n');
  const blocks = collapsed ? [open, list_, '</details>'] : [open, list_];
  return { blocks, cut: more > 0 ? counted(more, word) : '' };
}

const LIST_ROOM = 100;

function diagnosticsOf(severity: 'error' | 'warning'): Maker {
  return ({ diagnostics }, allowance) => {
    const found = diagnostics.filter((one) => one.severity === severity);
    if (found.length === 0) return { blocks: [], cut: '' };
    if (!allowance.spend(2 * LIST_ROOM)) return { blocks: [], cut: counted(found.length, severity) };
    const texts = takeWhileFits(
      found.map((one) => diagnosticLines(one).join('\n')),
      allowance,
    );
    const more = found.length - texts.length;
    const lines = [...texts, ...(more > 0 ? [`and ${counted(more, `more ${severity}`)}`] : [])]
      .join('\n\n')
      .split('\n');
    const title = counted(found.length, severity);
    const block = fence('text', lines);
    const blocks =
      severity === 'error' ? [`**${title}**`, block] : [`<details><summary>${title}</summary>`, block, '</details>'];
    return { blocks, cut: more > 0 ? counted(more, severity) : '' };
  };
}

function cutNote(sections: readonly Section[], resources: ResourceSection, options: MarkdownOptions): string {
  const parts = [
    ...sections.map(({ cut }) => cut).filter((one) => one !== ''),
    ...(resources.omitted > 0 ? [counted(resources.omitted, 'change')] : []),
    ...(resources.withoutDifference > 0
      ? [`what differs in ${counted(resources.withoutDifference, 'changed resource')}`]
      : []),
  ];
  if (parts.length === 0) return '';
  const link = options.fullReport;
  const where =
    link !== undefined && link.length <= MOST_LINK && /^https:\/\/[^\s<>()"'`]+$/.test(link)
      ? `The whole plan is in [the report](${link}).`
      : '`kcdk plan --diff` shows the whole plan.';
  return `> **Cut to ${options.limit.toLocaleString('en')} characters.** Left out: ${parts.join(', ')}. ${where}`;
}

function footer({ digest, kcdk_version: version, repositories }: PlanDocument): string {
  const touched = repositories.filter(({ files }) => files.length > 0);
  const bases = touched
    .slice(0, MOST_BASES)
    .map(
      ({ name, branch, base }) =>
        `${code(`${name}@${branch}`, 100)} ${code(base === null ? '(new)' : base.slice(0, 10))}`,
    );
  const more = touched.length - bases.length;
  const based = bases.length === 0 ? '' : `<br>Based on ${bases.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `---\nPlan ${code(digest)} of kcdk ${code(version, 50)}${based}`;
}

const MOST_BASES = 10;

/** FNV-1a: short, and only there to tell long markers apart. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
