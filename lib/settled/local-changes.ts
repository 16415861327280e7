import type { Declaration } from '../model/declaration.ts';
import { addressIn, type PlacedText } from './program-text.ts';

/** Changes that stay with the resources that say them. */
export interface LocalChanges {
  /** Addresses of resources of which nothing but the record says something else. */
  readonly recorded: ReadonlySet<string>;
  /** Addresses of catalog deployments that have other values. */
  readonly deployed: ReadonlySet<string>;
}

/**
 * What differs between two texts of a program, where all of it is local: fields that no other resource looks at. The same
 * resources are declared, in the same places.
 *
 * @param before what `programTexts` said of the program
 * @param after what it says now
 * @returns undefined where something else differs, or more than a few resources do
 */
export function localChanges(before: readonly string[], after: readonly string[]): LocalChanges | undefined {
  if (before.length !== after.length) return undefined;
  const recorded = new Set<string>();
  const deployed = new Set<string>();
  for (const [index, text] of after.entries()) {
    const known = before[index];
    if (known === text) continue;
    const change = known === undefined ? undefined : localChange(known, text);
    if (change === undefined || recorded.size + deployed.size >= MOST) return undefined;
    (change.field === 'values' ? deployed : recorded).add(change.address);
  }
  return { recorded, deployed };
}

// --- internal ---

/** With more of them, it is no longer the rest of the platform that costs. */
const MOST = 100;

/** The field of each kind that is written to its own files and looked at for nothing else. */
const LOCAL: Readonly<Partial<Record<Declaration['kind'], 'description' | 'values'>>> = {
  'cluster-template': 'description',
  'pipeline-template': 'description',
  'helm-template': 'description',
  environment: 'description',
  'catalog-application': 'description',
  'catalog-deployment': 'values',
};

interface LocalChange {
  readonly address: string;
  readonly field: 'description' | 'values';
}

function localChange(before: string, after: string): LocalChange | undefined {
  const [was, around] = JSON.parse(before) as PlacedText;
  const [is, aroundNow] = JSON.parse(after) as PlacedText;
  const field = LOCAL[is['kind'] as Declaration['kind']];
  if (field === undefined) return undefined;
  const others = ({ [field]: _, ...rest }: PlacedText[0], where: unknown) => JSON.stringify([rest, where]);
  const address = addressIn(is['origin']);
  return address !== undefined && others(was, around) === others(is, aroundNow) ? { address, field } : undefined;
}
