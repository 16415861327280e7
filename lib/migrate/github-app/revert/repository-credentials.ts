import type { Edit } from '../../../edit/edit.ts';
import { keyText } from '../../../edit/node.ts';
import { findNode } from '../../../edit/path.ts';
import { type Assessment, type Sighting, unknownShape } from '../part.ts';
import { knownExpression, NEW_FIELDS, OLD_FIELDS, REPOSITORY_DATA } from '../repository-credentials.ts';
import { OLD } from './our-objects.ts';

/** The ExternalSecret of a repository: takes the fields of the App out and those of the token in. */
export function revertRepositoryCredentials(sighting: Sighting): Assessment {
  const { file, document, root } = sighting;
  const data = findNode(root, REPOSITORY_DATA);
  if (data?.kind !== 'map') return unknownShape(sighting, `there is no mapping \`${REPOSITORY_DATA.join('.')}\``, data);
  const values = new Map(data.entries.map((entry) => [keyText(entry) ?? '', entry.value]));
  const current = NEW_FIELDS.filter((field) => values.has(field));
  if (current.length === 0 && values.has('password')) return OLD;
  if (current.length === 0) return unknownShape(sighting, 'it has neither a password nor a GitHub App', data);
  const expression = knownExpression(file.text, values);
  if (expression === undefined) return unknownShape(sighting, 'none of its values reads a field of Vault', data);
  const missing = OLD_FIELDS.filter((field) => !values.has(field));
  const inserts = missing.map((field): Edit => {
    // The order of the platform's own templates.
    const at = field === 'name' && values.has('type') ? { after: 'type' } : 'last';
    return { op: 'insert', document, path: REPOSITORY_DATA, key: field, value: expression(field), at };
  });
  const deletes = current.map((field): Edit => ({ op: 'delete', document, path: [...REPOSITORY_DATA, field] }));
  return {
    era: missing.length < OLD_FIELDS.length ? 'mixed' : 'github-app',
    edits: [...inserts, ...deletes],
    diagnostics: [],
  };
}
