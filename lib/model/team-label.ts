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
