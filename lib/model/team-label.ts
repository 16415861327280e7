import { isJsonObject, type Manifest } from './json.ts';

/** The label of what belongs to a team, with the name of the team. */
export const TEAM_LABEL = 'konstruct-cdk.dev/team';

/**
 * The labels of what a deployment writes; undefined for a shared one. Several teams stand in one value, joined by `_`,
 * which no team has in its name.
 */
export function teamLabels(
  teams: readonly { readonly name: string }[] | undefined,
): Readonly<Record<string, string>> | undefined {
  if (teams === undefined || teams.length === 0) return undefined;
  const names = teams.map(({ name }) => name).sort();
  return { [TEAM_LABEL]: names.join('_') };
}

/** An object with labels beside those it has. */
export function withLabels(manifest: Manifest, labels: Readonly<Record<string, string>>): Manifest {
  const { metadata } = manifest;
  const own = isJsonObject(metadata['labels']) ? metadata['labels'] : {};
  return { ...manifest, metadata: { ...metadata, labels: { ...own, ...labels } } };
}
