import type { Edit } from '../../edit/edit.ts';
import { type EditableNode, keyText } from '../../edit/node.ts';
import { findNode } from '../../edit/path.ts';
import { type Expression, expressionLike } from './expression.ts';
import { type Assessment, DONE, type Sighting, unknownShape } from './part.ts';

export const REPOSITORY_DATA = ['spec', 'target', 'template', 'data'] as const;

/** What Argo CD reads from the Secret of a repository. @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories */
export const NEW_FIELDS = ['githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey'] as const;
const FIELDS = ['type', 'url', ...NEW_FIELDS] as const;
export const OLD_FIELDS = ['name', 'username', 'password'] as const;

/** The ExternalSecret of a repository that Argo CD reads: takes the fields of the token out and those of the App in. */
export function assessRepositoryCredentials(sighting: Sighting): Assessment {
  const { file, document, root } = sighting;
  const data = findNode(root, REPOSITORY_DATA);
  if (data?.kind !== 'map') return unknownShape(sighting, `there is no mapping \`${REPOSITORY_DATA.join('.')}\``, data);
  const values = new Map(data.entries.map((entry) => [keyText(entry) ?? '', entry.value]));
  const old = OLD_FIELDS.filter((field) => values.has(field));
  const missing = FIELDS.filter((field) => !values.has(field));
  if (old.length === 0 && missing.length === 0) return DONE;
  const isNew = NEW_FIELDS.some((field) => values.has(field));
  if (!isNew && !values.has('password'))
    return unknownShape(sighting, 'it has neither a password nor a GitHub App', data);
  const expression = knownExpression(file.text, values);
  if (expression === undefined) return unknownShape(sighting, 'none of its values reads a field of Vault', data);
  const edits: Edit[] = old.map((field) => ({ op: 'delete', document, path: [...REPOSITORY_DATA, field] }));
  // First in, then out: a mapping that loses all it has is written anew.
  const inserts = missing.map(
    (field): Edit => ({ op: 'insert', document, path: REPOSITORY_DATA, key: field, value: expression(field) }),
  );
  return { era: isNew ? 'mixed' : 'pat', edits: [...inserts, ...edits], diagnostics: [] };
}

/** How the values of the Secret are written, from the first that reads the field of its own name. */
export function knownExpression(
  text: string,
  values: ReadonlyMap<string, EditableNode | undefined>,
): Expression | undefined {
  for (const [field, node] of values) {
    const source = node === undefined ? '' : text.slice(node.start, node.end);
    const expression = source.includes('\n') ? undefined : expressionLike(source, field);
    if (expression !== undefined) return expression;
  }
  return undefined;
}
