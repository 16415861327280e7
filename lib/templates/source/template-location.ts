import { kcdkError } from '../../diagnostics/error.ts';
import { repoPathProblem } from '../../model/repo-path.ts';
import type { TemplateSource } from '../../model/template.ts';

/** What an address of a template that comes with konstruct-cdk starts with. */
export const BUILT_IN = 'builtin:';

export interface LocationOptions {
  /** Folder of the template below the place. @default - what the address says, else its root */
  readonly path?: string | undefined;
  /** Branch, tag or commit; makes the place a git repository. @default - what the address says */
  readonly ref?: string | undefined;
}

/**
 * Reads where a template is from what a person wrote.
 *
 * A URL, `user@host:path`, a path that ends with `.git`, or any path with a `ref` is a git repository; everything else is
 * a folder. `builtin:catalog/datadog-agent` comes with konstruct-cdk. The form of Terraform works too: `git::https://host/repo.git//folder?ref=main`.
 *
 * @throws {KcdkError} `TEMPLATE_LOCATION_INVALID`
 * @see https://developer.hashicorp.com/terraform/language/modules/sources#modules-in-package-sub-directories
 */
export function parseTemplateLocation(text: string, options: LocationOptions = {}): TemplateSource {
  if (text.startsWith(BUILT_IN)) {
    if (options.ref !== undefined) throw invalid(text, 'A built-in template has the version of konstruct-cdk.');
    const below = options.path === undefined ? '' : `/${options.path}`;
    return { builtIn: tidyPath(text, text.slice(BUILT_IN.length) + below) };
  }
  const isMarked = text.startsWith('git::');
  const parts = splitAddress(isMarked ? text.slice('git::'.length) : text);
  const { address } = parts;
  if (address === '') throw invalid(text, 'It is empty.');
  if (options.path !== undefined && parts.path !== undefined)
    throw invalid(text, 'It names a folder, and so does `--path`.');
  if (options.ref !== undefined && parts.ref !== undefined) throw invalid(text, 'It names a ref, and so does `--ref`.');
  const ref = options.ref ?? parts.ref;
  const path = tidyPath(text, options.path ?? parts.path ?? '');
  if (isMarked || ref !== undefined || isAddress(address) || address.endsWith('.git')) {
    if (ref === '') throw invalid(text, 'The ref is empty.');
    return { url: address, path, ...(ref === undefined ? {} : { ref }) };
  }
  return { folder: path === '' ? address : `${address.replace(/\/+$/, '')}/${path}` };
}

/** True for a URL and for `host:path`; a single letter before the colon is a drive. */
export function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^[^/\\:]{2,}:/.test(text);
}

/** One line for people: `https://host/repo //folder @ref`, or the folder. */
export function formatTemplateSource(source: TemplateSource): string {
  if ('folder' in source) return source.folder;
  if ('builtIn' in source) return `${BUILT_IN}${source.builtIn}`;
  return `${source.url}${source.path === '' ? '' : `//${source.path}`}${source.ref === undefined ? '' : `?ref=${source.ref}`}`;
}

/** A source as positions in its files begin with it: without the ref, which is in the lock. */
export function templateLabel(source: TemplateSource): string {
  if ('folder' in source) return source.folder.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '') || '.';
  if ('builtIn' in source) return formatTemplateSource(source);
  return source.path === '' ? source.url : `${source.url}//${source.path}`;
}

// --- internal ---

interface AddressParts {
  readonly address: string;
  readonly path: string | undefined;
  readonly ref: string | undefined;
}

function splitAddress(text: string): AddressParts {
  if (!isAddress(text) && !/\.git(?:\/\/|\?|$)/.test(text)) return { address: text, path: undefined, ref: undefined };
  const [, before = text, query] = /^(.*?)(?:\?ref=([^&?]*))?$/s.exec(text) ?? [];
  const scheme = before.indexOf('://');
  const slashes = before.indexOf('//', scheme === -1 ? 0 : scheme + 3);
  if (slashes === -1) return { address: before, path: undefined, ref: query };
  return { address: before.slice(0, slashes), path: before.slice(slashes + 2), ref: query };
}

function tidyPath(text: string, path: string): string {
  const tidy = path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  if (tidy === '' || tidy === '.') return '';
  const problem = repoPathProblem(tidy);
  if (problem !== undefined) throw invalid(text, `The folder \`${path}\` cannot be used: ${problem}.`);
  return tidy;
}

function invalid(text: string, detail: string) {
  const shown = /^[^/]*\/\/[^/]*@/.test(text) ? 'This' : `\`${text}\``;
  return kcdkError('TEMPLATE_LOCATION_INVALID', {
    summary: `${shown} is no place that a template can come from`,
    detail,
  });
}
