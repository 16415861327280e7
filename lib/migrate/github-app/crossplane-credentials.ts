import type { Edit, EditValue } from '../../edit/edit.ts';
import { type EditableNode, keyText, type MapNode } from '../../edit/node.ts';
import { findNode, findText, type NodePath } from '../../edit/path.ts';
import { type Expression, expressionLike } from './expression.ts';
import { type Assessment, DONE, type Sighting, unknownShape } from './part.ts';
import { platformKey } from './vault-fields.ts';

/** The Secret that the Terraform provider reads, and the field of Vault for each of its keys. */
export const KEYS: Readonly<Record<string, string>> = {
  type: 'type',
  url: 'url',
  app_id: 'githubAppID',
  installation_id: 'githubAppInstallationID',
  github_app_private_key: 'githubAppPrivateKey',
};

export const NEW_NAME = 'github-app-credentials';
export const OLD_NAME = 'git-credentials';
export const CREDENTIALS_DATA = ['spec', 'target', 'template', 'data'] as const;

/** @see Konstruct 0.3.6 release notes, "Update ArgoCD Repo Credentials on the Management Cluster" */
export const METADATA: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  annotations: { 'managed-by': 'argocd.argoproj.io' },
  labels: { 'argocd.argoproj.io/secret-type': 'repository' },
};

/**
 * The ExternalSecret with which the Terraform provider fetches modules: becomes that of the GitHub App.
 *
 * Its key in Vault becomes that of the platform repository. Store, annotations, order and a refresh interval that was
 * set by hand stay.
 */
export function assessCrossplaneCredentials(sighting: Sighting): Assessment {
  const { root } = sighting;
  if (findText(root, ['metadata', 'name']) === NEW_NAME) return completeNew(sighting);
  const template = findNode(root, ['spec', 'target', 'template']);
  const creds = findNode(root, [...CREDENTIALS_DATA, 'creds']);
  const entries = findNode(root, ['spec', 'data']);
  if (template?.kind !== 'map' || creds === undefined) return unknownShape(sighting, 'it makes no `creds`', template);
  const { file } = sighting;
  const expression = expressionLike(file.text.slice(creds.start, creds.end), 'username');
  if (expression === undefined) return unknownShape(sighting, '`creds` does not read a username', creds);
  const key = keyOfCredentials(entries);
  if (key === undefined)
    return unknownShape(sighting, '`spec.data` is not a username and a password of one key', entries);
  return {
    era: 'pat',
    edits: replaceOld(sighting, template, expression, platformKey(key)),
    diagnostics: [],
  };
}

// --- internal ---

function replaceOld(
  { document, root }: Sighting,
  template: MapNode,
  expression: Expression,
  key: string,
): readonly Edit[] {
  const at = (...path: string[]) => ({ document, path });
  const secret: Record<string, EditValue> = Object.fromEntries(
    Object.entries(KEYS).map(([name, field]) => [name, expression(field)]),
  );
  const edits: Edit[] = [
    { op: 'set', ...at('metadata', 'name'), value: NEW_NAME },
    { op: 'set', ...at('spec', 'target', 'name'), value: NEW_NAME },
    { op: 'rename', ...at('spec', 'data'), key: 'dataFrom' },
    { op: 'set', ...at('spec', 'dataFrom'), value: [{ extract: { key } }] },
  ];
  if (findNode(root, ['spec', 'target', 'creationPolicy']) === undefined) {
    edits.push({ op: 'insert', ...at('spec', 'target'), key: 'creationPolicy', value: 'Owner', at: { after: 'name' } });
  }
  if (['10s', undefined].includes(findText(root, ['spec', 'refreshInterval']))) {
    edits.push({ op: 'set', ...at('spec', 'refreshInterval'), value: '120s' });
  }
  // What else people put into the template, such as labels, stays.
  for (const entry of template.entries) {
    const name = keyText(entry);
    if (name === 'engineVersion') edits.push({ op: 'delete', ...at('spec', 'target', 'template', name) });
  }
  const has = (name: string) => template.entries.some((entry) => keyText(entry) === name);
  edits.push({ op: 'set', ...at(...CREDENTIALS_DATA), value: secret });
  const holder = at('spec', 'target', 'template');
  if (!has('type')) edits.push({ op: 'insert', ...holder, key: 'type', value: 'Opaque', at: 'first' });
  if (!has('metadata')) edits.push({ op: 'insert', ...holder, key: 'metadata', value: METADATA, at: 'first' });
  else edits.push(...addMetadata(template, holder));
  return edits;
}

function addMetadata(
  template: MapNode,
  place: { readonly document: number; readonly path: NodePath },
): readonly Edit[] {
  const edits: Edit[] = [];
  for (const [section, members] of Object.entries(METADATA)) {
    const path = [...place.path, 'metadata', section];
    if (findNode(template, ['metadata', section])?.kind !== 'map') {
      edits.push({ op: 'set', document: place.document, path, value: members });
      continue;
    }
    for (const [key, value] of Object.entries(members)) {
      edits.push({ op: 'set', document: place.document, path: [...path, key], value });
    }
  }
  return edits;
}

function completeNew(sighting: Sighting): Assessment {
  const { document, root, file } = sighting;
  const data = findNode(root, CREDENTIALS_DATA);
  if (data?.kind !== 'map')
    return unknownShape(sighting, `there is no mapping \`${CREDENTIALS_DATA.join('.')}\``, data);
  const missing = Object.entries(KEYS).filter(([name]) => findNode(data, [name]) === undefined);
  if (missing.length === 0) return DONE;
  const expressions = Object.entries(KEYS).flatMap(([name, field]) => {
    const node = findNode(data, [name]);
    return node === undefined ? [] : [expressionLike(file.text.slice(node.start, node.end), field)];
  });
  const expression = expressions.find((each) => each !== undefined);
  if (expression === undefined) return unknownShape(sighting, 'none of its values reads a field of Vault', data);
  const edits = missing.map(
    ([name, field]): Edit => ({ op: 'insert', document, path: CREDENTIALS_DATA, key: name, value: expression(field) }),
  );
  return { era: 'mixed', edits, diagnostics: [] };
}

/** The key in Vault, when the list takes username and password from one key and nothing else. */
function keyOfCredentials(entries: EditableNode | undefined): string | undefined {
  if (entries?.kind !== 'list' || entries.items.length !== 2) return undefined;
  const keys = ['username', 'password'].map((property) => {
    const item = entries.items.find(({ value }) => findText(value, ['remoteRef', 'property']) === property);
    return findText(item?.value, ['remoteRef', 'key']);
  });
  return keys[0] !== undefined && keys[0] === keys[1] ? keys[0] : undefined;
}
