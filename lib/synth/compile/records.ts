import { record } from '../../manifests/record.ts';
import { GLOBAL_NAMESPACE, type RecordId } from '../../model/identity.ts';
import type { Manifest } from '../../model/json.ts';
import {
  type Declared,
  type PlatformModel,
  type Resource,
  recordIdOf,
  resourcesOf,
} from '../../model/platform-model.ts';
import type { PlatformRepository } from '../../model/repository-location.ts';
import { recordSpec } from '../../records/record-spec.ts';
import { type Artifact, manifestFile } from '../artifact.ts';
import { LAYOUT } from '../layout.ts';
import { type CompileScope, isInScope } from '../scope.ts';

export interface RecordOptions {
  /** Leaves out what the other parts of a platform write. @default - all is written */
  readonly scope?: CompileScope | undefined;
  /** @default - all of the platform */
  readonly resources?: readonly Resource[] | undefined;
}

/**
 * The record of every resource. What is Global is recorded in the platform's own repository, and so are organizations,
 * since the repository of one may go with it; everything else in the platform repository of its organization.
 */
export function compileRecords(
  model: PlatformModel,
  add: (artifact: Artifact) => void,
  { scope, resources = resourcesOf(model) }: RecordOptions = {},
): void {
  const repositories = new Map(model.organizations.map((organization) => [organization.name, organization.platform]));
  repositories.set(GLOBAL_NAMESPACE, model.platform.repository);
  for (const resource of resources) {
    if (resource.kind === 'platform') continue;
    const home = resource.kind === 'organization' ? model.platform.repository : repositories.get(resource.namespace);
    if (home === undefined || !isInScope(scope, home.name)) continue;
    const { name, namespace } = resource;
    const manifest = record({ kind: titleOf(resource.kind), name, namespace, spec: recordSpec(resource) });
    add(recordFile(resource, home, recordIdOf(resource), manifest));
  }
}

/** Kinds that can be declared as records, too; a git connection is part of its organization. */
type DeclarableKind = Exclude<Resource['kind'], 'platform' | 'git-account'>;

/** Kinds as manifests spell them. */
export const RECORD_TITLES: Readonly<Record<DeclarableKind, string>> = {
  organization: 'Organization',
  team: 'Team',
  'cloud-account': 'CloudAccount',
  'cluster-template': 'ClusterTemplate',
  'pipeline-template': 'PipelineTemplate',
  'helm-template': 'HelmTemplate',
  environment: 'Environment',
  'catalog-application': 'CatalogApplication',
  'management-cluster': 'WorkloadCluster',
  'workload-cluster': 'WorkloadCluster',
  'catalog-deployment': 'CatalogDeployment',
  application: 'Application',
};

// --- internal ---

function titleOf(kind: DeclarableKind | 'git-account'): string {
  return kind === 'git-account' ? 'GitAccount' : RECORD_TITLES[kind];
}

function recordFile(
  owner: Declared<object>,
  repository: PlatformRepository,
  id: RecordId,
  manifest: Manifest,
): Artifact {
  const artifact = manifestFile(owner, repository, LAYOUT.record(id.namespace, id.kind, id.name), [manifest]);
  return { record: id, ...artifact };
}
