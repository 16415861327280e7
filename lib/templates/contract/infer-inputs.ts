import { type Diagnostic, error, type SourcePosition, warning } from '../../diagnostics/diagnostic.ts';
import { nearMatches } from '../../diagnostics/near-matches.ts';
import { indexLines } from '../line-index.ts';
import type { TemplateFiles } from '../template-files.ts';
import { findTokens, markupDetector } from '../tokens/find-tokens.ts';
import { type Contract, inputName, type TemplateInput } from './contract.ts';
import { INPUT_FILES } from './input-files.ts';
import { PLATFORM_VALUES, platformValueOfToken } from './platform-values.ts';

/**
 * The inputs of token files that declare none: a required string for each token that the platform does not supply, in
 * the order of paths and places.
 */
export function inferTokenInputs(files: TemplateFiles): readonly TemplateInput[] {
  const inputs: TemplateInput[] = [];
  for (const [token, position] of tokensOf(files)) {
    if (platformValueOfToken(token) === undefined) inputs.push(inferred(token, position));
  }
  return inputs;
}

/** Compares the tokens that an input file declares with those that the files use. */
export function declaredTokens(contract: Contract, files: TemplateFiles): readonly Diagnostic[] {
  const used = tokensOf(files);
  const declared = new Map(contract.inputs.map((input) => [input.token ?? '', input]));
  const found: Diagnostic[] = [];
  for (const [token, input] of declared) {
    if (used.has(token)) continue;
    const summary = `The token \`${token}\` of the input \`${inputName(input)}\` is never used in the template`;
    found.push(warning('INPUT_UNUSED', { summary, source: input.position }));
  }
  const known = [...declared.keys(), ...PLATFORM_VALUES.flatMap(({ tokens }) => tokens)].map((token) =>
    token.slice(1, -1),
  );
  for (const [token, position] of used) {
    if (declared.has(token) || platformValueOfToken(token) !== undefined) continue;
    const near = nearMatches(token.slice(1, -1), known).map((name) => `\`<${name}>\``);
    const fix = near.length > 0 ? { fix: `Did you mean ${near.join(' or ')}?` } : {};
    const summary = `The token \`${token}\` is not declared, and the platform does not supply it`;
    found.push(error('TOKEN_UNDECLARED', { summary, ...fix, source: position }));
  }
  return found;
}

// --- internal ---

/** The first place of each token. */
function tokensOf(files: TemplateFiles): ReadonlyMap<string, SourcePosition> {
  const places = new Map<string, SourcePosition>();
  for (const path of [...files.keys()].sort()) {
    const content = files.get(path);
    if (typeof content !== 'string' || INPUT_FILES.some((name) => name === path)) continue;
    // A guide to the template names tokens without using them.
    const uses = path.endsWith('.md') ? [] : findTokens(content);
    if (uses.length === 0) continue;
    const isMarkup = markupDetector(content);
    const lines = indexLines(content, path);
    for (const { token, offset } of uses) {
      if (places.has(token) || isMarkup(token)) continue;
      places.set(token, lines.positionAt(offset));
    }
  }
  return places;
}

function inferred(token: string, position: SourcePosition): TemplateInput {
  return {
    path: [token.slice(1, -1)],
    token,
    type: 'string',
    required: true,
    default: undefined,
    value: undefined,
    options: [],
    secret: undefined,
    description: undefined,
    tip: undefined,
    position,
  };
}
