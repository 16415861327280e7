import type { KubePrometheusStackSpec } from '../../../model/kube-prometheus-stack.ts';
import type { Problem } from './problem.ts';

/** What Prometheus could not read. */
export function monitoringProblems(spec: KubePrometheusStackSpec): readonly Problem[] {
  const problems: Problem[] = [];
  const receivers = spec.remoteWrite ?? [];
  const durations: [string, string | undefined][] = [
    ['scrapeInterval', spec.scrapeInterval],
    ['retention', spec.retention],
    ...receivers.map((receiver): [string, string | undefined] => ['remoteTimeout', receiver.remoteTimeout]),
  ];
  for (const [name, duration] of durations) {
    if (duration !== undefined && !DURATION.test(duration)) {
      problems.push(['DURATION_INVALID', `\`${name}\` is ${JSON.stringify(duration)}, which Prometheus cannot read`]);
    }
  }
  for (const { url } of receivers) {
    if (!isHttpUrl(url)) problems.push(['URL_INVALID', `Remote write cannot send to ${JSON.stringify(url)}`]);
  }
  return problems;
}

// --- internal ---

/** @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/ (`<duration>`) */
const DURATION = /^(?=\d)(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/;

function isHttpUrl(url: string): boolean {
  return /^https?:\/\/[^\s/@]+(\/\S*)?$/.test(url) && URL.canParse(url);
}
