import type { InputValues } from '../model/declarations/cluster.ts';
import { type PlatformModel, type Resource, recordIdOf } from '../model/platform-model.ts';
import type { TemplateSource } from '../model/template.ts';
import { findValueReferences } from '../templates/contract/value-references.ts';
import type { LoadedTemplate, TemplateLibrary } from '../templates/library/template-library.ts';
import { findTokens } from '../templates/tokens/find-tokens.ts';
import type { Unused } from './unused.ts';

/**
 * Inputs that the program gives and that no line of their template reads.
 *
 * What cannot be known counts as read: secrets, whose values no chart sees; values of subcharts; values that a template
 * hands on whole. A template that could not be read has none.
 */
export function findUnusedInputs(model: PlatformModel, library: TemplateLibrary): readonly Unused[] {
  const reads = new Map<LoadedTemplate, ReadonlySet<string>>();
  return givenInputs(model).flatMap(({ resource, source, values }) => {
    const template = source === undefined ? undefined : library.get(source);
    if (template === undefined || template.digest === '') return [];
    const known = reads.get(template) ?? readsOf(template);
    reads.set(template, known);
    return Object.keys(values).flatMap((input): Unused[] => {
      if (isRead(input, template, known)) return [];
      const { namespace } = recordIdOf(resource);
      const { address } = resource.origin;
      const position = resource.origin.position();
      const reason = `no line of ${template.label} reads it`;
      return [{ kind: 'input', namespace, name: input, address, ...(position && { source: position }), reason }];
    });
  });
}

/** What the program gives to a template. */
export interface Given {
  readonly resource: Resource;
  readonly source: TemplateSource | undefined;
  readonly values: InputValues;
}

/** Everything that is made from a template, with what the program gives to it. */
export function givenInputs(model: PlatformModel): readonly Given[] {
  return [
    ...[...model.managementClusters, ...model.workloadClusters].map((cluster) => ({
      resource: cluster,
      source: cluster.template?.source,
      values: cluster.inputs,
    })),
    ...model.catalogDeployments.map((deployment) => ({
      resource: deployment,
      source: deployment.item.source,
      values: { ...deployment.values, ...deployment.infrastructureValues },
    })),
  ];
}

// --- internal ---

/** First names of the values that are read, tokens, and variables of Terraform; `*` where values are handed on whole. */
function readsOf({ files }: LoadedTemplate): ReadonlySet<string> {
  const reads = new Set<string>();
  for (const [path, content] of files) {
    if (typeof content !== 'string') continue;
    for (const { path } of findValueReferences(content)) reads.add(path[0] ?? '*');
    for (const { token } of findTokens(content)) reads.add(token);
    if (!/\.tf(?:\.json)?$/.test(path)) continue;
    for (const [, name = ''] of content.matchAll(/\bvar\.([A-Za-z_][\w-]*)/g)) reads.add(name);
  }
  return reads;
}

function isRead(name: string, { contract, files }: LoadedTemplate, reads: ReadonlySet<string>): boolean {
  if (name === 'global' || reads.has('*') || reads.has(name)) return true;
  for (const path of files.keys()) if (path.includes(`charts/${name}`)) return true;
  return contract.inputs.some(
    ({ path, token, type }) => path[0] === name && (type === 'secret' || (token !== undefined && reads.has(token))),
  );
}
