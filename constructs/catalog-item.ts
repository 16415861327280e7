import type { Construct, IConstruct } from 'constructs';
import type { CatalogItemType, ItemContext, ItemProgram } from '../lib/model/declarations/catalog.ts';
import type { ItemValues, itemValues } from '../lib/model/item-values.ts';
import type { Unknown, VisibleTo } from '../lib/model/visibility.ts';
import { contribute } from '../lib/synth/contribution.ts';
import { type ChosenProps, type PlacedProps, ScopedConstruct, type ScopedProps } from './scoped.ts';
import { type SourceProps, toTemplateSource } from './templates.ts';

export interface CatalogItemProps extends ScopedProps {
  /** Where the item is read from. */
  readonly source: SourceProps;
  /**
   * What it is made of: manifests (`Application`), Terraform (`Infrastructure`), or both (`Hybrid`).
   *
   * @default Application
   */
  readonly type?: CatalogItemType;
  /**
   * What it is for.
   *
   * @default - none
   */
  readonly description?: string;
}

/** What an item may say of itself that is made by a function. */
export interface ProgramItemProps extends ScopedProps {
  /**
   * What it is for.
   *
   * @default - none
   */
  readonly description?: string;
}

/** `TerraformStack` of cdktf or of cdktn: all that is asked of it. */
export interface TerraformStackLike extends IConstruct {
  toTerraform(): unknown;
}

/**
 * Something that can be deployed from the catalog. An item of one organization can be deployed by that organization
 * only; a Global one by all.
 *
 * @typeParam Values what a deployment gives it: of an item that is made by a function, the properties of that
 * @see Konstruct documentation, "Catalog item types"
 */
export class CatalogItem<
  Name extends string = Unknown,
  Values extends object = ItemValues,
> extends ScopedConstruct<Name> {
  declare readonly [itemValues]?: (values: Values) => void;
  readonly kind = 'catalog-application';

  constructor(scope: Construct & VisibleTo<Name>, id: string, props: PlacedProps<CatalogItemProps>);
  constructor(scope: Construct, id: string, props: ChosenProps<CatalogItemProps, Name>);
  constructor(scope: Construct, id: string, props: CatalogItemProps | InternalProps) {
    super(scope, id, props);
    const program = 'program' in props ? props.program : undefined;
    contribute(this, 'catalog-application', () => ({
      name: this.name,
      namespaces: this.namespaces,
      type: props.type ?? 'Application',
      description: props.description,
      source: 'source' in props ? toTemplateSource(props.source) : undefined,
      program,
    }));
  }

  /**
   * An item that is a cdk8s chart: the function makes one for each environment of a deployment, below a root of its own,
   * `(props) => new ApiChart(new cdk8s.App(), 'api', props)`. The objects of the chart, and of charts in it, go to the
   * cluster; Applications of Argo CD to the management cluster.
   */
  static fromChart<Values extends object, Name extends string = Unknown>(
    scope: Construct & VisibleTo<Name>,
    id: string,
    make: (values: Values, context: ItemContext) => IConstruct,
    props: ProgramItemProps = {},
  ): CatalogItem<Name, Values> {
    return programItem(scope, id, { ...props, type: 'Application', program: { makes: 'chart', make: make as Make } });
  }

  /**
   * An item that is a `TerraformStack` of cdktf 0.21 or cdktn: the function makes one for each deployment, and its Terraform
   * is run as that of any `Infrastructure` item. A backend of its own is kept, else it gets one.
   */
  static fromStack<Values extends object, Name extends string = Unknown>(
    scope: Construct & VisibleTo<Name>,
    id: string,
    make: (values: Values, context: ItemContext) => TerraformStackLike,
    props: ProgramItemProps = {},
  ): CatalogItem<Name, Values> {
    return programItem(scope, id, {
      ...props,
      type: 'Infrastructure',
      program: { makes: 'stack', make: make as Make },
    });
  }
}

// --- internal ---

type Make = NonNullable<ItemProgram['make']>;

interface InternalProps extends ProgramItemProps {
  readonly type: CatalogItemType;
  readonly program: ItemProgram;
}

function programItem<Name extends string, Values extends object>(
  scope: Construct,
  id: string,
  props: InternalProps,
): CatalogItem<Name, Values> {
  // Not for users: what is made by a function has no source.
  const Item = CatalogItem as unknown as new (...given: readonly unknown[]) => CatalogItem<Name, Values>;
  return new Item(scope, id, props);
}
