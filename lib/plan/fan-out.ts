import { canonicalJson } from './canonical-json.ts';
import { groupKindOf } from './diff/diff-file.ts';
import { placeInPath } from './place.ts';
import type { ResourceChange } from './plan.ts';

/** One change in several places: resources that differ by environment, cluster and organization alone. */
export interface FanOut {
  /** Positions in `resource_changes`, in order; at least three. */
  readonly changes: readonly number[];
  /** How many environments, clusters and repositories they are in; 0 where their files are of none. */
  readonly environments: number;
  readonly clusters: number;
  readonly repositories: number;
}

/**
 * Groups equal changes, so that a change of forty environments is read once.
 *
 * The environment and the cluster of a file are read off its path. Two changes are the same when kind, name, fields and
 * objects are, once the names of their own environment, cluster and repository are taken out. Linear in their size.
 */
export function findFanOut(changes: readonly ResourceChange[]): readonly FanOut[] {
  if (changes.length < LEAST) return [];
  const groups = new Map<string, { readonly index: number; readonly place: Place }[]>();
  for (const [index, change] of changes.entries()) {
    const place = placeOf(change);
    if (place === undefined) continue;
    const key = likenessOf(change, place);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [{ index, place }]);
    else known.push({ index, place });
  }
  return [...groups.values()].filter((members) => members.length >= LEAST).map(toFanOut);
}

// --- internal ---

const LEAST = 3;

interface Place {
  readonly repository: string;
  readonly environment: string | undefined;
  readonly cluster: string | undefined;
}

function placeOf({ repository, path }: ResourceChange): Place | undefined {
  const place = placeInPath(path);
  return place && { repository, environment: place.environment, cluster: place.cluster };
}

function likenessOf(change: ResourceChange, place: Place): string {
  const { action, resource, previous_resource: previous, fields, before, after, path, previous_path: from } = change;
  const { namespace, name } = resource;
  const text = canonicalJson([
    action,
    groupKindOf(resource),
    [namespace, name, previous ?? null, path, from ?? null],
    change.formatting_only ?? false,
    fields.map(({ source: _, ...field }) => field),
    before ?? null,
    after ?? null,
  ]);
  const names = [place.repository, place.environment, place.cluster].filter((one) => one !== undefined);
  const longestFirst = [...new Set(names)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return longestFirst.reduce((rest, one) => rest.replace(wordOf(one), `\0${names.indexOf(one)}\0`), text);
}

const WORDS = new Map<string, RegExp>();
const MOST_WORDS = 10_000;

/** The name where it stands by itself, or between what is no letter and no digit. */
function wordOf(name: string): RegExp {
  const known = WORDS.get(name);
  if (known !== undefined) return known;
  if (WORDS.size >= MOST_WORDS) WORDS.clear();
  const word = new RegExp(`(?<![A-Za-z0-9])${name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![A-Za-z0-9])`, 'g');
  WORDS.set(name, word);
  return word;
}

function toFanOut(members: readonly { readonly index: number; readonly place: Place }[]): FanOut {
  const distinct = (pick: (place: Place) => string | undefined) =>
    new Set(members.map(({ place }) => pick(place)).filter((one) => one !== undefined)).size;
  return {
    changes: members.map(({ index }) => index),
    environments: distinct(({ environment }) => environment),
    clusters: distinct(({ cluster }) => cluster),
    repositories: distinct(({ repository }) => repository),
  };
}
