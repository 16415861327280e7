import type { DiagnosticCode } from '../../diagnostics/codes.ts';
import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { Declaration } from '../../model/declaration.ts';
import type { GitAccountSpec } from '../../model/declarations/organization.ts';
import type { KubePrometheusStackSpec } from '../../model/kube-prometheus-stack.ts';
import { placeOf } from '../../model/origin.ts';
import type { Declared } from '../../model/platform-model.ts';
import type { VaultSecretRef } from '../../model/secret-ref.ts';
import type { Placed } from '../../synth/collect.ts';

/** Values that types cannot check: domains, durations, URLs, paths of secrets. */
export function checkValues(declarations: readonly Placed[]): readonly Diagnostic[] {
  return declarations.flatMap(({ declaration }) =>
    problemsOf(declaration).map(([code, summary]) => error(code, { summary, ...placeOf(declaration.origin) })),
  );
}

// --- internal ---

type Problem = readonly [code: DiagnosticCode, summary: string];

/** @see https://www.rfc-editor.org/rfc/rfc1123#section-2.1 */
const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/ (`<duration>`) */
const DURATION = /^(?=\d)(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/;

function problemsOf(declaration: Declared<Declaration>): readonly Problem[] {
  switch (declaration.kind) {
    case 'platform':
      return DOMAIN.test(declaration.domain)
        ? []
        : [['DOMAIN_INVALID', `Domain ${JSON.stringify(declaration.domain)} is no DNS name`]];
    case 'organization':
      return secretPaths(declaration.git);
    case 'kube-prometheus-stack':
      return monitoring(declaration.spec);
    default:
      return [];
  }
}

function secretPaths(git: GitAccountSpec): readonly Problem[] {
  const application = secretPathProblem(git.credentials);
  // The platform's path mostly follows from the application's: one mistake, one finding.
  const problem = application ?? secretPathProblem(git.platformCredentials);
  return problem === undefined ? [] : [problem];
}

function secretPathProblem(secret: VaultSecretRef): Problem | undefined {
  // Programs in plain JavaScript can pass anything here, a literal secret above all: never echo it.
  if (secret?.store !== 'vault' || typeof secret.path !== 'string') {
    return ['REFERENCE_EXPECTED', 'The credentials of a git connection are no `SecretRef.vault(…)`'];
  }
  const usable = /^[^\s/]\S*$/.test(secret.path) && !secret.path.includes('//') && !secret.path.startsWith('data/');
  return usable ? undefined : ['SECRET_PATH_INVALID', `The Vault key \`${secret.path}\` cannot be used`];
}

function monitoring(spec: KubePrometheusStackSpec): readonly Problem[] {
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

function isHttpUrl(url: string): boolean {
  return /^https?:\/\/[^\s/@]+(\/\S*)?$/.test(url) && URL.canParse(url);
}
