import { GLOBAL_NAMESPACE } from './identity.ts';
import type { Unknown, VisibleTo } from './visibility.ts';

/**
 * Where the records of one declaration live: once for every organization, or once in each of some.
 *
 * @see Konstruct 0.5 release notes, "Org-scoped and global resources"
 */
export interface Scope<Name extends string = Unknown> extends VisibleTo<Name> {
  /** `default` alone for Global, else the namespaces of the organizations. */
  readonly namespaces: readonly string[];
}

export const Scope = {
  /** One record that every organization sees, those that are added later too. */
  global(): Scope<string> {
    return Object.freeze({ namespaces: [GLOBAL_NAMESPACE] });
  },

  /**
   * One record in each of the organizations, seen by that organization only.
   *
   * @param organizations constructs, or names
   */
  organizations<const Organizations extends readonly (string | (NamedOrganization & VisibleTo))[]>(
    organizations: Organizations,
  ): Scope<NameOf<Organizations[number]>> {
    const namespaces = organizations.map((each) => (typeof each === 'string' ? each : each.name));
    return Object.freeze({ namespaces });
  },
} as const;

// --- internal ---

interface NamedOrganization {
  readonly name: string;
}

type NameOf<Organization> = Organization extends string
  ? Organization
  : Organization extends VisibleTo<infer Name>
    ? Name
    : never;
