import type { TemplateSource } from '../template.ts';

export const TEMPLATE_KINDS = ['cluster-template', 'pipeline-template', 'helm-template'] as const;

export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

export interface TemplateDeclaration<Kind extends TemplateKind = TemplateKind> {
  readonly kind: Kind;
  readonly name: string;
  /** One record in each; `default` alone for Global. */
  readonly namespaces: readonly string[];
  readonly description: string | undefined;
  readonly source: TemplateSource;
}
