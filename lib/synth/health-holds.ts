import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { ARGOCD_NAMESPACE } from '../manifests/application.ts';
import { applicationSources, isApplication } from '../manifests/read-application.ts';
import type { ApplicationHealthyGate } from '../model/gate.ts';
import type { Hold } from '../model/hold.ts';
import type { Manifest } from '../model/json.ts';
import { type AwaitedHealth, isAtOrBelow } from '../model/lifecycle.ts';
import { placeOf } from '../model/origin.ts';
import type { PlatformModel } from '../model/platform-model.ts';
import { repositoryIdentity } from '../model/repository-location.ts';
import { type Artifact, documentsOf } from './artifact.ts';
import { environmentNamespace } from './compile/workload-cluster.ts';
import type { CompileScope } from './scope.ts';

/** What waits for the health of Applications, by repository, and what cannot be waited for. */
export interface HealthHolds {
  readonly holds: ReadonlyMap<string, readonly Hold[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The holds of all files whose constructs say `afterHealthy`: one gate for each Application that the awaited construct
 * writes. A part of a platform does not have the Applications of the others, so it says of none that it can be written.
 */
export function compileHealthHolds(
  model: PlatformModel,
  artifacts: readonly Artifact[],
  scope?: CompileScope | undefined,
): HealthHolds {
  const holds = new Map<string, Hold[]>();
  const gates = new Map<string, readonly ApplicationHealthyGate[]>();
  const diagnostics = new Map<string, Diagnostic>();
  for (const { repository, path, origin } of artifacts) {
    for (const awaited of origin.lifecycle?.afterHealthy ?? []) {
      const { address: after, environment } = awaited;
      const key = `${after}\0${environment ?? ''}`;
      if (scope !== undefined) {
        diagnostics.set('', error('HEALTH_IN_PARTS', placeOf(origin)));
        continue;
      }
      const known = gates.get(key) ?? gatesOf(awaited, model, artifacts);
      gates.set(key, known);
      if (known.length === 0 && !diagnostics.has(key)) {
        const place = environment === undefined ? '' : ` in \`${environment}\``;
        const summary = `\`${after}\` writes no Application${place} of which it is known which Argo CD runs it`;
        diagnostics.set(key, error('HEALTH_WITHOUT_APPLICATION', { summary, ...placeOf(origin) }));
      }
      const found = known.map((gate): Hold => ({ path, when: 'write', gate, after }));
      const of = holds.get(repository);
      if (of === undefined) holds.set(repository, found);
      else of.push(...found);
    }
  }
  return { holds, diagnostics: [...diagnostics.values()] };
}

// --- internal ---

/** None where one of the Applications cannot be looked at: the health of the others alone would say too little. */
function gatesOf(
  { address, environment: only }: AwaitedHealth,
  model: PlatformModel,
  artifacts: readonly Artifact[],
): readonly ApplicationHealthyGate[] {
  const repositories = new Map(model.repositories.map(({ url, name }) => [repositoryIdentity(url), name]));
  const namespaces = new Map(
    model.catalogDeployments.map(({ origin, cluster }) => [origin.address, environmentNamespace(cluster.name)]),
  );
  const gates: ApplicationHealthyGate[] = [];
  for (const { repository, path, origin, content, realm, environment } of artifacts) {
    if (!isAtOrBelow(origin.address, address)) continue;
    if (only !== undefined && environment?.origin.address !== only) continue;
    for (const document of documentsOf(content).filter(isApplication)) {
      if (realm === undefined) return [];
      const { name, namespace = namespaces.get(origin.address) ?? ARGOCD_NAMESPACE } = document.metadata;
      gates.push({
        kind: 'application-healthy',
        cluster: realm.slice(realm.lastIndexOf('#') + 1),
        application: name,
        namespace,
        manifest: { repository, path },
        sources: sourceUrls(document).flatMap((repoURL) => {
          const source = repositories.get(repositoryIdentity(repoURL));
          return source === undefined ? [] : [{ repoURL, repository: source }];
        }),
      });
    }
  }
  return gates;
}

function sourceUrls(application: Manifest): readonly string[] {
  const urls = applicationSources(application).flatMap(({ repoURL }) => (typeof repoURL === 'string' ? [repoURL] : []));
  return [...new Set(urls)];
}
