import type { FieldChange } from '../../plan.ts';
import { ownSyncOptions, type PlacedObject, titleOf } from '../placed-object.ts';
import { type Found, found } from '../report.ts';
import type { World } from '../world.ts';

/**
 * A field that Kubernetes refuses to change in place. The sync fails; with Replace=true and Force=true it deletes the
 * object and creates it anew instead, with Replace=true alone it fails as well.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#replace-resource-instead-of-applying-changes
 */
export function findImmutableFields(world: World): readonly Found[] {
  return world.changes.flatMap(({ change, before, after }) => {
    if (before === undefined || after === undefined || (change.action !== 'update' && change.action !== 'move'))
      return [];
    const fields = change.fields.filter((field) => isImmutable(after, field));
    const [field] = fields;
    if (field === undefined) return [];
    const managers = world.after.managersOf(after.repository, after.path);
    const options = new Set([...ownSyncOptions(after), ...managers.flatMap((one) => [...one.syncOptions])]);
    const replaces = options.has('Replace=true');
    const forced = replaces && (options.has('Force=true') || ownSyncOptions(after).has('Force=true'));
    const happens = forced
      ? 'it is deleted and created anew'
      : replaces
        ? 'Replace=true cannot replace it in place, so the sync fails'
        : 'the sync fails';
    return [
      found('IMMUTABLE_FIELD', change, {
        summary: `${titleOf(after.resource)}: ${field.path.join('.')} cannot change in place; ${happens}`,
        severity: forced ? 'destructive' : 'disruptive',
        placed: forced ? [before] : [],
      }),
    ];
  });
}

// --- internal ---

/** By kind, the fields that validation holds fast once an object exists; what is below them counts too. */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  Service: ['spec.clusterIP'],
  Deployment: ['spec.selector'],
  DaemonSet: ['spec.selector'],
  ReplicaSet: ['spec.selector'],
  StatefulSet: ['spec.selector', 'spec.serviceName', 'spec.podManagementPolicy', 'spec.volumeClaimTemplates'],
  Job: ['spec.selector', 'spec.template', 'spec.completionMode'],
  PersistentVolumeClaim: [
    'spec.storageClassName',
    'spec.volumeName',
    'spec.accessModes',
    'spec.selector',
    'spec.volumeMode',
  ],
  StorageClass: ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'],
  RoleBinding: ['roleRef'],
  ClusterRoleBinding: ['roleRef'],
  Secret: ['type'],
  IngressClass: ['spec.controller'],
};

function isImmutable({ manifest, resource }: PlacedObject, { path, order }: FieldChange): boolean {
  if (order === true) return false;
  if (manifest['immutable'] === true && (path[0] === 'data' || path[0] === 'stringData' || path[0] === 'binaryData')) {
    return resource.kind === 'Secret' || resource.kind === 'ConfigMap';
  }
  return (IMMUTABLE[resource.kind] ?? []).some((field) => {
    const keys = field.split('.');
    return keys.every((key, index) => path[index] === key);
  });
}
