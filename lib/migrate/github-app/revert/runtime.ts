import type { Edit } from '../../../edit/edit.ts';
import { findNode, findText } from '../../../edit/path.ts';
import { imageState } from '../image-tags.ts';
import { type Assessment, type Sighting, unknownShape } from '../part.ts';
import { RUNTIME_TEMPLATE, SCRAPE_ANNOTATIONS } from '../runtime-config.ts';
import { OLD } from './our-objects.ts';

/** The runtime of the Terraform provider: gets the images back that read the token, and is not scraped any more. */
export function revertRuntimeConfig(sighting: Sighting): Assessment {
  const { document, root } = sighting;
  const containers = findNode(root, [...RUNTIME_TEMPLATE, 'spec', 'containers']);
  if (containers?.kind !== 'list') return unknownShape(sighting, 'it has no list of containers', containers);
  const edits: Edit[] = [];
  for (const [index, { value }] of containers.items.entries()) {
    const state = imageState(findText(value, ['image']) ?? '');
    if (state?.state === 'unknown') return unknownShape(sighting, 'an image is of no known release', value);
    if (state?.state !== 'after') continue;
    const path = [...RUNTIME_TEMPLATE, 'spec', 'containers', index, 'image'];
    edits.push({ op: 'set', document, path, value: state.previous });
  }
  edits.push(...withoutAnnotations(sighting));
  return edits.length === 0 ? OLD : { era: 'github-app', edits, diagnostics: [] };
}

/** The Service in front of the provider: loses the port for metrics. Its label stays, it was there before. */
export function revertMetricsService(sighting: Sighting): Assessment {
  const { document, root } = sighting;
  const ports = findNode(root, ['spec', 'ports']);
  if (ports?.kind !== 'list') return unknownShape(sighting, 'it has no list of ports', ports);
  const index = ports.items.findIndex(
    ({ value }) => findText(value, ['name']) === 'metrics' && findText(value, ['port']) === '8080',
  );
  if (index === -1 || ports.items.length === 1) return OLD;
  return { era: 'github-app', edits: [{ op: 'delete', document, path: ['spec', 'ports', index] }], diagnostics: [] };
}

// --- internal ---

function withoutAnnotations({ document, root }: Sighting): readonly Edit[] {
  const metadata = findNode(root, [...RUNTIME_TEMPLATE, 'metadata']);
  const annotations = findNode(metadata, ['annotations']);
  if (metadata?.kind !== 'map' || annotations?.kind !== 'map') return [];
  const ours = Object.entries(SCRAPE_ANNOTATIONS).filter(([key, value]) => findText(annotations, [key]) === value);
  if (ours.length === 0) return [];
  const path = [...RUNTIME_TEMPLATE, 'metadata'];
  if (ours.length < annotations.entries.length)
    return ours.map(([key]) => ({ op: 'delete', document, path: [...path, 'annotations', key] }));
  const isAll = metadata.entries.length === 1;
  return [{ op: 'delete', document, path: isAll ? path : [...path, 'annotations'] }];
}
