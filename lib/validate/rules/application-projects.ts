import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, type Manifest } from '../../model/json.ts';
import { placeOf } from '../../model/origin.ts';
import { type Artifact, documentsOf } from '../../synth/artifact.ts';

/**
 * An Application's project must be one that its Argo CD knows, and must allow its sources and its destination.
 *
 * Only where the Argo CD is known, and only projects that the program itself declares: `default` and projects from
 * elsewhere are beyond us.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
export function checkApplicationProjects(artifacts: readonly Artifact[]): readonly Diagnostic[] {
  const projects = new Map<string, JsonObject>();
  for (const { artifact, manifest } of ofKind(artifacts, 'AppProject')) {
    if (isJsonObject(manifest['spec'])) projects.set(`${artifact.realm} ${manifest.metadata.name}`, manifest['spec']);
  }
  const found: Diagnostic[] = [];
  for (const { artifact, manifest } of ofKind(artifacts, 'Application')) {
    const spec = manifest['spec'];
    if (!isJsonObject(spec)) continue;
    const project = projects.get(`${artifact.realm} ${String(spec['project'])}`);
    if (project === undefined) continue;
    for (const detail of refusals(spec, project)) {
      const summary = `Project \`${String(spec['project'])}\` refuses Application \`${manifest.metadata.name}\``;
      const place = { ...placeOf(artifact.origin), repository: artifact.repository, path: artifact.path };
      found.push(error('APPLICATION_REFUSED_BY_PROJECT', { summary, detail, ...place }));
    }
  }
  return found;
}

// --- internal ---

function* ofKind(
  artifacts: readonly Artifact[],
  kind: 'Application' | 'AppProject',
): Generator<{ readonly artifact: Artifact; readonly manifest: Manifest }> {
  for (const artifact of artifacts) {
    if (artifact.realm === undefined) continue;
    for (const manifest of documentsOf(artifact.content)) {
      if (manifest.kind === kind && manifest.apiVersion.startsWith('argoproj.io/')) yield { artifact, manifest };
    }
  }
}

function refusals(spec: JsonObject, project: JsonObject): readonly string[] {
  const found: string[] = [];
  const allowedSources = list(project['sourceRepos']).map(String);
  for (const source of [spec['source'], ...list(spec['sources'])]) {
    if (!isJsonObject(source)) continue;
    const url = String(source['repoURL']);
    if (!allowedSources.some((pattern) => globMatches(pattern, url))) found.push(`It does not allow source ${url}.`);
  }
  const destination = spec['destination'];
  if (isJsonObject(destination)) {
    const allowed = list(project['destinations']).some((each) => isJsonObject(each) && allows(each, destination));
    const target = String(destination['name'] ?? destination['server']);
    if (!allowed) found.push(`It does not allow namespace ${String(destination['namespace'])} on ${target}.`);
  }
  return found;
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** An entry that names a server says nothing of clusters given by name, except `*`, which is any of them. */
function allows(entry: JsonObject, destination: JsonObject): boolean {
  if (!globMatches(String(entry['namespace'] ?? '*'), String(destination['namespace'] ?? ''))) return false;
  if (entry['server'] === '*' || entry['name'] === '*') return true;
  const by = destination['name'] === undefined ? 'server' : 'name';
  return entry[by] !== undefined && globMatches(String(entry[by]), String(destination[by]));
}

/** Argo CD's globs here: `*` is any text. Patterns are few and short. */
function globMatches(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text;
  const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`).test(text);
}
