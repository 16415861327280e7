import type { Construct } from 'constructs';
import { defaultSlug } from '../lib/model/declarations/environment.ts';
import { GLOBAL_NAMESPACE } from '../lib/model/identity.ts';
import { type Reference, type ReferenceTo, toReference } from '../lib/model/reference.ts';
import type { Unknown, VisibleTo } from '../lib/model/visibility.ts';
import { contribute } from '../lib/synth/contribution.ts';
import type { CatalogItem } from './catalog-item.ts';
import { type ChosenProps, type PlacedProps, ScopedConstruct, type ScopedProps } from './scoped.ts';
import { type TemplateValues, toInputValues } from './template-values.ts';
import type { WorkloadCluster } from './workload-cluster.ts';

export interface EnvironmentProps<Name extends string = Unknown> extends ScopedProps {
  /**
   * What names its files, folders and Applications, a DNS label. Set it to adopt an existing layout.
   *
   * @default - `<name>` for an environment of an organization, `<name>-global` for a Global one
   */
  readonly slug?: string;
  /**
   * What it is for.
   *
   * @default - none
   */
  readonly description?: string;
  /**
   * Colour in the platform's pages, for example `#7c3aed`.
   *
   * @default - the platform picks one
   */
  readonly color?: string;
  /**
   * Clusters it is attached to, beside those that attach it themselves. A Global environment may be attached to
   * clusters of every organization, another only to those of its own.
   *
   * @default - none
   */
  readonly clusters?: readonly ReferenceTo<WorkloadCluster, Name>[];
  /**
   * Catalog items that it brings to every cluster it is attached to, Terraform first.
   *
   * @default - none
   */
  readonly catalog?: readonly EnvironmentItem<Name>[];
}

/** A catalog item that an environment brings along: a release of its own on every cluster. */
export interface EnvironmentItem<Name extends string = Unknown> {
  /**
   * What releases are called: `<name>-<slug of the environment>-<cluster>`.
   *
   * @default - the name of the item
   */
  readonly name?: string;
  /** An item that the environment can see: a Global one, or one of its organization. */
  readonly item: ReferenceTo<CatalogItem<Unknown, Unknown>, Name>;
  /**
   * Values for the item's parameters, as of a `CatalogDeployment`. In texts `{cluster}`, `{environment}` (its slug) and
   * `{organization}` (that of the cluster) stand for names.
   *
   * @default - none
   */
  readonly values?: TemplateValues;
  /**
   * Values for the variables of the item's Terraform, in the same way.
   *
   * @default - none
   */
  readonly infrastructureValues?: TemplateValues;
}

/**
 * A deployment target. Under the platform it is Global and may be attached to clusters of every organization;
 * under an organization it may be attached to that organization's clusters only.
 */
export class Environment<Name extends string = Unknown> extends ScopedConstruct<Name> {
  readonly kind = 'environment';
  readonly slug: string;
  private readonly attached: Reference[];

  constructor(scope: Construct & VisibleTo<Name>, id: string, props?: PlacedProps<EnvironmentProps<Name>>);
  constructor(scope: Construct, id: string, props: ChosenProps<EnvironmentProps<Name>, Name>);
  constructor(scope: Construct, id: string, props: EnvironmentProps<Name> = {}) {
    super(scope, id, props);
    this.slug = props.slug ?? defaultSlug(this.name, this.namespaces.includes(GLOBAL_NAMESPACE));
    this.attached = (props.clusters ?? []).map(toReference);
    contribute(this, 'environment', () => ({
      name: this.name,
      namespaces: this.namespaces,
      slug: this.slug,
      description: props.description,
      color: props.color,
      clusters: this.attached,
      catalog: (props.catalog ?? []).map(({ name, item, values, infrastructureValues }) => ({
        item: toReference(item),
        name: name ?? item.name,
        values: toInputValues(values),
        infrastructureValues: toInputValues(infrastructureValues),
      })),
    }));
  }

  /** Attaches it to one more cluster, for programs that learn of it after the environment. */
  attachTo(cluster: ReferenceTo<WorkloadCluster, Name>): this {
    this.attached.push(toReference(cluster));
    return this;
  }
}
