import { type Diagnostic, error, warning } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { ARGOCD, destinationOf, projectOf, sourcesOf } from '../argocd/application-spec.ts';
import { allowsApplicationsIn, allowsDestination, allowsSource } from '../argocd/project.ts';
import type { RunningApplication } from '../argocd/sync-map.ts';
import { type IndexedManifest, placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';
import { isClusterScoped } from '../schemas/cluster-scoped.ts';

/**
 * An Application's project must be one that its Argo CD knows, and must allow its sources, its destination, the namespace
 * it lives in, and the namespaces of what it brings.
 *
 * Only where the Argo CD is known. `default` is Argo CD's own, and projects from elsewhere are beyond us.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
export function checkApplicationProjects(context: RuleContext): readonly Diagnostic[] {
  const projects = projectsOf(context);
  const found: Diagnostic[] = [];
  for (const application of context.syncs.applications) {
    const { entry, realm } = application;
    if (context.told.has(entry.manifest)) continue;
    const name = projectOf(entry.manifest);
    const known = projects.get(realm);
    const project = known?.get(name);
    if (project !== undefined) {
      for (const { detail, field } of refusals(application, project)) {
        const summary = `Project \`${name}\` refuses Application \`${entry.manifest.metadata.name}\``;
        found.push(error('APPLICATION_REFUSED_BY_PROJECT', { summary, detail, ...placeOfManifest(entry, field) }));
      }
    } else if (name !== 'default') {
      const summary = `Application \`${entry.manifest.metadata.name}\` is of project \`${name}\`, which nothing here makes`;
      const fix = didYouMean(name, ['default', ...(known?.keys() ?? [])]);
      found.push(warning('PROJECT_UNKNOWN', { summary, fix, ...placeOfManifest(entry, ['spec', 'project']) }));
    }
  }
  found.push(...refusedObjects(context, projects));
  return found;
}

// --- internal ---

/** Specifications of AppProjects by Argo CD and name. */
type Projects = ReadonlyMap<string, ReadonlyMap<string, JsonObject>>;

function projectsOf({ index, syncs }: RuleContext): Projects {
  const projects = new Map<string, Map<string, JsonObject>>();
  for (const entry of index.of(ARGOCD.group, 'AppProject')) {
    const spec = entry.manifest['spec'];
    if (!isJsonObject(spec)) continue;
    for (const realm of syncs.realmsOf(entry)) {
      const known = projects.get(realm) ?? new Map<string, JsonObject>();
      projects.set(realm, known.set(entry.manifest.metadata.name, spec));
    }
  }
  return projects;
}

interface Refusal {
  readonly detail: string;
  /** Where what is refused stands. */
  readonly field: FieldPath;
}

function refusals({ entry: { manifest } }: RunningApplication, project: JsonObject): readonly Refusal[] {
  const found: Refusal[] = [];
  for (const { repoURL, field } of sourcesOf(manifest)) {
    // One that is missing is told by the schema.
    if (repoURL === '' || allowsSource(project, repoURL)) continue;
    found.push({ detail: `It does not allow source ${repoURL}.`, field: [...field, 'repoURL'] });
  }
  const destination = destinationOf(manifest);
  if (!allowsDestination(project, destination)) {
    const target = String(destination.name ?? destination.server);
    const detail = `It does not allow namespace ${String(destination.namespace)} on ${target}.`;
    found.push({ detail, field: ['spec', 'destination'] });
  }
  const { namespace } = manifest.metadata;
  if (!allowsApplicationsIn(project, namespace)) {
    const detail = `It does not take Applications in namespace ${namespace}.`;
    found.push({ detail, field: ['metadata', 'namespace'] });
  }
  return found;
}

/** Objects that name a namespace which the project of the Application that brings them does not allow. */
function refusedObjects({ index, syncs, told }: RuleContext, projects: Projects): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const entry of index.all) {
    const { namespace } = entry.manifest.metadata;
    if (namespace === undefined || told.has(entry.manifest) || isClusterScoped(entry)) continue;
    for (const { application, namespace: own } of syncs.landingsOf(entry.manifest)) {
      if (namespace === own) continue;
      const name = projectOf(application.entry.manifest);
      const project = projects.get(application.realm)?.get(name);
      if (project === undefined) continue;
      const destination = { ...destinationOf(application.entry.manifest), namespace };
      if (allowsDestination(project, destination)) continue;
      told.add(entry.manifest);
      found.push(refusedObject(entry, application, name));
      break;
    }
  }
  return found;
}

function refusedObject(entry: IndexedManifest, application: RunningApplication, project: string): Diagnostic {
  const { kind, metadata } = entry.manifest;
  const by = `Application \`${application.entry.manifest.metadata.name}\` of project \`${project}\``;
  const summary = `${by} may not bring ${kind} \`${metadata.name}\` to namespace \`${metadata.namespace}\``;
  return error('OBJECT_REFUSED_BY_PROJECT', { summary, ...placeOfManifest(entry, ['metadata', 'namespace']) });
}
