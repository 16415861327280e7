import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TemplateFiles } from '../template-files.ts';
import { chartFolderOf } from './chart-folder.ts';
import { subchartsOf } from './chart-metadata.ts';
import { checkUsage } from './check-usage.ts';
import type { Contract, TemplateInput } from './contract.ts';
import { declaredTokens, inferTokenInputs } from './infer-inputs.ts';
import { INPUT_FILES } from './input-files.ts';
import { parseInputFile } from './parse-input-file.ts';
import { byPlace, type ParsedContract, parseValuesContract } from './parse-values-contract.ts';
import { tokenOfName } from './platform-values.ts';

/**
 * Reads what a template asks for from its files.
 *
 * `Chart.yaml` with `values.yaml` make it a Helm chart, even where an input file lies beside them; else an input file
 * makes it a token template; else every token that the platform does not supply is an input. Terraform files beside a
 * chart (`provider` and `*.tf`, or the folder `iac/`) add their tokens to its inputs.
 *
 * @see konstruct-templates, on the two formats of cluster templates
 * @see Konstruct documentation, "Catalog items", on the types of items
 */
export function readContract(files: TemplateFiles): ParsedContract {
  const folder = chartFolderOf(files);
  const file = INPUT_FILES.find((name) => textOf(files, name) !== undefined);
  if (folder !== undefined && (file === undefined || files.has(`${folder}values.yaml`)))
    return readChart(files, folder);
  if (file === undefined) {
    const inputs = inferTokenInputs(files);
    const contract: Contract = { format: 'tokens', file: '.', clusterType: undefined, inputs, plain: [] };
    return { contract, diagnostics: [] };
  }
  const parsed = parseInputFile(textOf(files, file) ?? '', file);
  const usage: readonly Diagnostic[] = declaredTokens(parsed.contract, files);
  return { ...parsed, diagnostics: [...parsed.diagnostics, ...[...usage].sort(byFileAndPlace)] };
}

// --- internal ---

function readChart(files: TemplateFiles, folder: string): ParsedContract {
  const file = `${folder}values.yaml`;
  const { contract, diagnostics } = parseValuesContract(textOf(files, file) ?? '', file);
  const usage = checkUsage(contract, files, { folder, subcharts: subchartsOf(files, folder) });
  const infrastructure = new Map([...files].filter(([path]) => /^(?:iac\/.*|provider|[^/]+\.tf)$/.test(path)));
  const declared = tokensOf(contract.inputs);
  const tokens = inferTokenInputs(infrastructure).filter(({ token = '' }) => !declared.has(token));
  const inputs = tokens.length === 0 ? contract.inputs : [...contract.inputs, ...tokens];
  return { contract: { ...contract, inputs }, diagnostics: [...diagnostics, ...usage] };
}

/** Tokens that stand for inputs of a chart: by their names, or as secrets. */
function tokensOf(inputs: readonly TemplateInput[]): ReadonlySet<string> {
  return new Set(inputs.flatMap(({ path, secret }) => [tokenOfName(path.at(-1) ?? ''), `<${secret?.env}>`]));
}

function textOf(files: TemplateFiles, path: string): string | undefined {
  const content = files.get(path);
  return typeof content === 'string' ? content : undefined;
}

function byFileAndPlace(a: Diagnostic, b: Diagnostic): number {
  const [fileA, fileB] = [a.source?.file ?? '', b.source?.file ?? ''];
  return fileA < fileB ? -1 : fileA > fileB ? 1 : byPlace(a, b);
}
