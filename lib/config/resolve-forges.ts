import { defaultApi, type ForgeProvider, type ForgeServers, forgesOfJob, PUBLIC_FORGES } from '../forge/forge-place.ts';

/** How the file names one server. */
export interface ForgeData {
  readonly provider: ForgeProvider;
  readonly api?: string | undefined;
}

/** The servers whose API is known: the public ones, that of the CI job, and those of the configuration. Frozen. */
export function resolveForges(
  data: Readonly<Record<string, ForgeData>>,
  env: Readonly<Record<string, string | undefined>>,
): ForgeServers {
  const configured = Object.entries(data).map(([name, { provider, api }]) => {
    const host = name.toLowerCase();
    return [host, Object.freeze({ provider, api: (api ?? defaultApi(host, provider)).replace(/\/+$/, '') })] as const;
  });
  const known = Object.entries({ ...PUBLIC_FORGES, ...forgesOfJob(env) });
  const frozen = known.map(([host, server]) => [host, Object.freeze({ ...server })] as const);
  return Object.freeze(Object.fromEntries([...frozen, ...configured]));
}
