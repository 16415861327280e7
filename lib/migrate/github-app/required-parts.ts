import { type Diagnostic, error, warning } from '../../diagnostics/diagnostic.ts';
import type { ClusterTree } from '../cluster-trees.ts';
import { findingAt, NAMES_OF_PARTS, type Part, type Sighting } from './part.ts';

/**
 * Findings about parts that are not there.
 *
 * The Secret of the provider and its image have to change together, so both must be found. Without the others the
 * migration is whole, but perhaps not all of it is in this folder.
 */
export function missingParts(tree: ClusterTree, found: readonly Sighting[]): readonly Diagnostic[] {
  const has = (part: Part) => found.some((each) => each.part === part);
  const required = (['crossplane-credentials', 'runtime-config'] as const).filter((part) => !has(part));
  const expected = (['repository-credentials', 'metrics-service'] as const).filter((part) => !has(part));
  const details = (part: Part) => ({ path: tree.folder, detail: `the ${NAMES_OF_PARTS[part]} of \`${tree.name}\`` });
  return [
    ...required.map((part) => error('MIGRATE_PART_MISSING', details(part))),
    ...expected.map((part) => warning('MIGRATE_PART_MISSING', details(part))),
  ];
}

/** Findings about parts that are there more than once: which of them is in use, no file says. */
export function twiceParts(found: readonly Sighting[]): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const part of ['runtime-config', 'metrics-service'] as const) {
    for (const sighting of found.filter((each) => each.part === part).slice(1)) {
      findings.push(findingAt(sighting, 'MIGRATE_PART_TWICE', `the ${NAMES_OF_PARTS[part]}`));
    }
  }
  return findings;
}
