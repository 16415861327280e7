import { defaultSlug, type EnvironmentDeclaration } from '../../model/declarations/environment.ts';
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
  };
}
