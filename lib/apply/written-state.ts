import { kcdkError } from '../diagnostics/error.ts';
import type { WrittenBranch, WrittenState } from '../gates/written-state.ts';
import type { ApplicationHealthyGate } from '../model/gate.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { Repository, Snapshot } from '../repository/repository.ts';

/**
 * What the repositories of a run hold when a gate is opened: after the commits of the phase before, so what they wrote is
 * in it, and equally when another run goes on where one was stopped.
 */
export function readWrittenState(repositories: ReadonlyMap<string, Repository>): WrittenState {
  const repositoryOf = (name: string) => {
    const repository = repositories.get(name);
    if (repository !== undefined) return repository;
    throw kcdkError('GATE_NOT_CONFIGURED', { detail: `The plan does not have the repository \`${name}\`.` });
  };
  return {
    application: async (gate) => {
      const names = [...new Set([gate.manifest.repository, ...gate.sources.map(({ repository }) => repository)])];
      const snapshots = new Map<string, Snapshot>();
      const manifest = await readManifest(gate, repositoryOf(gate.manifest.repository), snapshots);
      for (const name of names) if (!snapshots.has(name)) snapshots.set(name, await repositoryOf(name).snapshot());
      const branches = gate.sources.flatMap(({ repoURL, repository }): readonly WrittenBranch[] => {
        const { branch, commit } = snapshots.get(repository) ?? {};
        if (branch === undefined || commit === undefined) return [];
        return [{ repoURL, branch, commit, contains: containing(commit, repositoryOf(repository)) }];
      });
      return { manifest, branches };
    },
  };
}

// --- internal ---

async function readManifest(
  { manifest: { path }, application, namespace }: ApplicationHealthyGate,
  repository: Repository,
  snapshots: Map<string, Snapshot>,
): Promise<JsonObject | undefined> {
  const snapshot = await repository.snapshot();
  snapshots.set(repository.name, snapshot);
  const blob = snapshot.files.get(path)?.blob;
  if (blob === undefined) return undefined;
  const text = new TextDecoder().decode((await repository.read(snapshot, [blob])).get(blob));
  const { parseYaml } = await import('../plan/diff/parse-yaml.ts');
  return parseYaml(text)
    ?.filter(isJsonObject)
    .find(({ kind, metadata }) => {
      if (kind !== 'Application' || !isJsonObject(metadata)) return false;
      return metadata['name'] === application && (metadata['namespace'] ?? namespace) === namespace;
    });
}

/** Only the way along first parents counts: what the branch held, one state after the other. Each answer is final. */
function containing(head: string, repository: Repository): (revision: string) => Promise<boolean> {
  const known = new Map<string, boolean>([
    [head, true],
    ['', false],
  ]);
  return async (revision) => {
    const answer = known.get(revision);
    if (answer !== undefined) return answer;
    const history = await repository.history();
    // where the head is gone from the branch, nothing has it behind it
    const since = history.findIndex(({ commit }) => commit === head);
    for (const { commit } of history.slice(0, Math.max(since, 0))) known.set(commit, true);
    const contains = known.get(revision) === true;
    known.set(revision, contains);
    return contains;
  };
}
