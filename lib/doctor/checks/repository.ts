import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { walk } from '../../edit/node.ts';
import { findNode, findText } from '../../edit/path.ts';
import { indexLines } from '../../edit/text-lines.ts';
import { doubtAt, type RepositoryResources, type Resource, troubleAt } from '../resources.ts';

/** Troubles of single objects, wherever they lie in the repository. */
export function checkRepository(repository: RepositoryResources): readonly Diagnostic[] {
  const { resources } = repository;
  return [
    ...resources.flatMap(outdated),
    ...gitAccounts(resources),
    ...oldRunners(resources),
    ...unescaped(repository),
  ];
}

// --- internal ---

/** @see https://external-secrets.io/latest/introduction/stability-support/ */
function outdated(resource: Resource): readonly Diagnostic[] {
  if (resource.apiVersion !== 'external-secrets.io/v1beta1') return [];
  const detail = `${resource.kind} \`${resource.name}\` is of \`v1beta1\`; releases from 0.17 serve \`v1\` only.`;
  return [doubtAt('DOCTOR_API_OUTDATED', resource, { detail }, findNode(resource.root, ['apiVersion']))];
}

/** After the connection was changed, the record of the token has to go: two of one owner are ambiguous. */
function gitAccounts(resources: readonly Resource[]): readonly Diagnostic[] {
  const accounts = resources.filter(({ kind }) => kind === 'GitAccount');
  const idOf = ({ namespace = '', root }: Resource) =>
    ['orgName', 'repoName'].reduce((id, field) => `${id}/${findText(root, ['spec', field]) ?? ''}`, namespace);
  const apps = accounts.filter((each) => authOf(each) === 'github-app');
  const current = new Set(apps.map(idOf));
  const elsewhere = accounts.flatMap((each) => {
    if (authOf(each) !== 'pat' || current.has(idOf(each))) return [];
    const other = apps.find((app) => withoutNamespace(app) === withoutNamespace(each));
    if (other === undefined) return [];
    const detail = `\`${other.name}\` connects the owner of \`${each.name}\` by GitHub App, but in \`${other.namespace}\`: whoever uses \`${each.name}\` looks in \`${each.namespace}\` only.`;
    const fix = `Make it in \`${each.namespace}\`, and delete the GitAccount of the token.`;
    return [troubleAt('DOCTOR_GIT_ACCOUNTS', other, { detail, fix })];
  });
  const beside = accounts
    .filter((each) => authOf(each) === 'pat' && current.has(idOf(each)))
    .map((each) => {
      const detail = `\`${each.name}\` in \`${each.namespace}\` is the connection by token; there is one by GitHub App beside it.`;
      return troubleAt('DOCTOR_GIT_ACCOUNTS', each, { detail });
    });
  return [...beside, ...elsewhere];
}

const withoutNamespace = ({ root }: Resource) =>
  ['orgName', 'repoName'].map((field) => findText(root, ['spec', field]) ?? '').join('/');

const authOf = ({ root }: Resource) => findText(root, ['spec', 'auth']);

/** @see https://github.com/actions/actions-runner-controller/releases/tag/actions-runner-controller-0.21.0 */
function oldRunners(resources: readonly Resource[]): readonly Diagnostic[] {
  const uses = resources.some(({ root }) => hasKey(root, 'githubAPICredentialsFrom'));
  if (!uses) return [];
  return resources.flatMap((resource) => {
    if (findText(resource.root, ['spec', 'source', 'chart']) !== 'actions-runner-controller') return [];
    const version = findNode(resource.root, ['spec', 'source', 'targetRevision']);
    const text = version?.kind === 'scalar' ? version.text : '';
    const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(text) ?? [];
    if (major === undefined || Number(major) > 0 || Number(minor) >= 21) return [];
    const detail = `Chart ${text} ignores \`githubAPICredentialsFrom\`, and GitHub answers 403 "Resource not accessible by integration".`;
    return [troubleAt('DOCTOR_RUNNER_CHART_OLD', resource, { detail }, version)];
  });
}

function hasKey(root: Resource['root'], key: string): boolean {
  for (const node of walk(root)) if (node.kind === 'scalar' && node.text === key) return true;
  return false;
}

const FIELDS = /\{\{-?\s*\.(githubApp\w+|username|password)\s*-?\}\}/g;

/** Within a chart, what is not escaped is rendered by Helm: to nothing. */
function unescaped({ files, resources }: RepositoryResources): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const path of new Set(resources.map(({ file }) => file.path))) {
    const chart = /^(.*?\/?)templates\//.exec(path)?.[1];
    if (chart === undefined || !files.has(`${chart}Chart.yaml`)) continue;
    const text = files.get(path) ?? '';
    const lines = indexLines(text);
    for (const match of text.matchAll(FIELDS)) {
      if (/\{\{-?\s*(?:`"?|")$/.test(text.slice(0, match.index))) continue;
      const detail = `Helm finds no value \`${match[1]}\` and writes nothing.`;
      findings.push(error('DOCTOR_EXPRESSION_UNESCAPED', { detail, source: lines.positionOf(match.index, path) }));
    }
  }
  return findings;
}
