import type { Reference } from '../reference.ts';

/** An application of developers: its repository, what builds it, and the environments it goes through. */
export interface ApplicationDeclaration {
  readonly kind: 'application';
  readonly name: string;
  /** Undefined when it stands in no organization, which is an error. */
  readonly namespace: string | undefined;
  /** Repository of its sources, without credentials. */
  readonly repositoryUrl: string;
  readonly team: Reference | undefined;
  readonly pipelineTemplate: Reference;
  readonly helmTemplate: Reference;
  /** Environments in the order in which a release passes them. */
  readonly stages: readonly Reference[];
}
