import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { errorConditions, message, nameOf, textAt } from '../../gates/conditions/object.ts';
import { type LiveCluster, objectsOf } from '../live/live-cluster.ts';
import type { ClusterResources } from '../resources.ts';

/** What controllers of a cluster say of its ServiceMonitors and its runners. */
export function checkLiveRuntime(cluster: ClusterResources, live: LiveCluster): readonly Diagnostic[] {
  return [...unknownMonitors(cluster, live), ...refusedRunners(cluster, live)];
}

// --- internal ---

const NO_KIND = /no matches for kind "?ServiceMonitor|could not find monitoring\.coreos\.com\/ServiceMonitor/i;

function unknownMonitors({ folder }: ClusterResources, live: LiveCluster): readonly Diagnostic[] {
  return objectsOf(live.applications).flatMap((application) => {
    const operation = textAt(application, 'status', 'operationState', 'message');
    const said = [...errorConditions(application), message(operation)].find((line) => NO_KIND.test(line));
    if (said === undefined) return [];
    const detail = `Application ${nameOf(application)} on \`${live.name}\`: ${said}`;
    const fix = 'See that the Application kube-prometheus-stack is healthy: it brings the kind, in an earlier wave.';
    return [error('DOCTOR_MONITOR_TOO_EARLY', { path: folder, detail, fix })];
  });
}

/** @see https://docs.github.com/en/rest/actions/self-hosted-runners */
const ANSWERS: Readonly<Record<string, string>> = {
  '401': 'Put the private key and the id of one App into Vault: GitHub knows no App of this id with this key.',
  '403':
    'Give the App the right "Self-hosted runners: read and write" of the organization, and accept it there; charts before 0.21.0 ignore `githubAPICredentialsFrom`.',
  '404': 'Correct `githubAppInstallationID` in Vault: the App has no such installation.',
};

function refusedRunners({ folder }: ClusterResources, live: LiveCluster): readonly Diagnostic[] {
  const byCode = new Map<string, string>();
  for (const event of objectsOf(live.events)) {
    const said = textAt(event, 'message');
    const code = /\b(401|403|404)\b/.exec(said)?.[1];
    if (code === undefined || !/registration.?token|access.?token|installation/i.test(said)) continue;
    if (!byCode.has(code)) byCode.set(code, message(said));
  }
  return [...byCode].map(([code, said]) =>
    error('DOCTOR_RUNNER_REFUSED', {
      path: folder,
      detail: `Runners on \`${live.name}\`: ${said}`,
      ...(ANSWERS[code] !== undefined && { fix: ANSWERS[code] }),
    }),
  );
}
