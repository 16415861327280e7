import { isJsonObject, type Json } from '../../model/json.ts';
import { type Application, IN_CLUSTER } from './application.ts';
import { globMatches } from './glob.ts';
import { listAt, type PlacedObject, textAt } from './placed-object.ts';

/**
 * Why an AppProject does not admit an Application; empty when it does.
 *
 * A rule that starts with `!` denies. A destination that a rule names in another way (URL or name) than the Application
 * counts as not admitted by that rule, except `*`.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
export function refusals(project: PlacedObject, application: Application): readonly string[] {
  const found: string[] = [];
  const { manifest } = project;
  const repos = listAt(manifest, 'spec', 'sourceRepos').map(String);
  for (const { url } of application.sources) {
    if (!admits(repos, (pattern) => globMatches(pattern, url, '/'))) found.push(`source ${url}`);
  }
  const { cluster, namespace } = application.destination;
  const destinations = listAt(manifest, 'spec', 'destinations').filter(isJsonObject);
  const allowed = destinations.filter((one) => !isDenying(one));
  const denied = destinations.filter(isDenying);
  const fits = (one: Json) => takesCluster(one, cluster) && globMatches(textAt(one, 'namespace') ?? '*', namespace);
  const barred = denied.some((one) => {
    const by = (key: string) => (textAt(one, key) ?? '').replace(/^!/, '');
    return (
      [by('server'), by('name')].some((own) => own !== '' && own !== '*' && globMatches(own, cluster)) ||
      (textAt(one, 'namespace')?.startsWith('!') === true && globMatches(by('namespace'), namespace))
    );
  });
  if (!allowed.some(fits) || barred) found.push(`namespace ${namespace || '(none)'} on ${cluster || '(none)'}`);
  const own = application.object.resource.namespace ?? '';
  const home = project.resource.namespace ?? '';
  if (own !== '' && home !== '' && own !== home) {
    const spaces = listAt(manifest, 'spec', 'sourceNamespaces').map(String);
    if (!admits(spaces, (pattern) => globMatches(pattern, own))) found.push(`Applications in namespace ${own}`);
  }
  return found;
}

// --- internal ---

function admits(patterns: readonly string[], matches: (pattern: string) => boolean): boolean {
  const denied = patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1)));
  return !denied && patterns.some((pattern) => !pattern.startsWith('!') && matches(pattern));
}

function isDenying(destination: Json): boolean {
  return ['server', 'name', 'namespace'].some((key) => textAt(destination, key)?.startsWith('!') === true);
}

function takesCluster(destination: Json, cluster: string): boolean {
  const server = textAt(destination, 'server');
  const name = textAt(destination, 'name');
  if (server === '*' || name === '*') return true;
  if (cluster === IN_CLUSTER && /^https:\/\/kubernetes\.default(?:\.svc)?\/?$/.test(server ?? '')) return true;
  return [server, name].some((pattern) => pattern !== undefined && globMatches(pattern, cluster));
}
