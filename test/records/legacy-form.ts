import { isJsonObject, type Json, type JsonObject, type Manifest } from '../../lib/model/json.ts';

/** Records as they were before 0.5, and whether a bare name among them fits more than one visible resource. */
export interface Downgraded {
  readonly manifests: readonly Manifest[];
  readonly isAmbiguous: boolean;
}

/** Takes from records what 0.5 added: namespaces of references, `namespace` itself, and the names of new fields. */
export function downgrade(records: readonly Manifest[]): Downgraded {
  const known = new Set(records.map(({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}`));
  let isAmbiguous = false;
  const bare = (kind: string, name: Json | undefined, from: string): Json => {
    const visible = [...new Set([from, 'default'])].filter((namespace) => known.has(`${kind}/${namespace}/${name}`));
    if (visible.length > 1) isAmbiguous = true;
    return String(name);
  };
  const manifests = records.map((manifest) => {
    const spec = manifest['spec'];
    const namespace = manifest.metadata.namespace ?? '';
    const { name, apiVersion, kind } = { ...manifest, name: manifest.metadata.name };
    const fields = isJsonObject(spec) ? legacyFields(kind, spec, namespace, bare) : {};
    return { apiVersion, kind, metadata: { name }, spec: { ...without(fields, ['namespace']), org_id: namespace } };
  });
  return { manifests, isAmbiguous };
}

// --- internal ---

type Bare = (kind: string, name: Json | undefined, from: string) => Json;

function legacyFields(kind: string, spec: JsonObject, namespace: string, bare: Bare): JsonObject {
  const environments = (from: string) =>
    Array.isArray(spec['env']) ? { environments: spec['env'].map((each) => bare('Environment', each.name, from)) } : {};
  switch (kind) {
    case 'WorkloadCluster': {
      if (spec['cluster_template_name']) bare('ClusterTemplate', spec['cluster_template_name'], namespace);
      return { ...without(spec, ['env', 'cluster_template_namespace']), ...environments(namespace) };
    }
    case 'CatalogDeployment': {
      if (spec['provisionedBy'] !== undefined) return spec;
      const cluster = String(spec['cluster_namespace'] ?? namespace);
      const item = bare('CatalogApplication', spec['catalog_application_name'], namespace);
      const rest = without(spec, [
        ...['name', 'namespace', 'env', 'catalog_application_name', 'catalog_application_namespace'],
      ]);
      return { name: item, body: { ...rest, ...environments(cluster) } };
    }
    case 'Application': {
      bare('PipelineTemplate', spec['pipeline_template_name'], namespace);
      bare('HelmTemplate', spec['helm_template_name'], namespace);
      const stages = Array.isArray(spec['releaseStages']) ? spec['releaseStages'] : [];
      return {
        ...without(spec, ['pipeline_template_namespace', 'helm_template_namespace']),
        releaseStages: stages.map((stage, index) => {
          const name = bare('Environment', stage.environment_name, namespace);
          return index % 2 === 0 ? name : { environment_name: name };
        }),
      };
    }
    default:
      return spec;
  }
}

function without(fields: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
