import { type Edit, type EditValue, verbatim } from '../../../edit/edit.ts';
import { keyText, type MapNode } from '../../../edit/node.ts';
import { findNode, findText } from '../../../edit/path.ts';
import { CREDENTIALS_DATA, KEYS, METADATA, NEW_NAME, OLD_NAME } from '../crossplane-credentials.ts';
import { inTextLike } from '../expression.ts';
import { type Assessment, type Sighting, unknownShape } from '../part.ts';
import { OLD } from './our-objects.ts';

const TEMPLATE = ['spec', 'target', 'template'] as const;

/** The ExternalSecret with which the Terraform provider fetches modules: becomes that of the token again. */
export function revertCrossplaneCredentials(sighting: Sighting): Assessment {
  const { document, root, file } = sighting;
  if (findText(root, ['metadata', 'name']) !== NEW_NAME) return OLD;
  const template = findNode(root, TEMPLATE);
  const data = findNode(root, CREDENTIALS_DATA);
  if (template?.kind !== 'map' || data?.kind !== 'map')
    return unknownShape(sighting, `there is no mapping \`${CREDENTIALS_DATA.join('.')}\``, template);
  const key = findText(root, ['spec', 'dataFrom', 0, 'extract', 'key']);
  const sources = findNode(root, ['spec', 'dataFrom']);
  if (key === undefined || sources?.kind !== 'list' || sources.items.length !== 1)
    return unknownShape(sighting, '`spec.dataFrom` does not extract one key', sources);
  const expression = Object.entries(KEYS)
    .map(([name, field]) => {
      const node = findNode(data, [name]);
      return node === undefined ? undefined : inTextLike(file.text.slice(node.start, node.end), field);
    })
    .find((each) => each !== undefined);
  if (expression === undefined) return unknownShape(sighting, 'none of its values reads a field of Vault', data);
  const at = (...path: readonly string[]) => ({ document, path });
  const entry = (property: string) => ({
    remoteRef: { key: key.replace(/-platform$/, ''), property, conversionStrategy: 'Default' },
    secretKey: property,
  });
  const creds = `https://${expression('username')}:${expression('password')}@github.com`;
  const edits: Edit[] = [
    { op: 'set', ...at('metadata', 'name'), value: OLD_NAME },
    { op: 'set', ...at('spec', 'target', 'name'), value: OLD_NAME },
    { op: 'rename', ...at('spec', 'dataFrom'), key: 'data' },
    { op: 'set', ...at('spec', 'data'), value: [entry('username'), entry('password')] },
    { op: 'set', ...at(...CREDENTIALS_DATA), value: credsValue(creds, data.style === 'block') },
    ...withoutMetadata(template, document),
  ];
  const has = (name: string) => template.entries.some((each) => keyText(each) === name);
  if (findText(template, ['type']) === 'Opaque') edits.push({ op: 'delete', ...at(...TEMPLATE, 'type') });
  if (!has('engineVersion'))
    edits.push({ op: 'insert', ...at(...TEMPLATE), key: 'engineVersion', value: 'v2', at: 'first' });
  if (findText(root, ['spec', 'target', 'creationPolicy']) === 'Owner')
    edits.push({ op: 'delete', ...at('spec', 'target', 'creationPolicy') });
  if (findText(root, ['spec', 'refreshInterval']) === '120s')
    edits.push({ op: 'set', ...at('spec', 'refreshInterval'), value: '10s' });
  return { era: 'github-app', edits, diagnostics: [] };
}

// --- internal ---

/** Expressions that are escaped for Helm have to stand as they are; others are text like any other. */
function credsValue(creds: string, isBlock: boolean): EditValue {
  if (!creds.includes('`') && !/\{\{\s*"/.test(creds)) return { creds: `${creds}\n` };
  return isBlock ? verbatim(`creds: |\n  ${creds}`) : { creds: verbatim(`"${creds}\\n"`) };
}

/** Takes out the annotations and labels that the migration added, and what is empty without them. */
function withoutMetadata(template: MapNode, document: number): readonly Edit[] {
  const metadata = findNode(template, ['metadata']);
  if (metadata?.kind !== 'map') return [];
  const ours = (section: string) =>
    Object.entries(METADATA[section] ?? {}).filter(([key, value]) => findText(metadata, [section, key]) === value);
  const isWhole = (section: string) => {
    const node = findNode(metadata, [section]);
    return node?.kind === 'map' && node.entries.length === ours(section).length;
  };
  const sections = metadata.entries.map((each) => keyText(each) ?? '');
  const path = [...TEMPLATE, 'metadata'];
  if (sections.every(isWhole)) return [{ op: 'delete', document, path }];
  return sections.flatMap((section): readonly Edit[] =>
    isWhole(section)
      ? [{ op: 'delete', document, path: [...path, section] }]
      : ours(section).map(([key]) => ({ op: 'delete', document, path: [...path, section, key] })),
  );
}
