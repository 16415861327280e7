/**
 * The part of GitHub's REST description that we use, in our own words: which requests there are, and what they must and
 * may hold. A request that is not in here, or not like it, is a mistake of ours.
 *
 * @see https://docs.github.com/en/rest?apiVersion=2022-11-28
 */
export const GITHUB_OPERATIONS: readonly Operation[] = [
  { method: 'GET', path: '/orgs/{org}/installation' },
  { method: 'GET', path: '/users/{username}/installation' },
  { method: 'POST', path: '/app/installations/{installation_id}/access_tokens', optional: {} },
  { method: 'GET', path: '/repos/{owner}/{repo}' },
  { method: 'GET', path: '/repos/{owner}/{repo}/git/ref/{ref+}' },
  { method: 'POST', path: '/repos/{owner}/{repo}/git/refs', required: { ref: 'string', sha: 'string' } },
  {
    method: 'PATCH',
    path: '/repos/{owner}/{repo}/git/refs/{ref+}',
    required: { sha: 'string' },
    optional: { force: 'boolean' },
  },
  { method: 'DELETE', path: '/repos/{owner}/{repo}/git/refs/{ref+}' },
  { method: 'GET', path: '/repos/{owner}/{repo}/git/trees/{tree_sha}', query: ['recursive'] },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/git/trees',
    required: { tree: 'array' },
    optional: { base_tree: 'string' },
  },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/git/commits',
    required: { message: 'string', tree: 'string' },
    optional: { parents: 'array', author: 'object', committer: 'object', signature: 'string' },
  },
  { method: 'GET', path: '/repos/{owner}/{repo}/git/commits/{commit_sha}' },
  { method: 'GET', path: '/repos/{owner}/{repo}/commits/{ref}' },
  { method: 'GET', path: '/repos/{owner}/{repo}/commits/{commit_sha}/pulls', query: ['per_page', 'page'] },
  { method: 'GET', path: '/repos/{owner}/{repo}/commits/{ref}/statuses', query: ['per_page', 'page'] },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits/{ref}/check-runs',
    query: ['check_name', 'status', 'filter', 'app_id', 'per_page', 'page'],
  },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/statuses/{sha}',
    required: { state: 'string' },
    optional: { target_url: 'string', description: 'string', context: 'string' },
    check: ({ state, description }) =>
      !['error', 'failure', 'pending', 'success'].includes(String(state))
        ? `state ${String(state)}`
        : String(description ?? '').length > 140
          ? 'a description of more than 140 characters'
          : undefined,
  },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/check-runs',
    required: { name: 'string', head_sha: 'string' },
    optional: {
      details_url: 'string',
      external_id: 'string',
      status: 'string',
      conclusion: 'string',
      output: 'object',
    },
    check: ({ status, conclusion, output }) =>
      status === 'completed' && conclusion === undefined
        ? 'completed without a conclusion'
        : output !== undefined && !hasTexts(output, ['title', 'summary'])
          ? 'an output without title or summary'
          : undefined,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/pulls',
    query: ['state', 'head', 'base', 'sort', 'direction', 'per_page', 'page'],
  },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/pulls',
    required: { head: 'string', base: 'string' },
    optional: { title: 'string', body: 'string', draft: 'boolean', maintainer_can_modify: 'boolean' },
  },
  { method: 'GET', path: '/repos/{owner}/{repo}/pulls/{pull_number}' },
  {
    method: 'PATCH',
    path: '/repos/{owner}/{repo}/pulls/{pull_number}',
    optional: { title: 'string', body: 'string', state: 'string', base: 'string' },
  },
  { method: 'GET', path: '/repos/{owner}/{repo}/pulls/{pull_number}/reviews', query: ['per_page', 'page'] },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/comments',
    query: ['since', 'per_page', 'page'],
  },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/comments',
    required: { body: 'string' },
  },
  { method: 'PATCH', path: '/repos/{owner}/{repo}/issues/comments/{comment_id}', required: { body: 'string' } },
  { method: 'POST', path: '/graphql', required: { query: 'string' }, optional: { variables: 'object' } },
];

export interface Operation {
  readonly method: string;
  /** `{name}` is one segment, `{name+}` any number. */
  readonly path: string;
  readonly required?: Readonly<Record<string, FieldType>>;
  readonly optional?: Readonly<Record<string, FieldType>>;
  readonly query?: readonly string[];
  /** What is wrong with a body whose fields are right. */
  readonly check?: (body: Readonly<Record<string, unknown>>) => string | undefined;
}

type FieldType = 'string' | 'boolean' | 'object' | 'array' | 'number';

/** What is wrong with a request; undefined for a good one. */
export function violationOf(method: string, url: string, body: string): string | undefined {
  const { pathname, searchParams } = new URL(url, 'http://api');
  const operation = GITHUB_OPERATIONS.find((one) => one.method === method && patternOf(one.path).test(pathname));
  if (operation === undefined) return `${method} ${pathname} is no operation that we know`;
  const place = `${method} ${operation.path}`;
  const query = [...searchParams.keys()].find((key) => !operation.query?.includes(key));
  if (query !== undefined) return `${place} has no parameter ${query}`;
  const { required = {}, optional, check } = operation;
  if (operation.required === undefined && optional === undefined) {
    return body === '' ? undefined : `${place} takes no body`;
  }
  const data: Readonly<Record<string, unknown>> = body === '' ? {} : JSON.parse(body);
  for (const key of Object.keys(required)) if (data[key] === undefined) return `${place} needs ${key}`;
  for (const [key, value] of Object.entries(data)) {
    const type = required[key] ?? optional?.[key];
    if (type === undefined) return `${place} has no field ${key}`;
    if ((Array.isArray(value) ? 'array' : typeof value) !== type) return `${place}: ${key} is no ${type}`;
  }
  const wrong = check?.(data);
  return wrong === undefined ? undefined : `${place}: ${wrong}`;
}

// --- internal ---

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\+\}/g, '.+').replace(/\{\w+\}/g, '[^/]+')}$`);
}

function hasTexts(value: unknown, keys: readonly string[]): boolean {
  return keys.every((key) => typeof (value as Readonly<Record<string, unknown>>)[key] === 'string');
}
