/** The environment and the cluster that a file belongs to, as far as its path says. */
export interface PlacedPath {
  readonly environment?: string | undefined;
  readonly cluster?: string | undefined;
}

/**
 * Reads them off a path; undefined for one that is of neither.
 *
 * @see lib/synth/layout.ts
 */
export function placeInPath(path: string): PlacedPath | undefined {
  const inEnvironment = /^registry\/environments\/([^/]+)\/([^/]+)\//.exec(path);
  if (inEnvironment !== null) return { environment: inEnvironment[1], cluster: inEnvironment[2] };
  const inCluster = /^registry\/(?:konstruct-)?clusters\/([^/]+)\/(?:45-env-([^/]+)\.yaml$)?/.exec(path);
  return inCluster === null ? undefined : { environment: inCluster[2], cluster: inCluster[1] };
}
