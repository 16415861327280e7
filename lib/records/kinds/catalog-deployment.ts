import type { CatalogDeploymentDeclaration } from '../../model/declarations/catalog.ts';
import { GLOBAL_NAMESPACE } from '../../model/identity.ts';
import type { Reference } from '../../model/reference.ts';
import type { RecordFields } from '../record-fields.ts';

/** Undefined when what it deploys, and where, cannot be told, or an environment brings it along. */
export function readCatalogDeployment(fields: RecordFields): CatalogDeploymentDeclaration | undefined {
  // The environment declares it.
  if (fields.has('provisionedBy')) return undefined;
  if (!fields.has('body')) return release(fields, fields.pair('catalog_application'));
  const item = fields.text('name');
  fields.noteLegacy(
    ['name'],
    '`name` is that of the catalog item',
    'Write `catalog_application_name` and `…_namespace`.',
  );
  fields.noteLegacy(['body'], '`body` holds the release', 'Write its fields directly below `spec`.');
  return release(fields.below('body'), item === undefined ? undefined : { name: item, namespaces: undefined });
}

// --- internal ---

function release(fields: RecordFields, item: Reference | undefined): CatalogDeploymentDeclaration | undefined {
  const { name, namespace } = fields;
  const cluster = clusterOf(fields);
  const environments = fields.environments();
  const isListed = fields.has('env') || fields.has('environments');
  if (item === undefined || cluster === undefined || (isListed && environments === undefined)) return undefined;
  return {
    kind: 'catalog-deployment',
    name,
    namespace,
    item,
    cluster,
    environments: environments ?? [],
    teams:
      fields.text('deployAs') === 'team-specific'
        ? fields.texts('teams')?.map((team) => ({ name: team, namespaces: [namespace] }))
        : undefined,
    values: fields.values('yamlValues'),
    infrastructureValues: fields.values('iacValues'),
  };
}

/** No cluster is Global, so what the platform itself deploys may name one of any organization. */
function clusterOf(fields: RecordFields): Reference | undefined {
  const name = fields.text('cluster_name');
  if (name === undefined) return undefined;
  const namespace = fields.text('cluster_namespace') ?? fields.namespace;
  return { name, namespaces: namespace === GLOBAL_NAMESPACE ? undefined : [namespace] };
}
