import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { placeOf } from '../../model/origin.ts';
import type { CatalogDeployment } from '../../model/platform-model.ts';
import type { LoadedTemplate, RenderedFile } from '../../templates/library/template-library.ts';
import { indexLines } from '../../templates/line-index.ts';
import { scanHcl } from '../../templates/terraform/scan-hcl.ts';
import { withOwner } from './deployment-findings.ts';

/**
 * Looks at rendered Terraform as far as one can without running it: each file has a structure, and there is something in them.
 *
 * After rendering, since a token may stand for any part of a line.
 */
export function terraformProblems(
  deployment: CatalogDeployment,
  { label }: LoadedTemplate,
  files: readonly RenderedFile[],
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  let hasContent = false;
  for (const file of files) {
    const problem = /\.tf\.json$/.test(file.path) ? jsonProblem(file.text) : hclProblem(file);
    if (/^[^/]+\.tf(?:\.json)?$/.test(file.path)) hasContent ||= problem !== undefined || !isEmpty(file);
    if (problem === undefined) continue;
    const { line, column } = indexLines(file.text, file.path).positionAt(problem.offset);
    const origin = file.provenance.lines()[line - 1];
    const source = { file: `${label}/${origin?.file ?? file.path}`, line: origin?.line ?? line, column };
    const summary = `\`${file.path}\` of the Terraform of deployment \`${deployment.name}\` cannot be read`;
    found.push(withOwner(error('TERRAFORM_INVALID', { summary, detail: problem.what, source }), deployment));
  }
  if (!hasContent) {
    const summary = `The Terraform of deployment \`${deployment.name}\` of \`${deployment.item.name}\` is empty`;
    found.push(error('TEMPLATE_RENDERS_NOTHING', { summary, ...placeOf(deployment.origin) }));
  }
  return found;
}

// --- internal ---

interface Problem {
  readonly offset: number;
  readonly what: string;
}

function hclProblem({ path, text }: RenderedFile): Problem | undefined {
  return path === 'provider' || path.endsWith('.tf') ? scanHcl(text).problem : undefined;
}

/** What the parser says of the place quotes the text, which may be anything. */
function jsonProblem(text: string): Problem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (cause) {
    const [, at] = /at position (\d+)/.exec(String(cause)) ?? [];
    return { offset: Math.min(Number(at ?? 0), text.length), what: 'It is no JSON.' };
  }
}

function isEmpty({ path, text }: RenderedFile): boolean {
  if (path.endsWith('.json')) return false;
  const { blocks, attributes } = scanHcl(text);
  return blocks.length === 0 && attributes.length === 0;
}
