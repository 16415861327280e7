import type { SecretRef } from './secret-ref.ts';

/** A template as a program names it: where its files come from, and in which form. */
export interface TemplateReference {
  /** For people; the name of its chart, or of its folder. */
  readonly name: string;
  /** `helm`: a chart. `tokens`: files in which `<UPPER_SNAKE>` stands for a value. */
  readonly format: 'helm' | 'tokens';
  readonly source: TemplateSource;
}

/** Where the files of a template are. */
export type TemplateSource = FolderTemplateSource | GitTemplateSource | BuiltInTemplateSource;

/** A folder on this machine, read as it is. */
export interface FolderTemplateSource {
  /** Relative to the folder of `cdk8s.yaml`, with `/`; or absolute. */
  readonly folder: string;
}

/** A folder of a git repository, at the commit that `konstruct.lock` names. */
export interface GitTemplateSource {
  /** Any address that git accepts, without credentials. */
  readonly url: string;
  /** Folder in the repository, with `/`; empty for its root. */
  readonly path: string;
  /** Branch, tag or commit; the default branch when undefined. */
  readonly ref?: string | undefined;
  /** Where the platform keeps a token for the repository, if the organization's git connection does not reach it. */
  readonly token?: SecretRef | undefined;
}

/** A template that comes with konstruct-cdk: the version of the package is its version. */
export interface BuiltInTemplateSource {
  /** Folder below `templates/` of the package, for example `catalog/datadog-agent`. */
  readonly builtIn: string;
}

/**
 * A template together with values for it; what the classes of `kcdk import template` implement.
 *
 * @typeParam Values  shape of the values, made from the contract of the template
 */
export interface TemplateBinding<Values = unknown> {
  readonly template: TemplateReference;
  readonly values: Values;
}

/** The same text for the same source: the address, the folder and the ref, each as it was written. */
export function templateSourceKey(source: TemplateSource): string {
  if ('folder' in source) return JSON.stringify(['folder', source.folder]);
  if ('builtIn' in source) return JSON.stringify(['builtIn', source.builtIn]);
  return JSON.stringify(['git', source.url, source.path, source.ref ?? '']);
}
