import type { ApplicationHealthyGate } from '../../model/gate.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { canonicalJson } from '../../plan/canonical-json.ts';
import type { Remaining } from '../open-gate.ts';
import type { WrittenApplication, WrittenBranch } from '../written-state.ts';
import { at, errorConditions, message, nameOf, textAt } from './object.ts';
import { repositoryKey, sourcesOf } from './sources.ts';

/**
 * Why an Application is not synced and healthy as git has it; empty when it is.
 *
 * Argo CD writes `status.sync` and `status.health` together, from one comparison. So the health counts when that comparison
 * was of the sources that git has now (`comparedTo`), at revisions that contain what the branches held.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */
export async function notHealthy(
  gate: ApplicationHealthyGate,
  applications: readonly JsonObject[],
  written: WrittenApplication,
): Promise<readonly Remaining[]> {
  const name = `${gate.namespace}/${gate.application}`;
  const subject = `Application ${name}`;
  const fix = `kubectl -n ${gate.namespace} describe application ${gate.application}`;
  const found = applications.find((one) => nameOf(one) === name);
  if (found === undefined) return [{ subject, reasons: ['it does not exist yet'], fix }];
  const deleted = textAt(found, 'metadata', 'deletionTimestamp');
  if (deleted !== '') return [{ subject, reasons: [`being deleted since ${deleted}`], fix }];
  const old = await olderThan(written, found, gate);
  const reasons = old.length > 0 ? [...old, ...errorConditions(found)] : unhealthy(found);
  return reasons.length === 0 ? [] : [{ subject, reasons, fix }];
}

// --- internal ---

function unhealthy(found: JsonObject): readonly string[] {
  const [health, sync] = [textAt(found, 'status', 'health', 'status'), textAt(found, 'status', 'sync', 'status')];
  const operation = textAt(found, 'status', 'operationState', 'phase');
  const running = operation === 'Running' || operation === 'Terminating';
  if (health === 'Healthy' && sync === 'Synced' && !running) return [];
  return [
    ...(health === 'Healthy' ? [] : [`its health is ${health || 'not known'}`]),
    ...(sync === 'Synced' ? [] : [`it is ${sync || 'not compared yet'}`]),
    ...(running ? ['a sync is running'] : []),
    ...(running || operation === 'Failed' || operation === 'Error'
      ? [message(textAt(found, 'status', 'operationState', 'message'))].filter((one) => one !== '')
      : []),
    ...errorConditions(found),
  ];
}

/** What shows that the status is of an older state than that in git. */
async function olderThan(
  { manifest, branches }: WrittenApplication,
  found: JsonObject,
  { manifest: place }: ApplicationHealthyGate,
): Promise<readonly string[]> {
  if (manifest === undefined) return [`git does not have it at ${place.repository}:${place.path}`];
  const changed = ['source', 'sources', 'destination'].filter(
    (field) => !isSame(at(found, 'spec', field), at(manifest, 'spec', field)),
  );
  if (changed.length > 0)
    return changed.map((field) => `Argo CD has not applied the version yet that git has: spec.${field} differs`);
  const compared = at(found, 'status', 'sync', 'comparedTo');
  if (!['source', 'sources'].every((field) => isSame(at(found, 'spec', field), at(compared, field))))
    return ['Argo CD has not compared the version yet that git has'];
  const sources = sourcesOf(found);
  const old = await Promise.all(sources.map((source, index) => behind(source, revisionAt(found, index), branches)));
  return old.flat();
}

/** Empty where the revision contains what the branch held, and where the source follows no branch of the platform. */
async function behind(
  source: JsonObject,
  revision: string,
  branches: readonly WrittenBranch[],
): Promise<readonly string[]> {
  if (textAt(source, 'chart') !== '') return [];
  const key = repositoryKey(textAt(source, 'repoURL'));
  const branch = branches.find(({ repoURL }) => repositoryKey(repoURL) === key);
  if (branch === undefined || !follows(textAt(source, 'targetRevision'), branch.branch)) return [];
  if (await branch.contains(revision)) return [];
  const short = revision === '' ? 'nothing' : revision.slice(0, SHORT);
  return [
    `it is compared with ${short} of ${branch.branch}, which does not contain ${branch.commit.slice(0, SHORT)} yet`,
  ];
}

const SHORT = 12;

/** `HEAD` is taken for the branch that we write. A tag or a commit moves only with the manifest, which was compared. */
function follows(target: string, branch: string): boolean {
  return target === '' || target === 'HEAD' || target === branch || target === `refs/heads/${branch}`;
}

function revisionAt(application: JsonObject, index: number): string {
  const revisions = at(application, 'status', 'sync', 'revisions');
  const one = Array.isArray(revisions) ? revisions[index] : undefined;
  return typeof one === 'string' ? one : textAt(application, 'status', 'sync', 'revision');
}

/** Equal as Argo CD keeps them: it leaves out what is empty or false, but for values of charts. Keys have no order. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return canonicalJson(plain(a) ?? null) === canonicalJson(plain(b) ?? null);
}

function plain(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((one) => plain(one) ?? null);
  if (!isJsonObject(value)) return value === null || value === '' || value === false ? undefined : value;
  const members = Object.entries(value).flatMap(([key, member]): readonly (readonly [string, Json])[] => {
    const kept = key === 'valuesObject' ? member : plain(member);
    return kept === undefined ? [] : [[key, kept]];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
