import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { didYouMean } from '../../lib/diagnostics/near-matches.ts';
import type { PlatformModel } from '../../lib/model/platform-model.ts';
import { listResources } from '../../lib/query/list-resources.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { ListFlags } from '../commands/queries.ts';
import type { CliIo } from '../io.ts';
import { listTable, toRow } from '../view/list-view.ts';
import { answer, json, toKind } from './query.ts';

export interface ListOptions extends GlobalOptions, ListFlags {
  readonly kind: string | undefined;
}

/** Lists resources of the platform: all, of one kind, or what one organization sees. */
export async function runList(options: ListOptions, io: CliIo): Promise<ExitCode> {
  const kind = options.kind === undefined ? undefined : toKind(options.kind);
  return answer(
    options,
    io,
    (model, secrets) => {
      checkOrganization(model, options.org);
      const resources = listResources(model, { kind, organization: options.org }, secrets);
      return options.json === true ? json(resources.map(toRow)) : listTable(resources);
    },
    options.json,
  );
}

// --- internal ---

function checkOrganization({ organizations }: PlatformModel, name: string | undefined): void {
  if (name === undefined || organizations.some((organization) => organization.name === name)) return;
  const names = organizations.map((organization) => organization.name);
  const summary = `There is no organization \`${name}\``;
  throw kcdkError('ORGANIZATION_UNKNOWN', { summary, fix: didYouMean(name, names) });
}
