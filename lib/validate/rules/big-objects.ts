import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { FileSet } from '../../model/file-set.ts';
import { annotationOf } from '../argocd/application-spec.ts';
import { placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';
import { appliesOnServer } from './chart-sources.ts';

/**
 * Client-side apply keeps the whole object in an annotation, and annotations of an object hold 262,144 bytes in all.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/
 */
export function checkBigObjects({ index, syncs }: RuleContext, fileSets: readonly FileSet[]): readonly Diagnostic[] {
  const big = new Set<string>();
  for (const { repository, files } of fileSets) {
    // The text of a file is at least half of its JSON, and most files are far from it.
    for (const { path, content } of files.values()) if (content.length > LIMIT / 2) big.add(`${repository}:${path}`);
  }
  if (big.size === 0) return [];
  return index.all.flatMap((entry) => {
    const { artifact, manifest } = entry;
    if (!big.has(`${artifact.repository}:${artifact.path}`)) return [];
    const size = new TextEncoder().encode(JSON.stringify(manifest)).byteLength;
    const applied = syncs.landingsOf(manifest).find(({ application }) => !appliesOnServer(application.entry));
    const own = annotationOf(manifest, 'argocd.argoproj.io/sync-options') ?? '';
    if (size <= LIMIT || applied === undefined || /(ServerSideApply|Replace)=true/.test(own)) return [];
    const summary = `${manifest.kind} \`${manifest.metadata.name}\` has ${size} bytes, more than the annotation of a client-side apply holds`;
    return [error('SERVER_SIDE_APPLY_NEEDED', { summary, ...placeOfManifest(entry) })];
  });
}

// --- internal ---

const LIMIT = 262_144;
