import type { Provenance, TemplateLine } from '../../model/provenance.ts';
import type { TemplateSource } from '../../model/template.ts';
import { findValueReferences } from '../contract/value-references.ts';
import { indexLines } from '../line-index.ts';
import type { TemplateFiles } from '../template-files.ts';
import { findTokens } from '../tokens/find-tokens.ts';

/** The provenance of one rendered file, from what its lines came from. */
export type ProvenanceOf = (lines: Provenance['lines']) => Provenance;

/** Says for the files of one template where rendered lines come from; each file of it is read once, when first asked. */
export function createProvenance(
  template: { readonly source: TemplateSource; readonly label: string; readonly digest: string },
  files: TemplateFiles,
): ProvenanceOf {
  const byFile = new Map<string, ReadonlyMap<number, readonly string[]>>();
  const reads = ({ file, line }: TemplateLine): readonly string[] => {
    let known = byFile.get(file);
    if (known === undefined) {
      known = readsOf(files.get(file));
      byFile.set(file, known);
    }
    return known.get(line) ?? [];
  };
  const { source, label, digest } = template;
  return (lines) => ({ source, label, digest, lines, reads });
}

// --- internal ---

function readsOf(text: string | Uint8Array | undefined): ReadonlyMap<number, readonly string[]> {
  const byLine = new Map<number, Set<string>>();
  if (typeof text !== 'string') return new Map();
  const lines = indexLines(text, '');
  const add = (name: string, offset: number) => {
    const line = lines.lineAt(offset);
    byLine.set(line, (byLine.get(line) ?? new Set()).add(name));
  };
  for (const { path, offset } of findValueReferences(text)) if (path.length > 0) add(path.join('.'), offset);
  for (const { token, offset } of findTokens(text)) add(token, offset);
  return new Map([...byLine].map(([line, names]) => [line, [...names]]));
}
