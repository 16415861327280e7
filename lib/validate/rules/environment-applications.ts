import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { clusterOfEnvironment, destinationOf, projectOf } from '../argocd/application-spec.ts';
import { placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';

/**
 * Applications in the folder of an environment live in namespace `<cluster>-environment`, belong to project `<cluster>`
 * and deploy to `<cluster>`. Charts of catalogs come with `argocd`, `default` and `in-cluster`, which Argo CD refuses there.
 *
 * @see konstruct-templates v0.5.2, the AppProjects of a workload cluster
 */
export function checkEnvironmentApplications({ syncs, told }: RuleContext): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { entry, parent } of syncs.applications) {
    const cluster = parent === undefined ? undefined : clusterOfEnvironment(parent.entry.manifest);
    if (cluster === undefined || told.has(entry.manifest)) continue;
    const { name, namespace } = entry.manifest.metadata;
    const destination = destinationOf(entry.manifest);
    const wrong: { readonly text: string; readonly field: FieldPath }[] = [];
    const expect = (field: FieldPath, value: string | undefined, expected: string) => {
      if (value === expected) return;
      const given = value === undefined ? 'missing' : `\`${value}\``;
      wrong.push({ text: `Its ${field.at(-1)} is ${given}, not \`${expected}\`.`, field });
    };
    // Without a namespace it lands where the environment's own Application says.
    if (namespace !== undefined) expect(['metadata', 'namespace'], namespace, `${cluster}-environment`);
    expect(['spec', 'project'], projectOf(entry.manifest), cluster);
    expect(['spec', 'destination'], destination.name ?? destination.server, cluster);
    if (wrong.length === 0) continue;
    told.add(entry.manifest);
    const summary = `Application \`${name}\` does not fit the environments of cluster \`${cluster}\``;
    const detail = wrong.map(({ text }) => text).join('\n');
    const place = placeOfManifest(entry, wrong[0]?.field);
    found.push(error('ENVIRONMENT_APPLICATION_MISPLACED', { summary, detail, ...place }));
  }
  return found;
}
