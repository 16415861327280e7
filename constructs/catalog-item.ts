import type { Construct } from 'constructs';
import type { CatalogItemType } from '../lib/model/declarations/catalog.ts';
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

/**
 * Something that can be deployed from the catalog. An item of one organization can be deployed by that organization
 * only; a Global one by all.
 *
 * @see Konstruct documentation, "Catalog item types"
 */
export class CatalogItem<Name extends string = Unknown> extends ScopedConstruct<Name> {
  readonly kind = 'catalog-application';

  constructor(scope: Construct & VisibleTo<Name>, id: string, props: PlacedProps<CatalogItemProps>);
  constructor(scope: Construct, id: string, props: ChosenProps<CatalogItemProps, Name>);
  constructor(scope: Construct, id: string, props: CatalogItemProps) {
    super(scope, id, props);
    contribute(this, 'catalog-application', () => ({
      name: this.name,
      namespaces: this.namespaces,
      type: props.type ?? 'Application',
      description: props.description,
      source: toTemplateSource(props.source),
    }));
  }
}
