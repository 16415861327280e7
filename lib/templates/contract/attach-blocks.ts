import { type Diagnostic, error, warning } from '../../diagnostics/diagnostic.ts';
import type { AnnotationBlock } from './annotation-blocks.ts';
import { pathOf, type ValuesDocument, type ValuesKey } from './values-document.ts';

/** A key with the annotations above it. */
export interface AnnotatedKey {
  readonly key: ValuesKey;
  readonly path: readonly string[];
  readonly block: AnnotationBlock;
}

/**
 * Gives each block the key directly beneath it: the next one in the file, unless another block comes first.
 *
 * Blocks and keys come in the order of the file; one pass over both.
 */
export function attachBlocks(
  blocks: readonly AnnotationBlock[],
  { keys, lines }: ValuesDocument,
): { readonly annotated: readonly AnnotatedKey[]; readonly diagnostics: readonly Diagnostic[] } {
  const annotated: AnnotatedKey[] = [];
  const diagnostics: Diagnostic[] = [];
  let next = 0;
  for (const [index, block] of blocks.entries()) {
    while (next < keys.length && (keys[next]?.offset ?? 0) < block.end) next++;
    const key = keys[next];
    const following = blocks[index + 1];
    const position = key === undefined ? undefined : lines.positionAt(key.offset);
    if (key === undefined || position === undefined || (following && following.position.line <= position.line)) {
      diagnostics.push(warning('INPUT_WITHOUT_KEY', { source: block.position }));
      continue;
    }
    const path = pathOf(key);
    if (key.inList) {
      const summary = `The key \`${path.join('.')}\` is inside a list and cannot be an input`;
      diagnostics.push(error('INPUT_IN_LIST', { summary, source: position }));
      continue;
    }
    if (position.column !== block.position.column) {
      const summary = `The \`@input\` block of \`${path.join('.')}\` is indented unlike the key`;
      diagnostics.push(warning('INPUT_MISALIGNED', { summary, source: block.position }));
    }
    annotated.push({ key, path, block });
  }
  return { annotated, diagnostics };
}
