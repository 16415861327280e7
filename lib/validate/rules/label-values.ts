import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { isJsonObject } from '../../model/json.ts';
import { placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';

/**
 * Values of labels hold at most 63 characters; the API server refuses an object with another.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function checkLabelValues({ index }: RuleContext): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const entry of index.all) {
    const labels = entry.manifest.metadata['labels'];
    if (!isJsonObject(labels)) continue;
    for (const [key, value] of Object.entries(labels)) {
      // Anything but a text is told with its schema.
      if (typeof value !== 'string' || LABEL_VALUE.test(value)) continue;
      const { kind, metadata } = entry.manifest;
      const summary = `Label \`${key}\` of ${kind} \`${metadata.name}\` has a value that no label can have`;
      const detail = value.length > 63 ? `It has ${value.length} characters, and 63 are the most.` : undefined;
      found.push(error('LABEL_INVALID', { summary, detail, ...placeOfManifest(entry, ['metadata', 'labels', key]) }));
    }
  }
  return found;
}

// --- internal ---

const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
