import {
  type ExternalSecretsReadyGate,
  REVISION_ANNOTATION,
  REVISION_OUTPUT,
  type WorkspaceReadyGate,
} from '../../model/gate.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Remaining } from '../open-gate.ts';
import { at, listAt, textAt, unmetConditions } from './object.ts';
import { fieldsReadBy } from './secret-fields.ts';

/** Why a Workspace is not ready; empty when it is, as it is wanted now. */
export function notReady(gate: WorkspaceReadyGate, workspaces: readonly JsonObject[]): readonly Remaining[] {
  const subject = `Workspace ${gate.name}`;
  const fix = `kubectl describe workspaces.tf.upbound.io ${gate.name}`;
  const found = workspaces.find((one) => textAt(one, 'metadata', 'name') === gate.name);
  if (found === undefined) return [{ subject, reasons: ['it does not exist yet'], fix }];
  const deleted = textAt(found, 'metadata', 'deletionTimestamp');
  if (deleted !== '') return [{ subject, reasons: [`being deleted since ${deleted}`], fix }];
  const isOld =
    gate.revision !== undefined && textAt(found, 'metadata', 'annotations', REVISION_ANNOTATION) !== gate.revision;
  const reasons = isOld
    ? ['Argo CD has not applied the new version yet']
    : [...unmetConditions(found, ['Synced', 'Ready']), ...staleConditions(found), ...notApplied(found)];
  return reasons.length === 0 ? [] : [{ subject, reasons, fix }];
}

/** Why ExternalSecrets are not ready; empty when all are, as they are written now. */
export function secretsNotReady(gate: ExternalSecretsReadyGate, secrets: readonly JsonObject[]): readonly Remaining[] {
  const byName = new Map(secrets.map((one) => [textAt(one, 'metadata', 'name'), one]));
  const remaining: Remaining[] = [];
  const add = (name: string, ...reasons: string[]) =>
    remaining.push({
      subject: `ExternalSecret ${gate.namespace}/${name}`,
      reasons,
      fix: `kubectl -n ${gate.namespace} describe externalsecret ${name}`,
    });
  for (const name of gate.names) {
    const found = byName.get(name);
    if (found === undefined) {
      add(name, 'it does not exist yet');
      continue;
    }
    const reasons = [...unmetConditions(found, ['Ready'])];
    if (!isSyncedAsWritten(found)) reasons.push('its new version has not been synced yet');
    const named = new Set(fieldsReadBy(found));
    const missing = (gate.properties ?? []).filter((property) => !named.has(property));
    if (missing.length > 0) reasons.push(`Argo CD has not applied the version yet that reads ${missing.join(', ')}`);
    if (reasons.length > 0) add(name, ...reasons);
  }
  return remaining;
}

// --- internal ---

/**
 * A Workspace whose module hands its revision through, and whose outputs have another one. Conditions stay True from before
 * until the provider begins with a new version, and those of older providers name no generation; but outputs are read from
 * what Terraform has applied.
 */
function notApplied(workspace: JsonObject): readonly string[] {
  const variables = listAt(workspace, 'spec', 'forProvider', 'vars');
  const wanted = variables.find(({ key }) => key === REVISION_OUTPUT)?.['value'];
  if (wanted === undefined || at(workspace, 'status', 'atProvider', 'outputs', REVISION_OUTPUT) === wanted) return [];
  return ['Terraform has not applied the new version yet'];
}

/** Conditions that were made for an older generation. */
function staleConditions(object: JsonObject): readonly string[] {
  const generation = at(object, 'metadata', 'generation');
  const stale = listAt(object, 'status', 'conditions').some((condition) => {
    const seen = condition['observedGeneration'];
    return typeof seen === 'number' && typeof generation === 'number' && seen < generation;
  });
  return stale ? ['its new version has not been looked at yet'] : [];
}

/** External Secrets writes `<generation>-<hash>` of what it synced last. */
function isSyncedAsWritten(secret: JsonObject): boolean {
  const generation = at(secret, 'metadata', 'generation');
  const synced = textAt(secret, 'status', 'syncedResourceVersion');
  return synced === '' || typeof generation !== 'number' || synced.startsWith(`${generation}-`);
}
