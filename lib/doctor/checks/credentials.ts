import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { warning } from '../../diagnostics/diagnostic.ts';
import { keyText, type MapNode } from '../../edit/node.ts';
import { findNode, findText } from '../../edit/path.ts';
import { KEYS, NEW_NAME, OLD_NAME } from '../../migrate/github-app/crossplane-credentials.ts';
import { NEW_FIELDS } from '../../migrate/github-app/repository-credentials.ts';
import { type ClusterResources, doubtAt, type Resource, troubleAt } from '../resources.ts';

const DATA = ['spec', 'target', 'template', 'data'] as const;
const PROVIDER_FIELDS = Object.keys(KEYS).filter((key) => key !== 'type' && key !== 'url');

/**
 * The Secrets with which Argo CD and the Terraform provider enter repositories, each by the names that its own reader
 * looks for. The verification step of the release notes names those of the provider for Argo CD's as well.
 */
export function checkCredentials(cluster: ClusterResources): readonly Diagnostic[] {
  const secrets = cluster.resources.filter(({ kind }) => kind === 'ExternalSecret');
  const repositories = secrets.filter(isRepository);
  const provider = secrets.filter(({ name }) => name === NEW_NAME);
  const keys = repositories.map(extractedKey).filter((key) => key !== undefined);
  return [
    ...repositories.flatMap(checkRepository),
    ...collisions(repositories),
    ...provider.flatMap((secret) => checkProvider(secret, keys)),
  ];
}

/** Whether any Secret of the cluster is one of the GitHub App: then its tokens are leftovers. */
export function usesGithubApp({ resources }: ClusterResources): boolean {
  return resources.some(
    (resource) =>
      resource.kind === 'ExternalSecret' &&
      (resource.name === NEW_NAME || NEW_FIELDS.some((field) => fieldsOf(resource).has(field))),
  );
}

// --- internal ---

function isRepository(resource: Resource): boolean {
  if (resource.name === NEW_NAME || resource.name === OLD_NAME) return false;
  const label = ['spec', 'target', 'template', 'metadata', 'labels', 'argocd.argoproj.io/secret-type'];
  return findText(resource.root, label) === 'repository' && findNode(resource.root, DATA)?.kind === 'map';
}

function fieldsOf({ root }: Resource): ReadonlyMap<string, MapNode['entries'][number]> {
  const data = findNode(root, DATA);
  const entries = data?.kind === 'map' ? data.entries : [];
  return new Map(entries.map((entry) => [keyText(entry) ?? '', entry]));
}

const extractedKey = ({ root }: Resource) => findText(root, ['spec', 'dataFrom', 0, 'extract', 'key']);

function checkRepository(secret: Resource): readonly Diagnostic[] {
  const fields = fieldsOf(secret);
  const findings: Diagnostic[] = [];
  const foreign = PROVIDER_FIELDS.filter((field) => fields.has(field));
  if (foreign.length > 0)
    findings.push(
      troubleAt(
        'DOCTOR_FIELD_NAMES',
        secret,
        {
          detail: `Argo CD reads ${list(NEW_FIELDS)} from \`${secret.name}\`, not ${list(foreign)}: those belong to \`${NEW_NAME}\` alone.`,
        },
        fields.get(foreign[0] ?? '')?.key,
      ),
    );
  const current = NEW_FIELDS.filter((field) => fields.has(field));
  const missing = NEW_FIELDS.filter((field) => !fields.has(field));
  if (current.length > 0 && missing.length > 0)
    findings.push(
      troubleAt('DOCTOR_FIELD_NAMES', secret, {
        detail: `\`${secret.name}\` has no ${list(missing)}, without which Argo CD cannot use the GitHub App.`,
      }),
    );
  const old = ['username', 'password'].filter((field) => fields.has(field));
  if (current.length > 0 && old.length > 0)
    findings.push(
      troubleAt(
        'DOCTOR_CREDENTIALS_MIXED',
        secret,
        {
          detail: `\`${secret.name}\` reads ${list(old)} beside the fields of the App; when they leave Vault, it is no longer made at all.`,
        },
        fields.get(old[0] ?? '')?.key,
      ),
    );
  return findings;
}

function checkProvider(secret: Resource, keys: readonly string[]): readonly Diagnostic[] {
  const fields = fieldsOf(secret);
  const findings: Diagnostic[] = [];
  const missing = PROVIDER_FIELDS.filter((field) => !fields.has(field));
  if (missing.length > 0)
    findings.push(
      troubleAt('DOCTOR_FIELD_NAMES', secret, {
        detail: `The Terraform provider reads ${list(PROVIDER_FIELDS)} from \`${NEW_NAME}\`; ${list(missing)} is not there. The names that begin with \`githubApp\` are those of Argo CD's Secrets.`,
      }),
    );
  if (secret.namespace !== undefined && secret.namespace !== 'crossplane-system')
    findings.push(
      troubleAt(
        'DOCTOR_NAMESPACE',
        secret,
        { detail: `The Terraform provider looks for \`${NEW_NAME}\` in \`crossplane-system\` only.` },
        findNode(secret.root, ['metadata', 'namespace']),
      ),
    );
  const key = extractedKey(secret);
  const platform = keys.filter((each) => each.endsWith('-platform'));
  if (key !== undefined && platform.length > 0 && !platform.includes(key))
    findings.push(
      troubleAt(
        'DOCTOR_VAULT_KEY',
        secret,
        { detail: `Modules are fetched with the credentials of the platform repository, ${list(platform)}.` },
        findNode(secret.root, ['spec', 'dataFrom', 0, 'extract', 'key']),
      ),
    );
  return findings;
}

function collisions(secrets: readonly Resource[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return secrets.flatMap((secret) => {
    if (!seen.has(secret.name)) {
      seen.add(secret.name);
      return [];
    }
    const finding = doubtAt('MIGRATE_NAME_COLLISION', secret, { detail: `\`${secret.name}\`` });
    return [warning('MIGRATE_NAME_COLLISION', finding)];
  });
}

function list(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}
