import type { Edit } from '../../edit/edit.ts';
import { findNode, findText } from '../../edit/path.ts';
import { type Assessment, DONE, type Sighting, unknownShape } from './part.ts';

const PORTS = ['spec', 'ports'] as const;

/**
 * The Service in front of the provider: gets the port and the label that the ServiceMonitor looks for.
 *
 * Both are needed: with one of them missing nothing is scraped, and nothing says so.
 */
export function assessMetricsService(sighting: Sighting): Assessment {
  const { document, root } = sighting;
  const ports = findNode(root, PORTS);
  if (ports?.kind !== 'list') return unknownShape(sighting, 'it has no list of ports', ports);
  const edits: Edit[] = [];
  const metrics = ports.items.find(({ value }) => findText(value, ['name']) === 'metrics');
  if (metrics === undefined) {
    const taken = ports.items.find(({ value }) => findText(value, ['port']) === '8080');
    if (taken !== undefined) return unknownShape(sighting, 'port 8080 has another name than `metrics`', taken.value);
    const value = { port: 8080, targetPort: 8080, protocol: 'TCP', name: 'metrics' };
    edits.push({ op: 'insert', document, path: PORTS, value });
  }
  const label = findNode(root, ['metadata', 'labels', 'app']);
  if (label === undefined) {
    const labels = findNode(root, ['metadata', 'labels']);
    const path = labels?.kind === 'map' ? ['metadata', 'labels', 'app'] : ['metadata', 'labels'];
    edits.push({ op: 'set', document, path, value: labels?.kind === 'map' ? 'log-streamer' : { app: 'log-streamer' } });
  } else if (label.kind !== 'scalar' || label.text !== 'log-streamer') {
    return unknownShape(sighting, 'its label `app` is not `log-streamer`', label);
  }
  if (edits.length === 0) return DONE;
  return { era: metrics === undefined ? 'pat' : 'mixed', edits, diagnostics: [] };
}
