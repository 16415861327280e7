import {
  defaultSlug,
  type EnvironmentDeclaration,
  type ProvisionDeclaration,
} from '../../model/declarations/environment.ts';
import { GLOBAL_NAMESPACE } from '../../model/identity.ts';
import type { RecordFields } from '../record-fields.ts';

export function readEnvironment(fields: RecordFields): EnvironmentDeclaration {
  const { name, namespace } = fields;
  return {
    kind: 'environment',
    name,
    namespaces: [namespace],
    slug: fields.text('slug') ?? defaultSlug(name, namespace === GLOBAL_NAMESPACE),
    description: fields.text('description'),
    color: fields.text('color'),
    clusters: fields.references('clusters') ?? [],
    catalog: fields.members('catalogs').flatMap(readProvision),
  };
}

// --- internal ---

function readProvision(fields: RecordFields): readonly ProvisionDeclaration[] {
  const item = fields.pair('catalog_application');
  if (item === undefined) return [];
  return [
    {
      name: fields.text('name') ?? item.name,
      item,
      values: fields.values('yamlValues'),
      infrastructureValues: fields.values('iacValues'),
    },
  ];
}
