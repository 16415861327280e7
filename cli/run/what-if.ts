import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { isDnsLabel } from '../../lib/model/dns-label.ts';
import { GLOBAL_NAMESPACE } from '../../lib/model/identity.ts';
import { whatIfOrganization } from '../../lib/query/what-if.ts';
import type { CliIo } from '../io.ts';
import { newOrganizationRow, newOrganizationText } from '../view/what-if-view.ts';
import { answer, json, type QueryOptions } from './query.ts';

export interface WhatIfOptions extends QueryOptions {
  readonly name: string;
  readonly json?: boolean;
}

/** Says what an organization would see and receive, if it were added. */
export async function runWhatIfOrganization(options: WhatIfOptions, io: CliIo): Promise<ExitCode> {
  const { name } = options;
  if (!isDnsLabel(name)) throw kcdkError('NAME_NOT_DNS_LABEL', { summary: `\`${name}\` is no DNS label` });
  if (name === GLOBAL_NAMESPACE) throw kcdkError('ORGANIZATION_NAME_RESERVED');
  return answer(options, io, (model) => {
    if (model.organizations.some((organization) => organization.name === name)) {
      throw kcdkError('ORGANIZATION_EXISTS', { summary: `Organization \`${name}\` exists already` });
    }
    const found = whatIfOrganization(model, name);
    return options.json === true ? json(newOrganizationRow(found)) : newOrganizationText(found);
  });
}
