import { GLOBAL_NAMESPACE, type RecordKind } from '../model/identity.ts';
import type { PlatformModel } from '../model/platform-model.ts';
import { type ListedResource, listResources } from './list-resources.ts';

/** A record that the platform makes for an organization by itself. */
export interface SeededRecord {
  readonly kind: RecordKind;
  readonly namespace: string;
  readonly name: string;
  /** Folder of the platform's own templates. */
  readonly path: string;
}

/** What an organization that does not exist yet would find. */
export interface NewOrganization {
  readonly organization: string;
  /** Namespace of its records. */
  readonly namespace: string;
  /** What it would see at once: everything that is Global. */
  readonly sees: readonly ListedResource[];
  /** What the platform itself would make for it. */
  readonly receives: readonly SeededRecord[];
  /** Names of releases that it could not use, since a Global deployment has them. */
  readonly release_names_taken: readonly string[];
  /** Slugs that its environments could not use, since a Global environment has them. */
  readonly slugs_taken: readonly string[];
  /** How many resources of other organizations it would not see. */
  readonly hidden: number;
}

/** What a new organization would see and receive. */
export function whatIfOrganization(model: PlatformModel, name: string): NewOrganization {
  const all = listResources(model);
  const sees = all.filter(({ kind, namespace }) => namespace === GLOBAL_NAMESPACE && kind !== 'platform');
  const taken = (kind: RecordKind) => sees.filter((each) => each.kind === kind);
  return {
    organization: name,
    namespace: name,
    sees,
    receives: SEEDS.map((seed) => ({ ...seed, namespace: name })),
    release_names_taken: taken('catalog-deployment').map((deployment) => deployment.name),
    slugs_taken: taken('environment').map(({ fields }) => String(fields['slug'])),
    hidden: all.filter(({ namespace }) => namespace !== GLOBAL_NAMESPACE).length,
  };
}

// --- internal ---

/**
 * What the platform's API seeds into every new organization.
 *
 * @see konstruct-templates, README files of `helm-templates`, `pipeline-templates` and `civo/project-cluster`
 */
const SEEDS: readonly Omit<SeededRecord, 'namespace'>[] = [
  { kind: 'cluster-template', name: 'project-cluster', path: 'civo/project-cluster' },
  { kind: 'pipeline-template', name: 'gh-actions', path: 'pipeline-templates/workflows' },
  { kind: 'helm-template', name: 'default', path: 'helm-templates/charts' },
];
