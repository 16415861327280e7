import { resolve } from 'node:path';
import type { Config } from '../../lib/config/config.ts';
import type { ClusterSettings, VaultSettings } from '../../lib/gates/settings.ts';
import type { ClusterAccessFlags } from '../commands/options.ts';
import type { CliIo } from '../io.ts';

/** How clusters are reached, by name: as the configuration says, and for all of them as the command line does. */
export function clusterAccess(
  config: Pick<Config, 'clusters'> | undefined,
  flags: ClusterAccessFlags,
  io: CliIo,
): Readonly<Record<string, ClusterSettings>> {
  const given = settingsOf(flags, io);
  const known = config?.clusters ?? {};
  if (Object.keys(given).length === 0) return known;
  const entries = Object.entries({ '*': {}, ...known });
  return Object.fromEntries(entries.map(([name, settings]) => [name, { ...settings, ...given }]));
}

// --- internal ---

function settingsOf({ kubeconfig, kubeContext, vaultAddress }: ClusterAccessFlags, io: CliIo): ClusterSettings {
  return {
    ...(kubeconfig !== undefined && { kubeconfig: [resolve(io.cwd, kubeconfig)] }),
    ...(kubeContext !== undefined && { context: kubeContext }),
    ...(vaultAddress !== undefined && { vault: vaultOf(vaultAddress, io) }),
  };
}

/** The rest is where Vault's own command line looks for it. */
function vaultOf(address: string, { cwd, env }: CliIo): VaultSettings {
  const { VAULT_NAMESPACE: namespace, VAULT_CACERT: authority } = env;
  return {
    address,
    auth: { token: { env: 'VAULT_TOKEN' } },
    ...(namespace !== undefined && namespace !== '' && { namespace }),
    ...(authority !== undefined && authority !== '' && { certificateAuthority: resolve(cwd, authority) }),
  };
}
