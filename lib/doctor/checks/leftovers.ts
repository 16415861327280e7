import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import { walk } from '../../edit/node.ts';
import { findNode, findText } from '../../edit/path.ts';
import { indexLines } from '../../edit/text-lines.ts';
import { OLD_NAME } from '../../migrate/github-app/crossplane-credentials.ts';
import { doubtAt, type RepositoryResources, type Resource, troubleAt } from '../resources.ts';
import { usesGithubApp } from './credentials.ts';

/**
 * Personal access tokens that are still used in a repository that has come to the GitHub App, at least with one cluster.
 *
 * Where every cluster uses tokens, none of them is a leftover.
 */
export function checkLeftovers({ files, clusters, resources }: RepositoryResources): readonly Diagnostic[] {
  const current = clusters.filter(usesGithubApp);
  if (clusters.length > 0 && current.length === 0) return [];
  const own = new Set(current.flatMap((cluster) => cluster.resources));
  const elsewhere = new Set(clusters.filter((each) => !current.includes(each)).flatMap((each) => each.resources));
  return [
    ...resources.filter((each) => !elsewhere.has(each)).flatMap((each) => leftoversOf(each, own.has(each))),
    ...workflowTokens(files),
  ];
}

// --- internal ---

/** @param isOwn  whether the object belongs to a cluster that uses the App */
function leftoversOf(resource: Resource, isOwn: boolean): readonly Diagnostic[] {
  const { kind, root, name } = resource;
  if (kind === 'ExternalSecret') return isOwn ? tokensOf(resource) : [];
  for (const node of walk(root)) {
    if (node.kind !== 'scalar' || node.text !== OLD_NAME) continue;
    if (kind !== 'ProviderConfig') {
      return [troubleAt('DOCTOR_PAT_LEFT', resource, { detail: `${kind} \`${name}\` reads \`${OLD_NAME}\`.` }, node)];
    }
    const detail = `ProviderConfig \`${name}\` names \`${OLD_NAME}\`. The image for GitHub Apps ignores that; an older one needs it.`;
    const fix = 'Leave it as long as every cluster that uses it has the new image.';
    return [doubtAt('DOCTOR_PAT_LEFT', resource, { detail, fix }, node)];
  }
  return [];
}

/** Single fields that an ExternalSecret takes from the entry of a repository; Argo CD's own are looked at elsewhere. */
function tokensOf(resource: Resource): readonly Diagnostic[] {
  const data = findNode(resource.root, ['spec', 'data']);
  return (data?.kind === 'list' ? data.items : []).flatMap(({ value }) => {
    const key = findText(value, ['remoteRef', 'key']) ?? '';
    const property = findText(value, ['remoteRef', 'property']) ?? '';
    if (!key.includes('argocd/repo-credentials-template/') || !['username', 'password'].includes(property)) return [];
    const detail = `\`${resource.name}\` reads \`${property}\` of \`${key}\`; when it leaves Vault, the Secret stops being made.`;
    return [troubleAt('DOCTOR_PAT_LEFT', resource, { detail }, findNode(value, ['remoteRef', 'property']))];
  });
}

const TOKEN = /secrets\.WORKFLOW_TRIGGER_TOKEN/g;

/** Workflows of applications, and of the templates they are made from. */
function workflowTokens(files: RepositoryResources['files']): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const [path, text] of files) {
    if (!/(?:^|\/)(?:\.github\/)?[\w-]*(?:workflows|promotion)\//.test(path)) continue;
    const lines = indexLines(text);
    for (const match of text.matchAll(TOKEN)) {
      const detail = 'The workflow starts others with the token `WORKFLOW_TRIGGER_TOKEN`.';
      const fix =
        'Make a token of the GitHub App in a step of its own, from the secrets `APP_ID` and `APP_PRIVATE_KEY`.';
      findings.push(warning('DOCTOR_PAT_LEFT', { detail, fix, source: lines.positionOf(match.index, path) }));
    }
  }
  return findings;
}
