import { isJsonObject, type Json, type JsonObject, type Manifest } from '../../model/json.ts';
import { identityOf } from '../diff/diff-file.ts';
import type { ResourceIdentity } from '../plan.ts';

/** A Kubernetes object with the file that holds it. */
export interface PlacedObject {
  readonly repository: string;
  readonly path: string;
  readonly manifest: Manifest;
  readonly resource: ResourceIdentity;
  /** The Argo CD that applies it, where the program says so. */
  readonly realm: string | undefined;
}

export function placed(repository: string, path: string, manifest: Manifest, realm: string | undefined): PlacedObject {
  return { repository, path, manifest, resource: identityOf(manifest), realm };
}

/** Group of an API version; empty for the core group. */
export function groupOf({ api_version: version }: ResourceIdentity): string {
  return version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
}

export function isOfKind({ resource }: PlacedObject, group: string, ...kinds: readonly string[]): boolean {
  return kinds.includes(resource.kind) && groupOf(resource) === group;
}

/** `argocd/registry`, or the name alone. */
export function nameOf({ namespace, name }: ResourceIdentity): string {
  return namespace === null ? name : `${namespace}/${name}`;
}

/** `Application argocd/registry` */
export function titleOf(resource: ResourceIdentity): string {
  return `${resource.kind} ${nameOf(resource)}`;
}

/** A member somewhere inside; undefined where the way there does not exist. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let here = value;
  for (const key of path) here = isJsonObject(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  return here;
}

export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function objectAt(value: Json | undefined, ...path: readonly string[]): JsonObject | undefined {
  const found = at(value, ...path);
  return isJsonObject(found) ? found : undefined;
}

/** An annotation, trimmed; undefined where it is not text. */
export function annotationOf({ manifest }: PlacedObject, name: string): string | undefined {
  return textAt(manifest, 'metadata', 'annotations', name)?.trim();
}

/** The sync options that an object asks for itself. @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/ */
export function ownSyncOptions(object: PlacedObject): ReadonlySet<string> {
  const text = annotationOf(object, 'argocd.argoproj.io/sync-options') ?? '';
  return new Set(text.split(',').map((option) => option.trim()));
}

/** 0 where there is none. @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ */
export function waveOf(object: PlacedObject): number {
  const wave = Number(annotationOf(object, 'argocd.argoproj.io/sync-wave') ?? 0);
  return Number.isInteger(wave) ? wave : 0;
}
