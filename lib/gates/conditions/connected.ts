import type { RepositoriesConnectedGate } from '../../model/gate.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Remaining } from '../open-gate.ts';
import { at, errorConditions, listAt, nameOf, textAt } from './object.ts';
import { repositoryKey, sourcesOf } from './sources.ts';

/**
 * Which repositories Argo CD does not read; empty when it reads all.
 *
 * It reads a repository when it has compared an Application of it: one that has no error of comparison, and that was
 * looked at after the newest version of its credentials was applied. One is enough, since all of a repository share them.
 *
 * @param objects Applications, and the ExternalSecrets of the gate as far as they can be seen
 */
export function notConnected(gate: RepositoriesConnectedGate, objects: readonly JsonObject[]): readonly Remaining[] {
  const isSecret = (object: JsonObject) => at(object, 'spec', 'secretStoreRef') !== undefined;
  const applications = objects.filter((object) => !isSecret(object));
  const secrets = objects.filter((one) => isSecret(one) && gate.secrets?.includes(textAt(one, 'metadata', 'name')));
  const since = Math.max(0, ...secrets.map(appliedAt));
  return gate.urls.flatMap((url): readonly Remaining[] => {
    const subject = `Repository ${url}`;
    const users = applications.filter((one) => isOf(one, url));
    const [first] = users;
    if (first === undefined)
      return [
        { subject, reasons: [`no Application in ${gate.namespace} syncs it, so nothing shows that it can be read`] },
      ];
    const states = users.map((one) => ({ name: nameOf(one), reasons: unread(one, since) }));
    if (states.some(({ reasons }) => reasons.length === 0)) return [];
    const reasons = states.slice(0, MOST).map(({ name, reasons: why }) => `${name}: ${why.join(', ')}`);
    const refresh = `kubectl -n ${gate.namespace} annotate application ${textAt(first, 'metadata', 'name')} argocd.argoproj.io/refresh=hard --overwrite`;
    return [{ subject, reasons, fix: refresh }];
  });
}

// --- internal ---

const MOST = 3;

function isOf(application: JsonObject, url: string): boolean {
  return sourcesOf(application).some((source) => repositoryKey(textAt(source, 'repoURL')) === repositoryKey(url));
}

function unread(application: JsonObject, since: number): readonly string[] {
  const errors = errorConditions(application).filter((condition) => condition.startsWith('ComparisonError'));
  const sync = textAt(application, 'status', 'sync', 'status');
  const last = Date.parse(textAt(application, 'status', 'reconciledAt'));
  return [
    ...errors,
    ...(sync === '' || sync === 'Unknown' ? ['it is not compared'] : []),
    // Argo CD's own API does not tell when
    ...(last < since
      ? [`it was compared last at ${new Date(last).toISOString()}, before its credentials changed`]
      : []),
  ];
}

/** When the spec of an object was applied last, in milliseconds; 0 where it does not say. */
function appliedAt(object: JsonObject): number {
  const times = listAt(object, 'metadata', 'managedFields')
    .filter((entry) => at(entry, 'fieldsV1', 'f:spec') !== undefined)
    .map((entry) => Date.parse(textAt(entry, 'time')));
  return Math.max(0, ...times.filter((time) => !Number.isNaN(time)));
}
