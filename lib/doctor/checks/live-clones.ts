import type { DiagnosticCode } from '../../diagnostics/codes.ts';
import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { errorConditions, nameOf, textAt, unmetConditions } from '../../gates/conditions/object.ts';
import { sourcesOf } from '../../gates/conditions/sources.ts';
import { NEW_NAME } from '../../migrate/github-app/crossplane-credentials.ts';
import { type LiveCluster, objectsOf } from '../live/live-cluster.ts';
import type { ClusterResources } from '../resources.ts';
import { usesGithubApp } from './credentials.ts';

/**
 * Repositories that Argo CD or the Terraform provider cannot read though their Secrets are made: then the cause lies
 * with GitHub, or in the values that nobody but the operator reads.
 */
export function checkLiveClones(cluster: ClusterResources, live: LiveCluster): readonly Diagnostic[] {
  const isApp = usesGithubApp(cluster);
  const seen = new Map<string, { readonly first: Cause; readonly subject: string; count: number }>();
  const note = (subject: string, cause: Cause | undefined) => {
    if (cause === undefined) return;
    const known = seen.get(cause.id);
    if (known === undefined) seen.set(cause.id, { first: cause, subject, count: 1 });
    else known.count += 1;
  };
  for (const application of objectsOf(live.applications)) {
    const said = errorConditions(application).filter(
      (line) => line.startsWith('ComparisonError') && REFUSED.test(line),
    );
    const [url = ''] = sourcesOf(application).map((source) => textAt(source, 'repoURL'));
    for (const line of said.slice(0, 1)) note(`Application ${nameOf(application)}`, refused(url, line, isApp));
  }
  for (const workspace of objectsOf(live.workspaces)) {
    const [said] = unmetConditions(workspace, ['Synced']);
    if (said === undefined) continue;
    note(
      `Workspace ${nameOf(workspace)}`,
      ofProvider(said) ?? (REFUSED.test(said) ? refused(urlIn(said), said, isApp) : undefined),
    );
  }
  return [...seen.values()].map(({ first: { code, detail, fix }, subject, count }) => {
    const others = count === 1 ? '' : ` and ${count - 1} more`;
    return error(code, { path: cluster.folder, detail: `${subject}${others} on \`${live.name}\`: ${detail}`, fix });
  });
}

// --- internal ---

interface Cause {
  /** Equal for all that have it. */
  readonly id: string;
  readonly code: DiagnosticCode;
  readonly detail: string;
  readonly fix: string;
}

const REFUSED =
  /authentication (?:failed|required)|authorization failed|could not read Username|repository not found|invalid credentials/i;

function refused(url: string, said: string, isApp: boolean): Cause {
  const owner = /github\.com[/:]([^/\s'"]+)\//i.exec(url)?.[1];
  const of = owner === undefined ? 'the organization of the repository' : `the organization \`${owner}\``;
  const place = url === '' ? '' : ` \`${url}\``;
  return {
    id: `refused ${owner ?? url}`,
    code: 'DOCTOR_CLONE_REFUSED',
    detail: `GitHub refuses the repository${place} (${said})`,
    fix: isApp
      ? `Install the GitHub App on ${of}, with the right to read contents, and see that its installation id is the one in Vault: every organization has its own.`
      : `Renew the token, and see that it may read repositories of ${of}.`,
  };
}

/** What the provider says when it makes a token of the App. */
function ofProvider(said: string): Cause | undefined {
  const cause = (id: string, fix: string): Cause => ({
    id: `provider ${id}`,
    code: 'DOCTOR_PROVIDER_CREDENTIALS',
    detail: said,
    fix,
  });
  const field = /failed to parse (app_id|installation_id)/i.exec(said)?.[1];
  if (field !== undefined) {
    const name = field.toLowerCase() === 'app_id' ? 'githubAppID' : 'githubAppInstallationID';
    return cause(field, `Correct \`${name}\` in Vault: it has to be a whole number, without quotes or spaces.`);
  }
  if (/private.?key|PEM/i.test(said) && /parse|decode|invalid|failed/i.test(said))
    return cause(
      'key',
      'Put the whole private key into `githubAppPrivateKey` in Vault, with its line breaks: `@key.pem` of `vault kv patch` does that.',
    );
  const status = /failed to create installation token[^)]*?status:? (\d{3})/i.exec(said)?.[1];
  if (status !== undefined)
    return cause(
      status,
      STATUSES[status] ?? 'See what GitHub answers, and whether it can be reached from the cluster.',
    );
  if (/cannot get credentials/i.test(said))
    return cause('secret', `See that the ExternalSecret \`${NEW_NAME}\` is in crossplane-system and Ready.`);
  return undefined;
}

const STATUSES: Readonly<Record<string, string>> = {
  '401':
    'Put the private key and the id of one App into Vault: GitHub knows no App of this id with this key. A clock that is wrong looks the same.',
  '403': 'Take back the suspension of the installation on GitHub.',
  '404': 'Correct `githubAppInstallationID` in Vault: the App has no such installation.',
};

function urlIn(said: string): string {
  return /https?:\/\/[^\s'"]+/.exec(said)?.[0] ?? '';
}
