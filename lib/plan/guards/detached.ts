import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import { GLOBAL_NAMESPACE, labelWithScope } from '../../model/identity.ts';
import { isJsonObject } from '../../model/json.ts';
import type { ResourceChange } from '../plan.ts';
import { identityOf, type RecordChange } from './record-moves.ts';

/**
 * An environment that a cluster no longer serves: what it holds there goes with its Application.
 *
 * Not told of one that goes altogether, or that becomes another: that is said already.
 */
export function guardDetached(
  changes: readonly ResourceChange[],
  records: readonly RecordChange[],
): readonly Diagnostic[] {
  const gone = new Set(records.flatMap((record) => record.gone.map(identityOf)));
  return changes.flatMap((change) => {
    const { resource, action } = change;
    if (resource.api_version !== 'konstruct-cdk.dev/v1' || resource.kind !== 'WorkloadCluster') return [];
    if (action !== 'update' && action !== 'move') return [];
    return change.fields.flatMap(({ path, action: fieldAction, before }) => {
      if (fieldAction !== 'remove' || path[0] !== 'spec' || path[1] !== 'env' || path.length !== 3) return [];
      if (!isJsonObject(before)) return [];
      const { name, namespace = GLOBAL_NAMESPACE } = before;
      if (typeof name !== 'string' || typeof namespace !== 'string') return [];
      if (gone.has(identityOf({ kind: 'environment', namespace, name }))) return [];
      const label = labelWithScope({ name, namespace });
      return [
        warning('ENVIRONMENT_DETACHED', {
          summary: `Environment ${label} is detached from cluster \`${resource.name}\``,
          address: change.address,
          source: change.source,
          repository: change.repository,
          path: change.path,
        }),
      ];
    });
  });
}
