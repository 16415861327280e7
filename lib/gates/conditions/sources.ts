import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { at, listAt } from './object.ts';

/** What an Application syncs: its source, and those of one with several. */
export function sourcesOf(application: JsonObject): readonly JsonObject[] {
  const source = at(application, 'spec', 'source');
  return [...(isJsonObject(source) ? [source] : []), ...listAt(application, 'spec', 'sources')];
}

/** Argo CD takes these spellings of a URL as one. */
export function repositoryKey(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}
