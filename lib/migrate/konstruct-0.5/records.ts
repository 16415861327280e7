import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Edit, EditValue } from '../../edit/edit.ts';
import { type EditableNode, keyText } from '../../edit/node.ts';
import { findNode, findText, type NodePath } from '../../edit/path.ts';
import { valueOfNode } from '../../edit/value-of-node.ts';
import { type Outcome, refusedAt, type Surroundings, type YamlObject } from './outcome.ts';

/** References that were a name alone, with the kind of what they name. @see Konstruct 0.5 release notes */
const PAIRS: Readonly<Record<string, string>> = {
  cluster_template: 'ClusterTemplate',
  pipeline_template: 'PipelineTemplate',
  helm_template: 'HelmTemplate',
  catalog_application: 'CatalogApplication',
};

/** Brings the fields of a record from before 0.5 to those of 0.5. A name that several resources have is refused. */
export function upgradeRecord(object: YamlObject, { index }: Surroundings): Outcome | undefined {
  const { root, document } = object;
  if (findText(root, ['apiVersion'])?.startsWith('konstruct-cdk.dev/') !== true) return undefined;
  const kind = findText(root, ['kind']) ?? '';
  const organization = findText(root, ['metadata', 'namespace']) ?? findText(root, ['spec', 'org_id']) ?? '';
  const diagnostics: Diagnostic[] = [];
  const edits: Edit[] = [];
  const resolve = (wanted: string, name: string, node: EditableNode): string => {
    const found = index.namespacesOf(wanted, name, organization);
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    const where = found.length === 0 ? 'is not recorded in this repository' : `is in ${found.join(' and in ')}`;
    diagnostics.push(refusedAt(object, 'MIGRATE_REFERENCE', `${wanted} \`${name}\` ${where}.`, node));
    return '';
  };
  const record: RecordWork = { ...object, kind, resolve, edits };
  liftBody(record);
  namespaceOf(record);
  environments(record);
  pairs(record);
  stages(record);
  const era = edits.length > 0 || diagnostics.length > 0 ? 'legacy' : 'current';
  return { step: 'A', part: `record of kind ${kind}`, document, era, edits, diagnostics };
}

// --- internal ---

interface RecordWork extends YamlObject {
  readonly kind: string;
  /** The namespace of a resource by its bare name; notes what cannot be told. */
  readonly resolve: (kind: string, name: string, node: EditableNode) => string;
  readonly edits: Edit[];
}

/** A deployment was the name of its item, and a body with all other fields. */
function liftBody({ kind, root, document, edits, resolve }: RecordWork): void {
  const body = findNode(root, ['spec', 'body']);
  if (kind !== 'CatalogDeployment' || body?.kind !== 'map') return;
  const name = findNode(root, ['spec', 'name']);
  if (name?.kind === 'scalar') {
    edits.push({ op: 'rename', document, path: ['spec', 'name'], key: 'catalog_application_name' });
    const value = resolve('CatalogApplication', name.text, name);
    edits.push({
      op: 'insert',
      document,
      path: ['spec'],
      key: 'catalog_application_namespace',
      value,
      at: { after: 'catalog_application_name' },
    });
  }
  for (const entry of body.entries) {
    const key = keyText(entry);
    const value = valueOfNode(entry.value);
    if (key === undefined || value === undefined || key === 'environments') continue;
    edits.push({ op: 'insert', document, path: ['spec'], key, value });
  }
  const bare = findNode(body, ['environments']);
  if (bare?.kind === 'list' && findNode(body, ['env']) === undefined)
    edits.push({
      op: 'insert',
      document,
      path: ['spec'],
      key: 'env',
      value: pairsOf(
        bare.items.map(({ value }) => value),
        resolve,
      ),
    });
  edits.push({ op: 'delete', document, path: ['spec', 'body'] });
}

function namespaceOf({ root, document, edits }: RecordWork): void {
  const organization = findText(root, ['spec', 'org_id']);
  if (organization === undefined) return;
  if (findNode(root, ['metadata', 'namespace']) === undefined)
    edits.push({ op: 'insert', document, path: ['metadata'], key: 'namespace', value: organization });
  edits.push(
    findNode(root, ['spec', 'namespace']) === undefined
      ? { op: 'rename', document, path: ['spec', 'org_id'], key: 'namespace' }
      : { op: 'delete', document, path: ['spec', 'org_id'] },
  );
}

function environments({ root, document, edits, resolve }: RecordWork): void {
  const bare = findNode(root, ['spec', 'environments']);
  if (bare?.kind !== 'list') return;
  if (findNode(root, ['spec', 'env']) !== undefined) {
    edits.push({ op: 'delete', document, path: ['spec', 'environments'] });
    return;
  }
  edits.push({ op: 'rename', document, path: ['spec', 'environments'], key: 'env' });
  for (const [position, { value }] of bare.items.entries()) {
    const [pair] = pairsOf([value], resolve);
    if (pair !== undefined) edits.push({ op: 'set', document, path: ['spec', 'env', position], value: pair });
  }
}

function pairsOf(nodes: readonly (EditableNode | undefined)[], resolve: RecordWork['resolve']): readonly EditValue[] {
  return nodes.flatMap((node) =>
    node?.kind === 'scalar' ? [{ name: node.text, namespace: resolve('Environment', node.text, node) }] : [],
  );
}

function pairs({ root, document, edits, resolve }: RecordWork): void {
  for (const [field, kind] of Object.entries(PAIRS)) {
    const name = findNode(root, ['spec', `${field}_name`]);
    if (name?.kind !== 'scalar' || findNode(root, ['spec', `${field}_namespace`]) !== undefined) continue;
    const value = resolve(kind, name.text, name);
    edits.push({
      op: 'insert',
      document,
      path: ['spec'],
      key: `${field}_namespace`,
      value,
      at: { after: `${field}_name` },
    });
  }
}

function stages({ kind, root, document, edits, resolve }: RecordWork): void {
  const list = findNode(root, ['spec', 'releaseStages']);
  if (kind !== 'Application' || list?.kind !== 'list') return;
  for (const [position, { value }] of list.items.entries()) {
    const path: NodePath = ['spec', 'releaseStages', position];
    const named = value?.kind === 'scalar' ? value : findNode(value, ['environment_name']);
    if (named?.kind !== 'scalar' || findNode(value, ['environment_namespace']) !== undefined) continue;
    const namespace = resolve('Environment', named.text, named);
    edits.push(
      value === named
        ? { op: 'set', document, path, value: { environment_name: named.text, environment_namespace: namespace } }
        : { op: 'insert', document, path, key: 'environment_namespace', value: namespace },
    );
  }
}
