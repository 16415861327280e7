import { findText } from '../../../edit/path.ts';
import { readYaml } from '../../../edit/read-yaml.ts';
import { valueOfNode } from '../../../edit/value-of-node.ts';
import { prometheusApplicationText, serviceMonitorText } from '../new-files.ts';
import type { Assessment, Sighting } from '../part.ts';

/** An object that has nothing of the GitHub App. */
export const OLD: Assessment = { era: 'pat', edits: [], diagnostics: [] };

/** Whether an object says exactly what the migration adds: only then it may be taken away again. */
export function isOurs(sighting: Sighting): boolean {
  const text = sighting.part === 'service-monitor' ? serviceMonitorText() : applicationLike(sighting);
  const [ours] = readYaml(text).documents;
  return canonical(valueOfNode(ours?.root)) === canonical(valueOfNode(sighting.root));
}

// --- internal ---

/** The Application as it would be added for the cluster and the domain that this one names. */
function applicationLike({ root }: Sighting): string {
  const cluster = findText(root, ['spec', 'project']) ?? '';
  const values = findText(root, ['spec', 'source', 'helm', 'values']) ?? '';
  const domain = /https:\/\/prometheus-remote-write\.(.+?)\/api\/v1\/write/.exec(values)?.[1] ?? '';
  return prometheusApplicationText({ cluster, domain });
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
