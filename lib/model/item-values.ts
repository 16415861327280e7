import type { InputValues } from './declarations/cluster.ts';

/** Key of a property that exists for the compiler only: what a catalog item takes. */
export declare const itemValues: unique symbol;

/** Values for an item of which the compiler does not know what it takes; they are checked when it is compiled. */
export type ItemValues = InputValues;

/** Values must be given where an item cannot do without. */
export type RequiredValues<Values extends object> =
  Record<never, never> extends Values ? unknown : { readonly values: Values };
