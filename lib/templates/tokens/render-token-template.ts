import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { repoPathProblem } from '../../model/repo-path.ts';
import { INPUT_FILES } from '../contract/input-files.ts';
import { PLATFORM_VALUES } from '../contract/platform-values.ts';
import type { TemplateFiles } from '../template-files.ts';
import { misspeltTokens, unresolvedTokens } from './check-tokens.ts';
import { replaceTokens, type TokenValues } from './replace-tokens.ts';

export interface TokenTemplateOptions {
  readonly values: TokenValues;
  /** Tokens that may stay, such as `<REPO_NAME>` before an application is registered. @default none */
  readonly keep?: ReadonlySet<string> | undefined;
}

export interface RenderedFiles {
  readonly files: TemplateFiles;
  /** The file of the template that each file came from. */
  readonly origins: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Renders a token template: every text file, and the paths.
 *
 * Files that are no text are copied. The input file of the template is left out. Pure; linear in the files.
 */
export function renderTokenTemplate(template: TemplateFiles, options: TokenTemplateOptions): RenderedFiles {
  const { values, keep = new Set<string>() } = options;
  const known = [...new Set([...values.keys(), ...keep, ...PLATFORM_VALUES.flatMap(({ tokens }) => tokens)])];
  const findMisspelt = misspeltTokens(known);
  const files = new Map<string, string | Uint8Array>();
  const origins = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const [path, content] of template) {
    if (INPUT_FILES.some((name) => name === path)) continue;
    const target = renderPath(path, values, keep, known, diagnostics);
    const clash = origins.get(target);
    if (clash !== undefined) {
      const summary = `\`${clash}\` and \`${path}\` both become \`${target}\``;
      diagnostics.push(error('PATH_CLASH', { summary, source: { file: path, line: 1, column: 1 } }));
    }
    origins.set(target, path);
    if (typeof content !== 'string') {
      files.set(target, content);
      continue;
    }
    const replaced = replaceTokens(content, values, path);
    const left = replaced.left.filter(({ token }) => !keep.has(token));
    diagnostics.push(
      ...replaced.diagnostics,
      ...unresolvedTokens(content, left, known, path),
      ...findMisspelt(content, path),
    );
    files.set(target, replaced.text);
  }
  return { files, origins, diagnostics };
}

// --- internal ---

function renderPath(
  path: string,
  values: TokenValues,
  keep: ReadonlySet<string>,
  known: readonly string[],
  diagnostics: Diagnostic[],
): string {
  if (!path.includes('<')) return path;
  // Between bars, since a segment that is one token is no line that could be left out.
  const segments = path.split('/').map((segment) => replaceTokens(`|${segment}|`, values, path));
  const left = segments.flatMap((segment) => segment.left).filter(({ token }) => !keep.has(token));
  const source = { file: path, line: 1, column: 1 };
  diagnostics.push(
    ...unresolvedTokens(path, left, known, path).map((found) => ({ ...found, source })),
    ...segments.flatMap((segment) => segment.diagnostics).map((found) => ({ ...found, source })),
  );
  const target = segments.map(({ text }) => text.slice(1, -1)).join('/');
  const problem = repoPathProblem(target);
  if (problem === undefined) return target;
  const summary = `\`${path}\` cannot become a path: ${problem}`;
  diagnostics.push(error('PATH_UNSAFE', { summary, source }));
  return path;
}
