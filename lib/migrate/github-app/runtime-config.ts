import type { Edit } from '../../edit/edit.ts';
import type { ScalarNode } from '../../edit/node.ts';
import { findNode, findText } from '../../edit/path.ts';
import { imageState } from './image-tags.ts';
import { type Assessment, DONE, findingAt, type Sighting, unknownShape } from './part.ts';

export const RUNTIME_TEMPLATE = ['spec', 'deploymentTemplate', 'spec', 'template'] as const;

/** @see Konstruct 0.3.6 release notes, "add Prometheus scrape annotations" */
export const SCRAPE_ANNOTATIONS: Readonly<Record<string, string>> = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': '8080',
  'prometheus.io/path': '/metrics',
};

/** The runtime of the Terraform provider: gets the images that know GitHub Apps, and is scraped. */
export function assessRuntimeConfig(sighting: Sighting): Assessment {
  const { document, root } = sighting;
  const containers = findNode(root, [...RUNTIME_TEMPLATE, 'spec', 'containers']);
  if (containers?.kind !== 'list') return unknownShape(sighting, 'it has no list of containers', containers);
  const edits: Edit[] = [];
  const states: string[] = [];
  for (const [index, { value }] of containers.items.entries()) {
    const image = findNode(value, ['image']);
    const state = image?.kind === 'scalar' ? imageState(image.text) : undefined;
    if (image === undefined || state === undefined) continue;
    if (state.state === 'unknown') return unknownImage(sighting, image as ScalarNode);
    states.push(state.name);
    if (state.state === 'before') {
      edits.push({
        op: 'set',
        document,
        path: [...RUNTIME_TEMPLATE, 'spec', 'containers', index, 'image'],
        value: state.wanted,
      });
    }
  }
  if (!states.includes('provider-terraform'))
    return unknownShape(sighting, 'it has no container of the Terraform provider', containers);
  const images = edits.length;
  edits.push(...annotate(sighting));
  if (edits.length === 0) return DONE;
  const isOld = images === states.length && edits.length > images;
  return { era: isOld ? 'pat' : 'mixed', edits, diagnostics: [] };
}

// --- internal ---

function unknownImage(sighting: Sighting, image: ScalarNode): Assessment {
  return {
    era: 'unknown',
    edits: [],
    diagnostics: [findingAt(sighting, 'MIGRATE_IMAGE_UNKNOWN', `\`${image.text}\``, image)],
  };
}

function annotate({ document, root }: Sighting): readonly Edit[] {
  const metadata = findNode(root, [...RUNTIME_TEMPLATE, 'metadata']);
  const path = [...RUNTIME_TEMPLATE, 'metadata', 'annotations'];
  if (metadata === undefined) {
    const value = { annotations: { ...SCRAPE_ANNOTATIONS } };
    return [{ op: 'insert', document, path: RUNTIME_TEMPLATE, key: 'metadata', value, at: 'first' }];
  }
  const annotations = findNode(metadata, ['annotations']);
  if (annotations?.kind !== 'map') return [{ op: 'set', document, path, value: { ...SCRAPE_ANNOTATIONS } }];
  return Object.entries(SCRAPE_ANNOTATIONS).flatMap(([key, value]): readonly Edit[] =>
    findText(annotations, [key]) === value ? [] : [{ op: 'set', document, path: [...path, key], value }],
  );
}
