import type { PlanDocument, RepositoryPlan, ResourceChange } from '../../plan/plan.ts';
import { indexFanOut } from '../fan-out-index.ts';
import { counted } from '../plan-words.ts';
import { type Allowance, sizeOf, takeWhileFits } from './allowance.ts';
import { code } from './escape.ts';
import { type ResourceBlock, resourceBlock } from './resource-block.ts';

/** The changes of all repositories as far as there is room, and what was left out. */
export interface ResourceSection {
  readonly blocks: readonly string[];
  /** Changes that are not there at all. */
  readonly omitted: number;
  /** Changes that are there as a line, without what differs. */
  readonly withoutDifference: number;
}

/** Every change as a line first; what room is left then goes to differences, those of existing resources before new ones. */
export function resourceSection(plan: PlanDocument, allowance: Allowance): ResourceSection {
  const groups = groupsOf(plan);
  const shown: { readonly heading: string; readonly lines: ResourceBlock[]; readonly rest: string }[] = [];
  let omitted = 0;
  for (const { repository, blocks, elsewhere } of groups) {
    const heading = `#### ${code(`${repository.name} (${repository.branch})`)}`;
    const rest = restLine(blocks.length, elsewhere);
    if (!allowance.take(`${heading}\n\n${rest}`)) {
      omitted += blocks.length;
      continue;
    }
    const lines = takeWhileFits(
      blocks.map(({ line }) => line),
      allowance,
    ).length;
    omitted += blocks.length - lines;
    shown.push({ heading, lines: blocks.slice(0, lines), rest: restLine(blocks.length - lines, elsewhere) });
  }
  const whole =
    omitted > 0
      ? new Map<ResourceBlock, string>()
      : differences(
          shown.flatMap(({ lines }) => lines),
          allowance,
        );
  const there = shown.reduce((sum, { lines }) => sum + lines.length, 0);
  return {
    blocks: shown.flatMap(({ heading, lines, rest }) => [
      heading,
      ...joinLines(lines.map((block) => whole.get(block) ?? block.line)),
      ...(rest === '' ? [] : [rest]),
    ]),
    omitted,
    withoutDifference: there - whole.size,
  };
}

// --- internal ---

interface RepositoryGroup {
  readonly repository: RepositoryPlan;
  readonly blocks: readonly ResourceBlock[];
  /** Changes that are shown with the first of their kind. */
  readonly elsewhere: number;
}

function groupsOf(plan: PlanDocument): readonly RepositoryGroup[] {
  const fanOut = indexFanOut(plan);
  const byRepository = new Map<string, ResourceChange[]>();
  for (const change of plan.resource_changes) {
    const known = byRepository.get(change.repository);
    if (known === undefined) byRepository.set(change.repository, [change]);
    else known.push(change);
  }
  return plan.repositories.flatMap((repository) => {
    const changes = byRepository.get(repository.name) ?? [];
    if (changes.length === 0) return [];
    const drifted = new Set(repository.files.filter((file) => file.drifted).map(({ path }) => path));
    // what a person changed by hand is always shown
    const named = changes.filter((change) => fanOut.get(change) !== null || drifted.has(change.path));
    const blocks = named.map((change) =>
      resourceBlock(change, plan, { group: fanOut.get(change) ?? undefined, drifted: drifted.has(change.path) }),
    );
    return [{ repository, blocks, elsewhere: changes.length - named.length }];
  });
}

/** Neighbouring items of a list as one block. */
function joinLines(blocks: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (last?.startsWith('- ') && block.startsWith('- ')) joined.splice(-1, 1, `${last}\n${block}`);
    else joined.push(block);
  }
  return joined;
}

function restLine(omitted: number, elsewhere: number): string {
  const parts = [
    omitted > 0 ? `${counted(omitted, 'more change')}` : '',
    elsewhere > 0 ? `${counted(elsewhere, 'change')} shown once, with the first of their kind` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `and ${parts.join(', ')}`;
}

/** The room of the line is given back, since the whole takes its place. */
function differences(blocks: readonly ResourceBlock[], allowance: Allowance): ReadonlyMap<ResourceBlock, string> {
  const whole = new Map<ResourceBlock, string>();
  const isNew = ({ change }: ResourceBlock) => change.action === 'create';
  for (const block of [...blocks.filter((one) => !isNew(one)), ...blocks.filter(isNew)]) {
    if (allowance.left < LEAST_ROOM) break;
    const text = block.whole();
    if (allowance.spend(sizeOf(text) - sizeOf(block.line))) whole.set(block, text);
  }
  return whole;
}

const LEAST_ROOM = 200;
