import type { IConstruct } from 'constructs';
import { kcdkError } from '../diagnostics/error.ts';
import { didYouMean } from '../diagnostics/near-matches.ts';
import type { Manifest } from '../model/json.ts';
import { compileProgram, type ProgramOptions } from './compile-program.ts';

/** A Kubernetes object with the file it is written to. */
export interface WrittenManifest {
  readonly repository: string;
  readonly path: string;
  /** The construct that owns the file. */
  readonly address: string;
  /** As data: what is `undefined` is left out. */
  readonly manifest: Manifest;
}

/** What a manifest has to match; everything that is given has to be equal. */
export interface ManifestFilter {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  /** With group and version, for example `argoproj.io/v1alpha1`. */
  readonly apiVersion?: string;
  readonly repository?: string;
  /** The construct that owns it, or one above. */
  readonly address?: string;
}

/**
 * The Kubernetes objects of a program that match, by repository, path and position in the file.
 *
 * @throws {KcdkError} all error findings of the compilation
 */
export function findManifests(
  root: IConstruct,
  filter: ManifestFilter = {},
  options: ProgramOptions = {},
): readonly WrittenManifest[] {
  const found: WrittenManifest[] = [];
  for (const { repository, files } of compileProgram(root, options).fileSets) {
    for (const { path, documents = [], origin } of files.values()) {
      for (const document of documents) {
        const manifest: Manifest = JSON.parse(JSON.stringify(document));
        const written = { repository, path, address: origin.address, manifest };
        if (matches(written, filter)) found.push(written);
      }
    }
  }
  return found;
}

/**
 * The one Kubernetes object of a program that matches.
 *
 * @throws {KcdkError} `MANIFEST_NOT_FOUND` when none does, `MANIFEST_AMBIGUOUS` when several do; all error findings of
 * the compilation
 */
export function findManifest(root: IConstruct, filter: ManifestFilter, options: ProgramOptions = {}): WrittenManifest {
  const [found, ...others] = findManifests(root, filter, options);
  const wanted = JSON.stringify(filter);
  if (found === undefined) {
    const { name: _, ...rest } = filter;
    const names = findManifests(root, rest, options).map(({ manifest }) => manifest.metadata.name);
    const fix = didYouMean(filter.name ?? '', names);
    throw kcdkError('MANIFEST_NOT_FOUND', { summary: `The program writes no manifest that matches ${wanted}`, fix });
  }
  if (others.length > 0) {
    const places = [found, ...others].map(({ repository, path }) => `\`${repository}/${path}\``);
    const summary = `The program writes ${places.length} manifests that match ${wanted}`;
    throw kcdkError('MANIFEST_AMBIGUOUS', { summary, detail: `They are in ${[...new Set(places)].join(', ')}.` });
  }
  return found;
}

// --- internal ---

function matches({ manifest, repository, address }: WrittenManifest, filter: ManifestFilter): boolean {
  const { metadata, kind, apiVersion } = manifest;
  const same = (wanted: string | undefined, is: string | undefined) => wanted === undefined || wanted === is;
  return (
    same(filter.kind, kind) &&
    same(filter.apiVersion, apiVersion) &&
    same(filter.name, metadata.name) &&
    same(filter.namespace, metadata.namespace) &&
    same(filter.repository, repository) &&
    (filter.address === undefined || address === filter.address || address.startsWith(`${filter.address}/`))
  );
}
