import type { Declaration } from '../model/declaration.ts';
import { CATALOG_ITEM_TYPES } from '../model/declarations/catalog.ts';

/**
 * What of a declaration is not of its type, in a sentence: of repositories and sources, which everything after relies on,
 * and of what would be taken for something else without a word. Undefined where nothing is.
 */
export function propertyProblem(declaration: Declaration): string | undefined {
  switch (declaration.kind) {
    case 'platform':
      if (!textAt(declaration, 'domain')) return '`domain` is a text';
      return repositoryProblem('repository', declaration.repository);
    case 'application':
      return repositoryProblem('repository', declaration.repository);
    case 'organization':
      return (
        connectionProblem(declaration.git) ??
        repositoryProblem('platformRepository', declaration.platformRepository) ??
        repositoryProblem('applicationRepository', declaration.applicationRepository)
      );
    case 'cluster-template':
    case 'pipeline-template':
    case 'helm-template':
      return sourceProblem(declaration.source);
    case 'catalog-application':
      if (!CATALOG_ITEM_TYPES.includes(declaration.type)) return `\`type\` is one of ${CATALOG_ITEM_TYPES.join(', ')}`;
      return declaration.program === undefined ? sourceProblem(declaration.source) : undefined;
    default:
      return undefined;
  }
}

// --- internal ---

function repositoryProblem(name: string, value: unknown): string | undefined {
  return textAt(value, 'url') ? undefined : `\`${name}\` is { url: … }`;
}

function connectionProblem(value: unknown): string | undefined {
  const isNamed = textAt(value, 'organization');
  return isNamed ? undefined : '`git` names a GitHub organization, or with `group` a group of GitLab';
}

function sourceProblem(value: unknown): string | undefined {
  const isOne = ['url', 'folder', 'builtIn'].some((name) => textAt(value, name));
  return isOne ? undefined : '`source` is { url: … }, { folder: … } or a template of `Templates.builtIn`';
}

function textAt(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[name] === 'string';
}
