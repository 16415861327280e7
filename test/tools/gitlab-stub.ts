import { createServer } from 'node:http';

/** The API of a GitLab project with merge requests, notes, statuses and approvals, in memory. */
export interface GitLabStub {
  /** `http://127.0.0.1:<port>/api/v4` */
  readonly api: string;
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly authorization: string | undefined;
  }[];
  setBranch(name: string, commit: string, message?: string, parents?: readonly string[]): void;
  approve(iid: number, username: string): void;
  merge(iid: number, username: string, commit: string): void;
  /** The next requests of a method are done, but their answers are lost. */
  loseAnswers(method: string, times: number): void;
  close(): Promise<void>;
}

export const GITLAB_TOKEN = 'glpat-for-tests-only-1234';

interface Merge {
  iid: number;
  web_url: string;
  state: string;
  title: string;
  description: string;
  source_branch: string;
  target_branch: string;
  source_project_id: number;
  target_project_id: number;
  author: { username: string };
  merge_user: { username: string } | null;
  merge_commit_sha: string | null;
}

interface Note {
  id: number;
  body: string;
  system: boolean;
  created_at: string;
  author: { username: string };
}

export async function startGitLab(project = 'acme/platform'): Promise<GitLabStub> {
  const branches = new Map<string, { id: string; message: string; parent_ids: readonly string[] }>();
  const versions = new Map<number, { head_commit_sha: string; created_at: string }[]>();
  const merges: Merge[] = [];
  const notes = new Map<number, Note[]>();
  const statuses = new Map<
    string,
    { name: string; status: string; description: string; target_url: string | null }[]
  >();
  const approvals = new Map<number, string[]>();
  const requests: { method: string; path: string; authorization: string | undefined }[] = [];
  const lost = new Map<string, number>();
  let clock = Date.parse('2026-01-01T00:00:00Z');
  const now = () => {
    clock += 1000;
    return new Date(clock).toISOString();
  };
  const noteOf = (iid: number, body: string, username: string, system = false): Note => {
    const list = notes.get(iid) ?? [];
    const note = {
      id: 1000 + [...notes.values()].flat().length,
      body,
      system,
      created_at: now(),
      author: { username },
    };
    notes.set(iid, [...list, note]);
    return note;
  };
  const shown = (merge: Merge) => ({ ...merge, sha: branches.get(merge.source_branch)?.id ?? '' });
  const pushed = (iid: number, commit: string) => {
    versions.set(iid, [...(versions.get(iid) ?? []), { head_commit_sha: commit, created_at: now() }]);
  };
  const route = (
    method: string,
    path: string,
    query: URLSearchParams,
    body: Record<string, string>,
  ): [number, unknown] => {
    const prefix = `/api/v4/projects/${encodeURIComponent(project)}/`;
    if (!path.startsWith(prefix)) return [404, { message: '404 Project Not Found' }];
    const parts = path.slice(prefix.length).split('/').map(decodeURIComponent);
    const [what = '', id = '', sub = '', subId = ''] = parts;
    const merge = merges.find(({ iid }) => iid === Number(id));
    if (what === 'repository' && id === 'branches') {
      const commit = branches.get(sub);
      return commit ? [200, { name: sub, commit }] : [404, { message: '404 Branch Not Found' }];
    }
    if (what === 'repository' && id === 'commits' && subId === '') {
      const commit = [...branches.values()].find((one) => one.id === sub);
      return commit ? [200, commit] : [404, { message: '404 Commit Not Found' }];
    }
    if (what === 'repository' && id === 'commits' && subId === 'statuses') return [200, statuses.get(sub) ?? []];
    if (what === 'repository' && id === 'commits' && subId === 'merge_requests') {
      return [200, merges.map(shown).filter((one) => one.sha === sub || one.merge_commit_sha === sub)];
    }
    if (what === 'statuses' && method === 'POST') {
      if (!['pending', 'running', 'success', 'failed', 'canceled'].includes(body['state'] ?? ''))
        return [400, { message: 'state' }];
      const list = (statuses.get(id) ?? []).filter(({ name }) => name !== body['name']);
      const status = {
        name: body['name'] ?? '',
        status: body['state'] ?? '',
        description: body['description'] ?? '',
        target_url: body['target_url'] ?? null,
      };
      statuses.set(id, [...list, status]);
      return [201, status];
    }
    if (what !== 'merge_requests') return [404, { message: '404 Not Found' }];
    if (id === '' && method === 'GET') {
      const found = merges
        .filter(
          (one) => one.source_branch === query.get('source_branch') && one.target_branch === query.get('target_branch'),
        )
        .map(shown);
      return [200, found.reverse()];
    }
    if (id === '') {
      if (!body['source_branch'] || !body['target_branch'] || !body['title'])
        return [400, { error: 'title is missing' }];
      const open = merges.some((one) => one.state === 'opened' && one.source_branch === body['source_branch']);
      if (open) return [409, { message: ['Another open merge request already exists'] }];
      const iid = merges.length + 1;
      const made: Merge = {
        iid,
        web_url: `http://gitlab.test/${project}/-/merge_requests/${iid}`,
        state: 'opened',
        title: body['title'],
        description: withWindowsBreaks(body['description'] ?? ''),
        source_branch: body['source_branch'],
        target_branch: body['target_branch'],
        source_project_id: 1,
        target_project_id: 1,
        author: { username: 'kcdk' },
        merge_user: null,
        merge_commit_sha: null,
      };
      merges.push(made);
      pushed(iid, shown(made).sha);
      return [201, shown(made)];
    }
    if (merge === undefined) return [404, { message: '404 Not found' }];
    if (sub === '') {
      if (method === 'PUT') {
        if (body['state_event'] === 'close') merge.state = 'closed';
        merge.title = body['title'] ?? merge.title;
        merge.description = withWindowsBreaks(body['description'] ?? merge.description);
      }
      return [200, shown(merge)];
    }
    if (sub === 'versions') return [200, versions.get(merge.iid) ?? []];
    if (sub === 'approvals') {
      return [200, { approved_by: (approvals.get(merge.iid) ?? []).map((username) => ({ user: { username } })) }];
    }
    const list = notes.get(merge.iid) ?? [];
    if (method === 'GET') return [200, list];
    if ((body['body'] ?? '').length > 1_000_000) return [400, { message: 'body is too long' }];
    if (method === 'POST') return [201, noteOf(merge.iid, body['body'] ?? '', 'kcdk')];
    const note = list.find((one) => one.id === Number(subId));
    if (note === undefined) return [404, { message: '404 Not found' }];
    note.body = body['body'] ?? '';
    return [200, note];
  };
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const method = request.method ?? '';
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://gitlab');
    requests.push({ method, path: pathname, authorization: request.headers.authorization });
    const reply = (status: number, data: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json', 'x-next-page': '' }).end(JSON.stringify(data));
    if (request.headers.authorization !== `Bearer ${GITLAB_TOKEN}`) return reply(401, { message: '401 Unauthorized' });
    const [status, data] = route(method, pathname, searchParams, text === '' ? {} : JSON.parse(text));
    const left = lost.get(method) ?? 0;
    if (left === 0) return reply(status, data);
    lost.set(method, left - 1);
    return reply(502, { message: '502 Bad Gateway' });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as { port: number };
  return {
    api: `http://127.0.0.1:${port}/api/v4`,
    requests,
    setBranch: (name, commit, message = 'A change', parents = []) => {
      branches.set(name, { id: commit, message, parent_ids: parents });
      for (const { iid, source_branch, state } of merges)
        if (source_branch === name && state === 'opened') pushed(iid, commit);
    },
    approve: (iid, username) => {
      approvals.set(iid, [...(approvals.get(iid) ?? []), username]);
      noteOf(iid, 'approved this merge request', username, true);
    },
    merge: (iid, username, commit) => {
      const merge = merges.find((one) => one.iid === iid);
      if (merge === undefined) return;
      merge.state = 'merged';
      merge.merge_user = { username };
      merge.merge_commit_sha = commit;
    },
    loseAnswers: (method, times) => {
      lost.set(method, times);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Texts can come back with other breaks than they were sent with. */
function withWindowsBreaks(text: string): string {
  return text.replaceAll(/\r?\n/g, '\r\n');
}
