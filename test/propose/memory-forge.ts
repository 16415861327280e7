import { kcdkError } from '../../lib/diagnostics/error.ts';
import { keepComment, type StoredComment } from '../../lib/forge/comments.ts';
import type { CommitStatus, Forge, PullRequest, Review } from '../../lib/forge/forge.ts';
import type { MemoryRemote } from '../../lib/repository/memory-repository.ts';

/** A forge in memory beside a remote in memory, and what people do to it. */
export interface MemoryForge extends Forge {
  readonly pulls: readonly PullRequest[];
  readonly statuses: ReadonlyMap<string, readonly CommitStatus[]>;
  readonly comments: readonly StoredComment[];
  /** What was changed through it, in order. */
  readonly writes: readonly string[];
  merge(number: number): void;
  close(number: number): void;
}

export function memoryForge(remote: MemoryRemote, path: string): MemoryForge {
  const pulls: PullRequest[] = [];
  const comments: StoredComment[] = [];
  const reviews: Review[] = [];
  const statuses = new Map<string, CommitStatus[]>();
  const writes: string[] = [];
  const at = (number: number) => {
    const index = pulls.findIndex((pull) => pull.number === number);
    const pull = pulls[index];
    if (pull === undefined) throw kcdkError('FORGE_NOT_FOUND');
    return { index, pull };
  };
  const change = (number: number, fields: Partial<PullRequest>) => {
    const { index, pull } = at(number);
    const next = { ...pull, ...fields };
    pulls[index] = next;
    return next;
  };
  const headOf = (branch: string) => remote.commits(branch).at(-1)?.id;
  const shown = (pull: PullRequest): PullRequest =>
    pull.state === 'open' ? { ...pull, head: { ...pull.head, commit: headOf(pull.head.branch) ?? '' } } : pull;
  const from = (head: string, base: string) =>
    pulls
      .filter((pull) => pull.head.branch === head && pull.base === base)
      .map(shown)
      .reverse();
  const commitOf = (id: string, branches: readonly string[]) => {
    for (const branch of branches) {
      const history = remote.commits(branch);
      const index = history.findIndex((one) => one.id === id);
      const found = history[index];
      if (found === undefined) continue;
      const parent = history[index - 1]?.id;
      return { commit: id, message: found.message, parents: parent === undefined ? [] : [parent] };
    }
    return undefined;
  };
  const branches = () => ['main', ...new Set(pulls.map(({ head }) => head.branch)), 'konstruct/acme'];
  return {
    pulls,
    statuses,
    comments,
    writes,
    place: { provider: 'github', host: 'forge.test', api: 'https://forge.test/api', path },
    mostCharacters: 65_536,
    pullRequestsFrom: async (head, base) => from(head, base),
    pullRequestsOf: async (commit) => pulls.map(shown).filter((pull) => pull.head.commit === commit),
    pullRequest: async (number) => shown(at(number).pull),
    async upsertPullRequest({ head, base, title, body }) {
      const known = from(head, base).find(({ state }) => state === 'open');
      if (known?.title === title && known.body === body) return { pull: known, status: 'unchanged' };
      if (known !== undefined) {
        writes.push(`update ${known.number}`);
        return { pull: shown(change(known.number, { title, body })), status: 'updated' };
      }
      const number = pulls.length + 1;
      const url = `https://forge.test/${path}/pull/${number}`;
      writes.push(`create ${number}`);
      pulls.push({ number, url, state: 'open', title, body, head: { branch: head, commit: '' }, base, author: 'kcdk' });
      return { pull: shown(at(number).pull), status: 'created' };
    },
    async closePullRequest(number) {
      writes.push(`close ${number}`);
      change(number, { ...shown(at(number).pull), state: 'closed' });
    },
    upsertComment: (pull, text) =>
      keepComment(text, {
        list: async () => comments,
        create: async (body) => {
          writes.push(`comment ${pull}`);
          const made = { id: comments.length, body, url: `https://forge.test/c/${comments.length}` };
          comments.push(made);
          return made;
        },
        update: async (id, body) => {
          const made = { id, body, url: `https://forge.test/c/${id}` };
          comments[id] = made;
          return made;
        },
      }),
    reviewsOf: async () => reviews,
    async setStatus(commit, status) {
      writes.push(`status ${status.state}`);
      statuses.set(commit, [
        ...(statuses.get(commit) ?? []).filter(({ context }) => context !== status.context),
        status,
      ]);
    },
    statusesOf: async (commit) => statuses.get(commit) ?? [],
    async branch(name) {
      const head = headOf(name);
      return head === undefined ? undefined : commitOf(head, [name]);
    },
    async commit(id) {
      const found = commitOf(id, branches());
      if (found === undefined) throw kcdkError('FORGE_NOT_FOUND');
      return found;
    },
    merge(number) {
      const pull = shown(at(number).pull);
      const base = remote.commits(pull.base).at(-1);
      const head = remote.commits(pull.head.branch).at(-1);
      const parent = remote.commits(pull.head.branch).at(-2);
      const files: Record<string, string | undefined> = {};
      for (const [path, { blob }] of head?.files ?? []) {
        if (parent?.files.get(path)?.blob !== blob) files[path] = remote.read(path, pull.head.branch);
      }
      for (const path of parent?.files.keys() ?? []) if (!head?.files.has(path)) files[path] = undefined;
      if (base === undefined) throw kcdkError('FORGE_NOT_FOUND');
      const mergeCommit = remote.write({ files, branch: pull.base, message: `Merge #${number}` });
      change(number, { ...pull, state: 'merged', mergedBy: 'bob', mergeCommit });
    },
    close(number) {
      change(number, { ...shown(at(number).pull), state: 'closed' });
    },
  };
}
