import { type Diagnostic, error, warning } from '../../diagnostics/diagnostic.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { Ledger } from '../ledger.ts';
import type { ResourceChange } from '../plan.ts';
import type { RecordChange } from './record-moves.ts';

/**
 * An organization that goes while files of what stands in it are still there: its clusters above all.
 *
 * The repositories of an organization that is no longer declared are not even opened, so what is in them would stay.
 */
export function guardOrganizations(
  changes: readonly RecordChange[],
  ledgers: readonly Ledger[],
  resources: readonly ResourceChange[],
): readonly Diagnostic[] {
  return changes.flatMap(({ kind, address, gone, come, kept }) => {
    const [organization] = gone;
    if (kind !== 'organization' || organization === undefined || come.length + kept.length > 0) return [];
    const owned = ownedBelow(address, ledgers);
    const left = leftBehind(organization.name, resources);
    const found: Diagnostic[] = [];
    if (owned.length > 0) {
      found.push(
        error('ORGANIZATION_NOT_EMPTY', {
          summary: `Organization \`${organization.name}\` would go while it owns ${owned.map((one) => `\`${one}\``).join(', ')}`,
          detail:
            left.length === 0
              ? undefined
              : `Nothing would be removed from ${left.map((url) => `\`${url}\``).join(' and ')} any more.`,
          fix:
            'Remove what it owns first and apply that, then remove the organization; ' +
            `or plan with \`--allow-delete ${address}\`.`,
          address,
        }),
      );
    }
    if (left.length > 0) {
      found.push(
        warning('REPOSITORY_LEFT_BEHIND', {
          summary: `${left.map((url) => `\`${url}\``).join(' and ')} will no longer be looked at`,
          address,
        }),
      );
    }
    return found;
  });
}

// --- internal ---

/** Constructs directly below the address that own files, by address. */
function ownedBelow(address: string, ledgers: readonly Ledger[]): readonly string[] {
  const owned = new Set<string>();
  for (const { files } of ledgers) {
    for (const file of files.values()) {
      if (!file.address.startsWith(`${address}/`)) continue;
      const [child = ''] = file.address.slice(address.length + 1).split('/');
      owned.add(`${address}/${child}`);
    }
  }
  return [...owned].sort();
}

/** URLs of its repositories, from the record that goes. */
function leftBehind(name: string, resources: readonly ResourceChange[]): readonly string[] {
  const gone = resources.find(
    ({ action, resource }) =>
      action === 'delete' &&
      resource.api_version === 'konstruct-cdk.dev/v1' &&
      resource.kind === 'Organization' &&
      resource.name === name,
  );
  const spec = isJsonObject(gone?.before) ? gone.before['spec'] : undefined;
  if (!isJsonObject(spec)) return [];
  return [...new Set([urlOf(spec['platformRepository']), urlOf(spec['applicationRepository'])])].filter(
    (url) => url !== undefined,
  );
}

function urlOf(repository: Json | undefined): string | undefined {
  const url = isJsonObject(repository) ? repository['url'] : undefined;
  return typeof url === 'string' ? url : undefined;
}
