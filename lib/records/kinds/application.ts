import { type ApplicationDeclaration, INITIAL_VERSION } from '../../model/declarations/application.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { Reference } from '../../model/reference.ts';
import type { RecordFields } from '../record-fields.ts';

/** Undefined when what builds it, or where it goes, cannot be told. */
export function readApplication(fields: RecordFields): ApplicationDeclaration | undefined {
  const pipelineTemplate = fields.pair('pipeline_template');
  const helmTemplate = fields.pair('helm_template');
  const stages = releaseStages(fields);
  if (pipelineTemplate === undefined || helmTemplate === undefined || stages === undefined) return undefined;
  const [name, branch, region, roleArn] = [
    fields.text('repoName'),
    fields.text('repoBranch'),
    fields.text('awsRegion'),
    fields.text('roleArn'),
  ];
  return {
    kind: 'application',
    name: fields.name,
    namespace: fields.namespace,
    repository: {
      url: fields.text('repoUrl') ?? '',
      ...(name !== undefined && { name }),
      ...(branch !== undefined && { branch }),
    },
    scaffold: fields.flag('scaffold') ?? true,
    team: fields.own('team'),
    pipelineTemplate,
    helmTemplate,
    aws: region === undefined || roleArn === undefined ? undefined : { region, roleArn },
    chartRegistry: fields.text('chartRegistry'),
    initialVersion: fields.text('initialVersion') ?? INITIAL_VERSION,
    values: fields.data('yamlValues'),
    stages: stages.map(({ reference }) => reference),
    stageValues: stages.map(({ values }) => values),
  };
}

// --- internal ---

interface Stage {
  readonly reference: Reference;
  readonly values: JsonObject;
}

function releaseStages(fields: RecordFields): readonly Stage[] | undefined {
  const items = fields.list('releaseStages');
  const stages = items?.flatMap((stage, index): Stage[] => {
    const at = ['releaseStages', String(index)];
    if (typeof stage === 'string') {
      const fix = 'Write `environment_name` and `environment_namespace`.';
      fields.noteLegacy(at, 'A stage is a name without a namespace', fix);
      return [{ reference: { name: stage, namespaces: undefined }, values: {} }];
    }
    const { environment_name: name, environment_namespace: namespace, yamlValues } = isJsonObject(stage) ? stage : {};
    if (typeof name !== 'string') return [];
    if (namespace === undefined) {
      const summary = '`environment_name` has no namespace';
      fields.noteLegacy([...at, 'environment_name'], summary, 'Add `environment_namespace`.');
    }
    const reference = { name, namespaces: typeof namespace === 'string' ? [namespace] : undefined };
    return [{ reference, values: isJsonObject(yamlValues) ? yamlValues : {} }];
  });
  return stages?.length === 0 && items?.length !== 0 ? undefined : stages;
}
