import { record } from '../../manifests/record.ts';
import type { RecordKind } from '../../model/identity.ts';
import type { JsonObject } from '../../model/json.ts';
import type {
  Declared,
  Environment,
  ManagementCluster,
  Organization,
  WorkloadCluster,
} from '../../model/platform-model.ts';
import type { PlatformRepository } from '../../model/repository-location.ts';
import { type Artifact, manifestFile } from '../artifact.ts';
import { LAYOUT } from '../layout.ts';

/** Record of an organization, in its platform repository. */
export function organizationRecord(organization: Organization): Artifact {
  return recordFile(organization, organization.platform, {
    folder: 'organization',
    kind: 'Organization',
    name: organization.name,
    namespace: organization.name,
    fields: { displayName: organization.displayName },
  });
}

/** Records of the git connections of an organization: one an account and repository, as the platform keeps them. */
export function gitAccountRecords(organization: Organization): readonly Artifact[] {
  const { git } = organization;
  const account = (name: string, repository: PlatformRepository, secret: string) =>
    recordFile(organization, organization.platform, {
      folder: 'git-account',
      kind: 'GitAccount',
      name,
      namespace: organization.name,
      fields: {
        provider: git.provider,
        auth: git.auth,
        orgName: git.organization,
        repoName: repository.name.split('/').at(-1) ?? repository.name,
        secretRef: secret,
      },
    });
  return [
    account('application', organization.application, git.credentials.path),
    account('platform', organization.platform, git.platformCredentials.path),
  ];
}

/** Record of an environment, in the repository of its scope. */
export function environmentRecord(environment: Environment, repository: PlatformRepository): Artifact {
  return recordFile(environment, repository, {
    folder: 'environment',
    kind: 'Environment',
    name: environment.name,
    namespace: environment.namespace,
    fields: { description: environment.description, color: environment.color },
  });
}

/** Record of a cluster, in its organization's platform repository. */
export function clusterRecord(cluster: ManagementCluster | WorkloadCluster): Artifact {
  const fields: JsonObject =
    cluster.kind === 'management-cluster'
      ? { type: 'management' }
      : {
          type: 'physical',
          managementCluster: cluster.management.name,
          env: cluster.environments.map(({ name, namespace }) => ({ name, namespace })),
        };
  return recordFile(cluster, cluster.organization.platform, {
    folder: 'cluster',
    kind: 'WorkloadCluster',
    name: cluster.name,
    namespace: cluster.organization.name,
    fields,
  });
}

// --- internal ---

interface RecordFile {
  /** Names the folder, too. */
  readonly folder: RecordKind;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly fields: JsonObject;
}

function recordFile(owner: Declared<object>, repository: PlatformRepository, file: RecordFile): Artifact {
  const { kind, name, namespace } = file;
  const manifest = record({ kind, name, namespace, spec: { name, namespace, ...file.fields } });
  const artifact = manifestFile(owner, repository, LAYOUT.record(namespace, file.folder, name), [manifest]);
  return { ...artifact, record: { kind: file.folder, namespace, name } };
}
