import { repoPathProblem } from '../../../model/repo-path.ts';
import { hasCredentials, repositoryUrlProblem } from '../../../model/repository-location.ts';
import type { TemplateSource } from '../../../model/template.ts';
import type { Problem } from './problem.ts';
import { secretProblems } from './secrets.ts';

/** A template's repository, folder and revision. */
export function sourceProblems(source: TemplateSource): readonly Problem[] {
  if ('folder' in source) return folderProblems(source.folder);
  if ('builtIn' in source) {
    const problem = repoPathProblem(source.builtIn);
    const summary = `The built-in template ${JSON.stringify(source.builtIn)} cannot be used: ${problem}`;
    return problem === undefined ? [] : [['SOURCE_INVALID', summary]];
  }
  const { url, path, ref, token } = source;
  const problems: Problem[] = [...urlProblems(url, 'source')];
  const badPath = path === '' ? undefined : repoPathProblem(path);
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
function urlProblems(url: string, what: string): readonly Problem[] {
  // never echo it: the password is in it
  if (hasCredentials(url)) return [['REPOSITORY_URL_HAS_CREDENTIALS', `The URL of a ${what} holds credentials`]];
  const bad = repositoryUrlProblem(url);
  return bad ? [['REPOSITORY_URL_INVALID', `The URL ${JSON.stringify(url)} of a ${what} cannot be used`]] : [];
}

// --- internal ---

/** Any folder will do, also one beside the project: it is read, never written. */
function folderProblems(folder: string): readonly Problem[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (folder !== '' && !/[\\\u0000-\u001f\u007f]/.test(folder)) return [];
  return [['SOURCE_INVALID', `The folder ${JSON.stringify(folder)} of a source cannot be used`]];
}

/** @see https://git-scm.com/docs/git-check-ref-format */
function isRevision(ref: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (ref === '' || /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|[/.]$|\.lock$/.test(ref)) return false;
  return ref !== '@';
}
