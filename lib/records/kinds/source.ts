import { CATALOG_ITEM_TYPES, type CatalogItemDeclaration } from '../../model/declarations/catalog.ts';
import type { TemplateDeclaration, TemplateKind } from '../../model/declarations/template.ts';
import type { TemplateSource } from '../../model/template.ts';
import type { RecordFields } from '../record-fields.ts';

/** Reads the records of one kind of template. */
export function templateReader<Kind extends TemplateKind>(kind: Kind) {
  return (fields: RecordFields): TemplateDeclaration<Kind> => ({
    kind,
    name: fields.name,
    namespaces: [fields.namespace],
    description: fields.text('description'),
    source: sourceOf(fields),
  });
}

export function readCatalogItem(fields: RecordFields): CatalogItemDeclaration {
  const makes = fields.word('program', ['chart', 'stack']);
  return {
    kind: 'catalog-application',
    name: fields.name,
    namespaces: [fields.namespace],
    type: fields.word('type', CATALOG_ITEM_TYPES) ?? 'Application',
    description: fields.text('description'),
    source: makes === undefined ? sourceOf(fields) : undefined,
    program: makes && { makes, make: undefined },
  };
}

// --- internal ---

/** Empty texts stand in for what is missing, so that what refers to the resource can still be checked. */
function sourceOf(fields: RecordFields): TemplateSource {
  const folder = fields.text('folder');
  if (folder !== undefined) return { folder };
  const builtIn = fields.text('builtIn');
  if (builtIn !== undefined) return { builtIn };
  return {
    url: fields.text('gitUrl') ?? '',
    path: fields.text('gitPath') ?? '',
    ref: fields.text('gitRef'),
    token: fields.secret('token'),
  };
}
