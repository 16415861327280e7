import {
  CLOUD_PROVIDERS,
  type CloudAccountDeclaration,
  type CloudAccountSpec,
} from '../../model/declarations/cloud-account.ts';
import {
  GIT_AUTHS,
  GIT_PROVIDERS,
  type GitAccountSpec,
  type OrganizationDeclaration,
  ROLES,
  type RoleMapping,
  type TeamDeclaration,
} from '../../model/declarations/organization.ts';
import { isJsonObject } from '../../model/json.ts';
import type { RepositoryProps } from '../../model/repository-location.ts';
import { SecretRef } from '../../model/secret-ref.ts';
import type { RecordFields } from '../record-fields.ts';

export function readOrganization(fields: RecordFields): OrganizationDeclaration {
  return {
    kind: 'organization',
    name: fields.name,
    displayName: fields.text('displayName'),
    git: gitAccount(fields.below('gitConnection')),
    platformRepository: repository(fields, 'platformRepository'),
    applicationRepository: repository(fields, 'applicationRepository'),
  };
}

export function readTeam(fields: RecordFields): TeamDeclaration {
  const roleMappings = (fields.list('roleMappings') ?? []).flatMap((item): RoleMapping[] => {
    const { ssoGroup, role } = isJsonObject(item) ? item : {};
    const known = ROLES.find((one) => one === role);
    return typeof ssoGroup === 'string' && known !== undefined ? [{ ssoGroup, role: known }] : [];
  });
  return { kind: 'team', name: fields.name, namespace: fields.namespace, roleMappings };
}

export function readCloudAccount(fields: RecordFields): CloudAccountDeclaration {
  return { kind: 'cloud-account', name: fields.name, namespace: fields.namespace, spec: cloudAccount(fields) };
}

// --- internal ---

function gitAccount(fields: RecordFields): GitAccountSpec {
  const auth = fields.word('auth', GIT_AUTHS) ?? 'pat';
  const path = fields.text('secretRef') ?? standIn(fields, 'secret');
  return {
    auth,
    provider: fields.word('provider', GIT_PROVIDERS) ?? (auth === 'gitlab-group-token' ? 'gitlab' : 'github'),
    organization: fields.text('orgName') ?? '',
    credentials: SecretRef.vault(path),
    platformCredentials: SecretRef.vault(fields.text('platformSecretRef') ?? `${path}-platform`),
  };
}

function repository(fields: RecordFields, field: string): RepositoryProps {
  const props = fields.below(field);
  const [name, branch] = [props.text('name'), props.text('branch')];
  const url = props.text('url') || `https://${standIn(fields, field)}`;
  return { url, ...(name !== undefined && { name }), ...(branch !== undefined && { branch }) };
}

function cloudAccount(fields: RecordFields): CloudAccountSpec {
  const credentials = fields.secret('credentials') ?? SecretRef.vault(standIn(fields, 'secret'));
  switch (fields.word('provider', CLOUD_PROVIDERS)) {
    case 'aws':
      return { provider: 'aws', accountId: fields.text('accountId') ?? '', roleArn: fields.text('roleArn') ?? '' };
    case 'google':
      return { provider: 'google', project: fields.text('project') ?? '', credentials };
    default:
      return { provider: 'civo', credentials };
  }
}

/** For what is missing, which is reported: no rule finds anything else wrong with it, and nothing of it is written. */
function standIn({ name }: RecordFields, what: string): string {
  return `missing.invalid/${name}/${what}`;
}
