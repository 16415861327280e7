import { isJsonObject, type JsonObject, type Manifest } from '../model/json.ts';

/** True for an Application of Argo CD, whoever made it. */
export function isApplication({ apiVersion, kind }: Manifest): boolean {
  return kind === 'Application' && apiVersion.startsWith('argoproj.io/');
}

/** What an Application fetches: its one source, then its several. */
export function applicationSources({ spec }: Manifest): readonly JsonObject[] {
  if (!isJsonObject(spec)) return [];
  const { source, sources } = spec as JsonObject;
  return [source, ...(Array.isArray(sources) ? sources : [])].filter(isJsonObject);
}
