/** Key of a property that exists for the compiler only. */
export declare const visibility: unique symbol;

/** Stands for an organization whose name the compiler does not know; what refers to it is checked when it is compiled. */
// biome-ignore lint/suspicious/noExplicitAny: the only type that is visible to, and sees, everything
export type Unknown = any;

/**
 * Something that the organizations called `Name` can see.
 *
 * What is Global is visible to `string`, hence to every organization; what stands in the organization `retail` to
 * `'retail'` only. The property never has a value: it makes a reference across organizations a type error.
 */
export interface VisibleTo<in Name extends string = Unknown> {
  readonly [visibility]?: (organization: Name) => void;
}

/** A name as the compiler may rely on it: computed names are just `string`, about which it knows nothing. */
export type KnownName<Name extends string> = string extends Name ? Unknown : Name;

/** Key of a property that exists for the compiler only: the platform has it, what stands in an organization has not. */
export declare const aboveOrganizations: unique symbol;

/** A place inside the organization `Name`: the organization, or what stands below it. */
export interface InOrganization<in Name extends string = Unknown> extends VisibleTo<Name> {
  readonly [aboveOrganizations]?: never;
}
