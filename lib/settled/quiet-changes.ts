import { RECORD_API_VERSION } from '../manifests/record.ts';
import type { Json } from '../model/json.ts';
import { at, listAt, textAt } from '../plan/impact/placed-object.ts';
import type { JudgedChange } from '../plan/resource-changes.ts';
import { looksAtValuesOf } from '../validate/rules/chart-sources.ts';

/**
 * True for a change that no rule about manifests looks at and that does to what runs just what it says: another description or
 * other values in a record, other values for the chart of an Application.
 *
 * What was found of all manifests before such a change is what would be found of them after it.
 */
export function isQuiet({ change, after }: JudgedChange): boolean {
  const { action, fields, resource, formatting_only: formatting = false } = change;
  if (action !== 'update' || formatting || fields.length === 0) return false;
  if (resource.api_version === RECORD_API_VERSION)
    return fields.every(({ path }) => startsWith(path, 'spec', OF_RECORDS));
  const isApplication = resource.kind === 'Application' && resource.api_version.startsWith('argoproj.io/');
  return isApplication && !chartsOf(after).some(looksAtValuesOf) && fields.every(({ path }) => isOfChart(path));
}

// --- internal ---

const OF_RECORDS: ReadonlySet<string> = new Set(['description', 'yamlValues']);
const OF_CHARTS: ReadonlySet<string> = new Set(['values', 'valuesObject', 'parameters']);

function startsWith([first, second = '']: readonly string[], parent: string, members: ReadonlySet<string>): boolean {
  return first === parent && members.has(second);
}

/** Below `spec.source.helm`, or the same of one of several sources. */
function isOfChart([spec, source, ...path]: readonly string[]): boolean {
  if (spec !== 'spec') return false;
  if (source === 'source') return startsWith(path, 'helm', OF_CHARTS);
  return source === 'sources' && startsWith(path.slice(1), 'helm', OF_CHARTS);
}

function chartsOf(application: Json | undefined): readonly (string | undefined)[] {
  const sources = [at(application, 'spec', 'source'), ...listAt(application, 'spec', 'sources')];
  return sources.map((source) => textAt(source, 'chart'));
}
