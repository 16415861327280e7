import type { Reference } from '../reference.ts';
import type { TemplateSource } from '../template.ts';
import type { InputValues } from './cluster.ts';

/**
 * What a catalog item is made of: manifests, Terraform, or both.
 *
 * @see Konstruct documentation, "Catalog item types"
 */
export const CATALOG_ITEM_TYPES = ['Application', 'Infrastructure', 'Hybrid'] as const;

export type CatalogItemType = (typeof CATALOG_ITEM_TYPES)[number];

export interface CatalogItemDeclaration {
  readonly kind: 'catalog-application';
  readonly name: string;
  /** One record in each; `default` alone for Global. */
  readonly namespaces: readonly string[];
  readonly type: CatalogItemType;
  readonly description: string | undefined;
  /** Undefined for an item that is made by a function. */
  readonly source: TemplateSource | undefined;
  /** Undefined for an item that is read from a template. */
  readonly program: ItemProgram | undefined;
}

/** A catalog item that is made by TypeScript. */
export interface ItemProgram {
  /** A cdk8s chart, or a `TerraformStack`. */
  readonly makes: 'chart' | 'stack';
  /** Undefined when all that is known is the record of the item. */
  readonly make: ((values: InputValues, context: ItemContext) => unknown) | undefined;
}

/** What an item's function is told about the deployment that it makes something for. */
export interface ItemContext {
  /** Name of the release. */
  readonly release: string;
  readonly cluster: string;
  /** Organization of the cluster. */
  readonly organization: string;
  /** Slug of the environment; of a stack the first one, since its Terraform is one for all. */
  readonly environment: string;
}

export interface CatalogDeploymentDeclaration {
  readonly kind: 'catalog-deployment';
  /** Release name, unique over everything visible. */
  readonly name: string;
  /** The organization's; `default` for a deployment of the platform itself. */
  readonly namespace: string;
  readonly item: Reference;
  readonly cluster: Reference;
  readonly environments: readonly Reference[];
  /** Teams it belongs to; undefined for a shared one. */
  readonly teams: readonly Reference[] | undefined;
  /** Values for the parameters of its manifests, by name. */
  readonly values: InputValues;
  /** Values for the variables of its Terraform, by name. */
  readonly infrastructureValues: InputValues;
}
