import type { Diagnostic, SourcePosition } from '../../diagnostics/diagnostic.ts';
import type { Contract, TemplateInput } from '../contract/contract.ts';

/** Gives a path within a template the place of the template in front. */
export type Prefix = (file: string) => string;

/** The findings of a template with the place of the template in front of each file. */
export function placeFindings(found: readonly Diagnostic[], prefix: Prefix): readonly Diagnostic[] {
  return found.map((finding) => ({
    ...finding,
    ...(finding.source && { source: placed(finding.source, prefix) }),
    ...(finding.related && {
      related: finding.related.map((each) => (each.source ? { ...each, source: placed(each.source, prefix) } : each)),
    }),
  }));
}

/** The contract with the place of the template in front of each file. */
export function placeContract(contract: Contract, prefix: Prefix): Contract {
  const place = (input: TemplateInput): TemplateInput => ({
    ...input,
    position: placed(input.position, prefix),
    value: input.value && { ...input.value, position: placed(input.value.position, prefix) },
  });
  return {
    ...contract,
    inputs: contract.inputs.map(place),
    plain: contract.plain.map((each) => ({ ...each, position: placed(each.position, prefix) })),
  };
}

// --- internal ---

function placed(position: SourcePosition, prefix: Prefix): SourcePosition {
  return { ...position, file: prefix(position.file) };
}
