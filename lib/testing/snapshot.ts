import type { IConstruct } from 'constructs';
import type { Json } from '../model/json.ts';
import { canonicalJson, compareText } from '../plan/canonical-json.ts';
import { matchByMergeKey } from '../plan/diff/merge-key.ts';
import type { ProgramOptions } from './compile-program.ts';
import { findManifests, type ManifestFilter } from './find-manifests.ts';

/**
 * The Kubernetes objects of a program as data that stays the same when nothing but an order changes: of constructs, of
 * keys, of objects in a file, or of list items that
 * are told apart by a name or a key.
 *
 * Made for the snapshots of any test runner; each file is a member, so that a difference shows where it is.
 *
 * @throws {KcdkError} all error findings of the compilation
 */
export function snapshotOf(
  root: IConstruct,
  filter: ManifestFilter = {},
  options: ProgramOptions = {},
): Readonly<Record<string, readonly Json[]>> {
  const byFile = new Map<string, Json[]>();
  for (const { repository, path, manifest } of findManifests(root, filter, options)) {
    const file = `${repository}/${path}`;
    const objects = byFile.get(file);
    if (objects === undefined) byFile.set(file, [ordered(manifest)]);
    else objects.push(ordered(manifest));
  }
  const files = [...byFile].toSorted(([a], [b]) => compareText(a, b));
  return Object.fromEntries(files.map(([file, objects]) => [file, objects.toSorted(byText)]));
}

// --- internal ---

function ordered(value: Json): Json {
  if (isList(value)) {
    const items = value.map(ordered);
    // what a plan matches wherever it stands
    return matchByMergeKey(items, items) === undefined ? items : items.toSorted(byText);
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
  return Object.fromEntries(members.map(([key, member]) => [key, member === undefined ? null : ordered(member)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function byText(a: Json, b: Json): number {
  return compareText(canonicalJson(a), canonicalJson(b));
}
