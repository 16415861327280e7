import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { didYouMean } from '../../lib/diagnostics/near-matches.ts';
import { GLOBAL_NAMESPACE } from '../../lib/model/identity.ts';
import type { PlatformModel } from '../../lib/model/platform-model.ts';
import { listResources } from '../../lib/query/list-resources.ts';
import { type ResourceQuery, whoSees } from '../../lib/query/who-sees.ts';
import type { CliIo } from '../io.ts';
import { sightRow, sightsText } from '../view/sight-view.ts';
import { answer, json, type QueryOptions, toKind } from './query.ts';

export interface WhoSeesOptions extends QueryOptions {
  readonly resource: string;
  readonly json?: boolean;
}

/** Says which organizations see a resource, and what uses it. */
export async function runWhoSees(options: WhoSeesOptions, io: CliIo): Promise<ExitCode> {
  const query = toQuery(options.resource);
  return answer(
    options,
    io,
    (model, secrets) => {
      const sights = whoSees(model, query, secrets);
      if (sights.length === 0) throw unknown(model, query, options.resource);
      return options.json === true ? json(sights.map(sightRow)) : sightsText(sights);
    },
    options.json,
  );
}

// --- internal ---

/** `Global` is how people know the namespace `default`. */
function toQuery(text: string): ResourceQuery {
  const [kind = '', ...rest] = text.split('/');
  const [first = '', second] = rest;
  if (rest.length === 1) return { kind: toKind(kind), name: first };
  if (rest.length === 2 && second !== undefined) {
    const namespace = first.toLowerCase() === 'global' ? GLOBAL_NAMESPACE : first;
    return { kind: toKind(kind), namespace, name: second };
  }
  const summary = `\`${text}\` names no resource`;
  throw kcdkError('RESOURCE_UNKNOWN', { summary, fix: 'Write `<kind>/<name>` or `<kind>/<namespace>/<name>`.' });
}

function unknown(model: PlatformModel, { kind, name, namespace }: ResourceQuery, text: string) {
  const wanted = namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
  const known = listResources(model, { kind }).map((each) =>
    namespace === undefined ? `${kind}/${each.name}` : `${kind}/${each.namespace}/${each.name}`,
  );
  return kcdkError('RESOURCE_UNKNOWN', { summary: `There is no \`${text}\``, fix: didYouMean(wanted, known) });
}
