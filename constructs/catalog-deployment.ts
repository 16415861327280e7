import type { Construct } from 'constructs';
import type { ItemValues, RequiredValues } from '../lib/model/item-values.ts';
import { type ReferenceTo, toReference } from '../lib/model/reference.ts';
import type { TemplateBinding } from '../lib/model/template.ts';
import type { Unknown, VisibleTo } from '../lib/model/visibility.ts';
import { contribute } from '../lib/synth/contribution.ts';
import type { CatalogItem } from './catalog-item.ts';
import type { Environment } from './environment.ts';
import { OrganizationBound } from './organization-bound.ts';
import type { Team } from './team.ts';
import { type TemplateValues, toInputValues } from './template-values.ts';
import type { WorkloadCluster } from './workload-cluster.ts';

/** @typeParam Values what the item takes: of one that is made by a function, its properties */
export interface CatalogDeploymentProps<Name extends string = Unknown, Values extends object = ItemValues> {
  /**
   * Release name, a DNS label; no other deployment that the organization sees may have it.
   *
   * @default - the id of the construct
   */
  readonly name?: string;
  /** What is deployed: an item of the organization, or a Global one. */
  readonly item: ReferenceTo<CatalogItem<Unknown, Values>, Name>;
  /** Where it is deployed. */
  readonly cluster: ReferenceTo<WorkloadCluster, Name>;
  /** Environments of the cluster that it is deployed to, at least one. */
  readonly environments: readonly ReferenceTo<Environment, Name>[];
  /**
   * Teams of the organization that it belongs to.
   *
   * @default - shared by all teams
   */
  readonly teams?: readonly ReferenceTo<Team, Name>[];
  /**
   * Values for the item's parameters, by name, where a secret is a `SecretRef`; or an instance of the item's typed class.
   *
   * @default - none
   */
  readonly values?: NoInfer<Values> | TemplateBinding<object>;
  /**
   * Values for the variables of the item's Terraform, by name; a secret is a `SecretRef`.
   *
   * @default - none
   */
  readonly infrastructureValues?: TemplateValues;
}

/** A release of a catalog item on a cluster. Under the platform it belongs to the platform itself. */
export class CatalogDeployment<
  Name extends string = Unknown,
  Values extends object = ItemValues,
> extends OrganizationBound<Name> {
  readonly kind = 'catalog-deployment';

  constructor(
    scope: Construct & VisibleTo<Name>,
    id: string,
    props: CatalogDeploymentProps<Name, Values> & RequiredValues<NoInfer<Values>>,
  ) {
    super(scope, id, props);
    contribute(this, 'catalog-deployment', () => ({
      name: this.name,
      namespace: this.namespaces[0],
      item: toReference(props.item),
      cluster: toReference(props.cluster),
      environments: props.environments.map(toReference),
      teams: props.teams?.map(toReference),
      values: toInputValues(props.values as TemplateValues | undefined) as ItemValues,
      infrastructureValues: toInputValues(props.infrastructureValues),
    }));
  }
}
