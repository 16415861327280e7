import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/near-matches.ts';
import type { Declaration, ScopableDeclaration } from '../model/declaration.ts';
import { GLOBAL_NAMESPACE } from '../model/identity.ts';
import { placeOf } from '../model/origin.ts';
import type { Declared, Located } from '../model/platform-model.ts';
import { ofKind, type Placed } from './collect.ts';
import { titleOf } from './title-of.ts';

type DeclarationOf<Kind extends Declaration['kind']> = Extract<Declaration, { kind: Kind }>;

/** Kinds whose declarations belong to one organization and name it as `namespace` or `organization`. */
type BoundKind =
  | 'team'
  | 'cloud-account'
  | 'management-cluster'
  | 'workload-cluster'
  | 'catalog-deployment'
  | 'application';

/** Gives every declaration the namespaces of its records; what has none that exists is reported and left out. */
export class RecordLocator {
  private readonly declarations: readonly Placed[];
  private readonly organizations: ReadonlySet<string>;
  private readonly diagnostics: Diagnostic[];

  constructor(
    declarations: readonly Placed[],
    organizations: readonly { readonly name: string }[],
    diagnostics: Diagnostic[],
  ) {
    this.declarations = declarations;
    this.diagnostics = diagnostics;
    this.organizations = new Set(organizations.map(({ name }) => name));
  }

  /** One record for each namespace of each declaration. */
  scoped<Kind extends ScopableDeclaration['kind']>(kind: Kind): readonly Located<DeclarationOf<Kind>>[] {
    const records: Located<DeclarationOf<Kind>>[] = [];
    for (const { declaration } of ofKind(this.declarations, kind)) {
      const scopable: Declared<ScopableDeclaration> = declaration;
      const namespaces = this.namespacesOf(scopable);
      for (const namespace of namespaces) {
        records.push({ namespace, ...declaration } as unknown as Located<DeclarationOf<Kind>>);
      }
    }
    return records;
  }

  /** One record for each declaration that stands in an organization, or where `allowGlobal` in none. */
  bound<Kind extends BoundKind>(kind: Kind, allowGlobal = false): readonly Located<DeclarationOf<Kind>>[] {
    const records: Located<DeclarationOf<Kind>>[] = [];
    for (const { declaration } of ofKind(this.declarations, kind)) {
      const bound: Declared<DeclarationOf<BoundKind>> = declaration;
      const namespace = 'organization' in bound ? bound.organization : bound.namespace;
      if (namespace === undefined || (namespace === GLOBAL_NAMESPACE && !allowGlobal)) {
        const summary = `${titleOf(bound.kind)} \`${bound.name}\` stands in no organization`;
        this.diagnostics.push(error('OUTSIDE_ORGANIZATION', { summary, ...placeOf(bound.origin) }));
      } else if (this.exists(namespace, bound)) {
        records.push({ namespace, ...declaration } as unknown as Located<DeclarationOf<Kind>>);
      }
    }
    return records;
  }

  private namespacesOf(declaration: Declared<ScopableDeclaration>): readonly string[] {
    const wanted = [...new Set(declaration.namespaces)];
    const { name, origin } = declaration;
    const label = `${titleOf(declaration.kind)} \`${name}\``;
    if (wanted.length === 0) {
      this.diagnostics.push(error('SCOPE_EMPTY', { summary: `${label} has no scope`, ...placeOf(origin) }));
    }
    if (wanted.length > 1 && wanted.includes(GLOBAL_NAMESPACE)) {
      const summary = `${label} is Global and belongs to organizations as well`;
      this.diagnostics.push(error('SCOPE_MIXED', { summary, ...placeOf(origin) }));
      return [];
    }
    return wanted.filter((namespace) => this.exists(namespace, declaration));
  }

  private exists(
    namespace: string,
    declaration: Declared<{ readonly kind: Declaration['kind']; readonly name: string }>,
  ) {
    if (namespace === GLOBAL_NAMESPACE || this.organizations.has(namespace)) return true;
    this.diagnostics.push(
      error('SCOPE_UNKNOWN', {
        summary: `${titleOf(declaration.kind)} \`${declaration.name}\` belongs to organization \`${namespace}\`, which is not declared`,
        fix: didYouMean(namespace, this.organizations),
        ...placeOf(declaration.origin),
      }),
    );
    return false;
  }
}
