import { isMap, isScalar, isSeq } from 'yaml';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { indexLines } from '../line-index.ts';
import type { TemplateFiles } from '../template-files.ts';
import { checkUsage } from './check-usage.ts';
import type { Contract } from './contract.ts';
import { declaredTokens, inferTokenInputs } from './infer-inputs.ts';
import { INPUT_FILES, parseInputFile } from './parse-input-file.ts';
import { byPlace, type ParsedContract, parseValuesContract } from './parse-values-contract.ts';
import { parseYamlDocument } from './yaml-document.ts';

/**
 * Reads what a template asks for from its files.
 *
 * `Chart.yaml` with `values.yaml` make it a Helm chart, even where an input file lies beside them; else an input file
 * makes it a token template; else every token that the platform does not supply is an input.
 *
 * @see konstruct-templates, on the two formats of cluster templates
 */
export function readContract(files: TemplateFiles): ParsedContract {
  const values = textOf(files, 'values.yaml');
  if (values !== undefined && files.has('Chart.yaml')) {
    const parsed = parseValuesContract(values, 'values.yaml');
    const usage = checkUsage(parsed.contract, files, dependenciesOf(files));
    return { ...parsed, diagnostics: [...parsed.diagnostics, ...usage] };
  }
  const file = INPUT_FILES.find((name) => textOf(files, name) !== undefined);
  if (file === undefined) {
    const contract: Contract = {
      format: 'tokens',
      file: '.',
      clusterType: undefined,
      inputs: inferTokenInputs(files),
      plain: [],
    };
    return { contract, diagnostics: [] };
  }
  const parsed = parseInputFile(textOf(files, file) ?? '', file);
  const usage: readonly Diagnostic[] = declaredTokens(parsed.contract, files);
  return { ...parsed, diagnostics: [...parsed.diagnostics, ...[...usage].sort(byFileAndPlace)] };
}

// --- internal ---

function textOf(files: TemplateFiles, path: string): string | undefined {
  const content = files.get(path);
  return typeof content === 'string' ? content : undefined;
}

function byFileAndPlace(a: Diagnostic, b: Diagnostic): number {
  const [fileA, fileB] = [a.source?.file ?? '', b.source?.file ?? ''];
  return fileA < fileB ? -1 : fileA > fileB ? 1 : byPlace(a, b);
}

/** Names and aliases of subcharts: their values are used where we do not look. */
function dependenciesOf(files: TemplateFiles): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of files.keys()) {
    const [, name] = /^charts\/([^/]+)\//.exec(path) ?? [];
    if (name !== undefined) names.add(name);
  }
  const text = textOf(files, 'Chart.yaml') ?? '';
  const yaml = parseYamlDocument(text, indexLines(text, 'Chart.yaml'));
  const list = 'contents' in yaml && isMap(yaml.contents) ? yaml.contents.get('dependencies') : undefined;
  for (const item of isSeq(list) ? list.items : []) {
    for (const { key, value } of isMap(item) ? item.items : []) {
      if (!isScalar(key) || !isScalar(value)) continue;
      if (key.value === 'name' || key.value === 'alias') names.add(String(value.value));
    }
  }
  return names;
}
