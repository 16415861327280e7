import type { TemplateSource } from '../../../model/declarations/template.ts';
import { repoPathProblem } from '../../../model/repo-path.ts';
import { hasCredentials, repositoryUrlProblem } from '../../../model/repository-location.ts';
import type { Problem } from './problem.ts';
import { secretProblems } from './secrets.ts';

/** A template's repository, folder and revision. */
export function sourceProblems({ url, path, ref, token }: TemplateSource): readonly Problem[] {
  const problems: Problem[] = [...urlProblems(url, 'source')];
  const badPath = repoPathProblem(path);
  if (badPath !== undefined) {
    problems.push(['SOURCE_INVALID', `The path ${JSON.stringify(path)} of a source cannot be used: ${badPath}`]);
  }
  if (ref !== undefined && !isRevision(ref)) {
    problems.push(['SOURCE_INVALID', `The revision ${JSON.stringify(ref)} of a source is no branch, tag or commit`]);
  }
  if (token !== undefined) problems.push(...secretProblems(token, 'token of a source'));
  return problems;
}

/** A URL that git will be given. */
export function urlProblems(url: string, what: string): readonly Problem[] {
  // never echo it: the password is in it
  if (hasCredentials(url)) return [['REPOSITORY_URL_HAS_CREDENTIALS', `The URL of a ${what} holds credentials`]];
  const bad = repositoryUrlProblem(url);
  return bad ? [['REPOSITORY_URL_INVALID', `The URL ${JSON.stringify(url)} of a ${what} cannot be used`]] : [];
}

// --- internal ---

/** @see https://git-scm.com/docs/git-check-ref-format */
function isRevision(ref: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (ref === '' || /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|[/.]$|\.lock$/.test(ref)) return false;
  return ref !== '@';
}
