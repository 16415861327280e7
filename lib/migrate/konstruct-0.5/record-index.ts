import type { FileTexts } from '../../edit/file-edits.ts';
import { findText } from '../../edit/path.ts';
import { readYaml } from '../../edit/read-yaml.ts';
import { GLOBAL_NAMESPACE } from '../../model/identity.ts';

/** Where the resources of a repository are recorded. */
export interface RecordIndex {
  /** Namespaces in which an organization sees a resource of this name: its own, and that of what is Global. */
  namespacesOf(kind: string, name: string, organization: string): readonly string[];
}

export function isRecord(text: string): boolean {
  return RECORD.test(text);
}

/** Indexes every record of a repository, whatever its file is called. */
export function indexRecords(files: FileTexts): RecordIndex {
  const known = new Set<string>();
  for (const [path, text] of files) {
    if (!/\.ya?ml$/.test(path) || !isRecord(text)) continue;
    for (const { root } of readYaml(text, path).documents) {
      const namespace = findText(root, ['metadata', 'namespace']) ?? findText(root, ['spec', 'org_id']);
      known.add(JSON.stringify([findText(root, ['kind']), namespace, findText(root, ['metadata', 'name'])]));
    }
  }
  return {
    namespacesOf: (kind, name, organization) =>
      [...new Set([organization, GLOBAL_NAMESPACE])].filter((namespace) =>
        known.has(JSON.stringify([kind, namespace, name])),
      ),
  };
}

// --- internal ---

const RECORD = /^apiVersion: *["']?konstruct-cdk\.dev\//m;
