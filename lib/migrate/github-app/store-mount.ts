import type { FileTexts } from '../../edit/file-edits.ts';
import { findText } from '../../edit/path.ts';
import { readYaml } from '../../edit/read-yaml.ts';

/**
 * The mount of the KV store of Vault that stores of the External Secrets Operator read, as a file of them says.
 *
 * @param paths  files among which the stores may be
 * @param stores  their names
 * @returns `secret`, the platform's own, where no file says it
 */
export function mountOf(files: FileTexts, paths: Iterable<string>, stores: ReadonlySet<string | undefined>): string {
  for (const path of paths) {
    const text = files.get(path) ?? '';
    if (!/\.ya?ml$/.test(path) || !STORE.test(text)) continue;
    for (const { root } of readYaml(text, path).documents) {
      const mount = findText(root, ['spec', 'provider', 'vault', 'path']);
      if (mount !== undefined && MOUNT.test(mount) && stores.has(findText(root, ['metadata', 'name']))) return mount;
    }
  }
  return 'secret';
}

// --- internal ---

const STORE = /^["' ]*kind["']?:\s*["']?(?:Cluster)?SecretStore\b|\{"?kind"?:\s*"?(?:Cluster)?SecretStore\b/m;
const MOUNT = /^[\w-]+(?:\/[\w-]+)*$/;
