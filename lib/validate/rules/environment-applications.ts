import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
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
    const wrong: string[] = [];
    const expect = (what: string, value: string | undefined, expected: string) => {
      if (value !== expected)
        wrong.push(`Its ${what} is ${value === undefined ? 'missing' : `\`${value}\``}, not \`${expected}\`.`);
    };
    // Without a namespace it lands where the environment's own Application says.
    if (namespace !== undefined) expect('namespace', namespace, `${cluster}-environment`);
    expect('project', projectOf(entry.manifest), cluster);
    expect('destination', destination.name ?? destination.server, cluster);
    if (wrong.length === 0) continue;
    told.add(entry.manifest);
    const summary = `Application \`${name}\` does not fit the environments of cluster \`${cluster}\``;
    found.push(
      error('ENVIRONMENT_APPLICATION_MISPLACED', { summary, detail: wrong.join('\n'), ...placeOfManifest(entry) }),
    );
  }
  return found;
}
