import type { ApplicationDeclaration } from '../../model/declarations/application.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Reference } from '../../model/reference.ts';
import type { RecordFields } from '../record-fields.ts';

/** Undefined when what builds it, or where it goes, cannot be told. */
export function readApplication(fields: RecordFields): ApplicationDeclaration | undefined {
  const pipelineTemplate = fields.pair('pipeline_template');
  const helmTemplate = fields.pair('helm_template');
  const stages = releaseStages(fields);
  if (pipelineTemplate === undefined || helmTemplate === undefined || stages === undefined) return undefined;
  return {
    kind: 'application',
    name: fields.name,
    namespace: fields.namespace,
    repositoryUrl: fields.text('repoUrl') ?? '',
    team: fields.own('team'),
    pipelineTemplate,
    helmTemplate,
    stages,
  };
}

// --- internal ---

function releaseStages(fields: RecordFields): readonly Reference[] | undefined {
  const items = fields.list('releaseStages');
  const stages = items?.flatMap((stage, index): Reference[] => {
    const at = ['releaseStages', String(index)];
    if (typeof stage === 'string') {
      const fix = 'Write `environment_name` and `environment_namespace`.';
      fields.noteLegacy(at, 'A stage is a name without a namespace', fix);
      return [{ name: stage, namespaces: undefined }];
    }
    const { environment_name: name, environment_namespace: namespace } = isJsonObject(stage) ? stage : {};
    if (typeof name !== 'string') return [];
    if (namespace === undefined) {
      const summary = '`environment_name` has no namespace';
      fields.noteLegacy([...at, 'environment_name'], summary, 'Add `environment_namespace`.');
    }
    return [{ name, namespaces: typeof namespace === 'string' ? [namespace] : undefined }];
  });
  return stages?.length === 0 && items?.length !== 0 ? undefined : stages;
}
