import { Construct } from 'constructs';
import type { ScopableKind } from '../lib/model/identity.ts';
import type { Referable } from '../lib/model/reference.ts';
import type { Scope } from '../lib/model/scope.ts';
import type { Unknown, visibility } from '../lib/model/visibility.ts';
import { namespaceAround } from './scope.ts';

export interface ScopedProps {
  /**
   * Name, a DNS label; unique within its scope, not beyond.
   *
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * Where its records live. It cannot be changed later: another scope is another resource, which replaces this one.
   *
   * @default - the organization around it; directly under the platform it is Global
   */
  readonly scope?: Scope;
}

/** Props of a construct that leaves its scope to its place in the tree. */
export type PlacedProps<Props extends ScopedProps> = Props & { readonly scope?: never };

/** Props of a construct that says its scope. */
export type ChosenProps<Props extends ScopedProps, Name extends string> = Props & { readonly scope: Scope<Name> };

/** What may be Global, or have a record in each of several organizations. */
export abstract class ScopedConstruct<Name extends string = Unknown> extends Construct implements Referable {
  declare readonly [visibility]?: (organization: Name) => void;
  abstract readonly kind: ScopableKind;
  readonly name: string;
  /** Where its records are: `default` alone for Global, else names of organizations. */
  readonly namespaces: readonly string[];

  protected constructor(scope: Construct, id: string, props: ScopedProps) {
    super(scope, id);
    this.name = props.name ?? id;
    this.namespaces = props.scope?.namespaces ?? [namespaceAround(scope)];
  }
}
