import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The path of a tool that tests compare us with, or undefined where it is not installed.
 *
 * Looks at the variable `KCDK_HELM` or `KCDK_KUBECTL`, then where `.ci/fetch-helm` puts both, then on `PATH`.
 * A variable that is set but names no executable counts as not installed, so that nobody tests another binary
 * than they asked for.
 */
export function findTool(name: 'helm' | 'kubectl' | 'openssl' | 'ssh-keygen' | 'sshd'): string | undefined {
  const environment = process.env;
  const named = environment[`KCDK_${name.toUpperCase()}`];
  if (named !== undefined) return isExecutable(named) ? named : undefined;
  const folders = [CACHE, ...(environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')];
  // where servers are, and not on the PATH of everybody
  if (name === 'sshd') folders.push('/usr/sbin', '/usr/local/sbin');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

// --- internal ---

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/kcdk-tools', import.meta.url));

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
