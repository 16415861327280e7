import type { SecretRef } from '../secret-ref.ts';

/** Where a template is read from. */
export interface TemplateSource {
  /** Repository, HTTPS, SSH or scp-like, without credentials. */
  readonly url: string;
  /** Folder in the repository, without a leading slash. */
  readonly path: string;
  /** Branch, tag or commit; undefined for the default branch. */
  readonly ref: string | undefined;
  /** Token for a private repository that the organization's git connection does not reach. */
  readonly token: SecretRef | undefined;
}

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
