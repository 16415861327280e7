import { type Diagnostic, errorsOf, type SourcePosition } from '../../diagnostics/diagnostic.ts';
import type { TemplateLine } from '../../model/provenance.ts';
import type { TemplateSource } from '../../model/template.ts';
import { chartFolderOf } from '../contract/chart-folder.ts';
import { INPUT_FILES } from '../contract/input-files.ts';
import type { ParsedContract } from '../contract/parse-values-contract.ts';
import { type CompiledChart, compileChart } from '../helm/compile-chart.ts';
import type { LineOrigin } from '../helm/go/output.ts';
import type { Trace } from '../helm/go/trace.ts';
import { canBeFollowed, renderChart } from '../helm/render-chart.ts';
import { templateLabel } from '../source/template-location.ts';
import type { TemplateFiles } from '../template-files.ts';
import { readVariables } from '../terraform/module.ts';
import { findTokens } from '../tokens/find-tokens.ts';
import { addLabels, type PlainFile } from './add-labels.ts';
import { parseDocuments } from './parse-documents.ts';
import { placeContract, placeFindings } from './place-findings.ts';
import { createProvenance, type ProvenanceOf } from './provenance.ts';
import { renderScaffold, renderTokenFiles } from './render-token-files.ts';
import type {
  ChartRequest,
  LoadedTemplate,
  RenderedFile,
  RenderedTemplate,
  TerraformModule,
} from './template-library.ts';

/** What one template asks for, as a text; its warnings are in it. */
export interface ContractMemory {
  get(): string | undefined;
  put(text: string): void;
}

/**
 * Makes a template ready to be rendered: reads what it asks for and compiles its chart, once for all its renderings.
 *
 * Warnings about how it asks are for its author, who sees them with `kcdk inputs`; only what keeps it from being rendered
 * is kept here.
 *
 * @param contracts  what was read of these very files before. @default - nothing is known
 */
export async function openTemplate(
  source: TemplateSource,
  files: TemplateFiles,
  digest: string,
  contracts?: ContractMemory,
): Promise<LoadedTemplate> {
  const label = templateLabel(source);
  const prefix = (file: string) => `${label}/${file}`;
  const { contract, diagnostics: found } = await contractOf(files, contracts);
  const folder = chartFolderOf(files);
  const chart = folder === undefined ? undefined : await compileChart(chartFiles(files, folder));
  const diagnostics = [...found, ...(chart?.diagnostics ?? []).map((each) => inFolder(each, folder ?? ''))];
  const provenance = createProvenance({ source, label, digest }, files);
  const tokens = tokenFiles(files, folder);
  const render = (request: ChartRequest, trace?: Trace): RenderedTemplate => {
    if (chart === undefined) return { files: [], diagnostics: [] };
    const rendered = renderFiles(chart, folder ?? '', request, provenance, trace);
    return { ...rendered, diagnostics: placeFindings(rendered.diagnostics, prefix) };
  };
  return {
    source,
    label,
    digest,
    files,
    contract: placeContract(contract, prefix),
    diagnostics: placeFindings(errorsOf(diagnostics), prefix),
    hasChart: chart !== undefined,
    renderChart: (request) => render(request),
    followChart: chart !== undefined && canBeFollowed(chart) ? render : undefined,
    renderScaffold: (request) => {
      const rendered = renderScaffold(files, request, provenance);
      return { ...rendered, diagnostics: placeFindings(rendered.diagnostics, prefix) };
    },
    terraform: terraformOf(tokens, prefix, provenance),
    renderTokens: (request) => {
      const { select } = request;
      const wanted = select === undefined ? tokens : new Map([...tokens].filter(([path]) => select(path)));
      const rendered = renderTokenFiles(wanted, request, provenance);
      const stripped = rendered.files.map((file) => ({ ...file, path: file.path.replace(/^iac\//, '') }));
      return { files: stripped, diagnostics: placeFindings(rendered.diagnostics, prefix) };
    },
  };
}

// --- internal ---

/** What reads contracts needs a YAML parser, and is loaded with it. */
async function contractOf(files: TemplateFiles, contracts: ContractMemory | undefined): Promise<ParsedContract> {
  const known = contracts?.get();
  if (known !== undefined) return JSON.parse(known) as ParsedContract;
  const { readContract } = await import('../contract/read-contract.ts');
  const parsed = readContract(files);
  const text = toText(parsed);
  if (text !== undefined) contracts?.put(text);
  return parsed;
}

/** Undefined for what JSON would make something else of. */
function toText(parsed: ParsedContract): string | undefined {
  let isPlain = true;
  const text = JSON.stringify(parsed, (_, value: unknown) => {
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) isPlain = false;
    return value;
  });
  return isPlain ? text : undefined;
}

function chartFiles(files: TemplateFiles, folder: string): TemplateFiles {
  if (folder === '') return files;
  return new Map(
    [...files]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, content]) => [path.slice(folder.length), content]),
  );
}

const TERRAFORM_FOLDER = 'iac/';

function terraformOf(
  files: TemplateFiles,
  prefix: (file: string) => string,
  provenance: ProvenanceOf,
): TerraformModule | undefined {
  const strip = (path: string) => (path.startsWith(TERRAFORM_FOLDER) ? path.slice(TERRAFORM_FOLDER.length) : path);
  const names = new Map([...files.keys()].map((path) => [strip(path), path]));
  if (![...names.keys()].some((name) => /^[^/]+\.tf(?:\.json)?$/.test(name))) return undefined;
  const texts = new Map([...names].map(([name, path]) => [name, files.get(path) ?? '']));
  const place = ({ file, ...rest }: SourcePosition) => ({ ...rest, file: prefix(names.get(file) ?? file) });
  const variables = [...readVariables(texts)].map(
    ([name, each]) => [name, { ...each, position: place(each.position) }] as const,
  );
  const uses = [...texts.values()].flatMap((text) => (typeof text === 'string' ? findTokens(text) : []));
  return {
    variables: new Map(variables),
    tokens: new Set(uses.map(({ token }) => token)),
    render: (request) => {
      const rendered = renderScaffold(files, request, provenance);
      const stripped = rendered.files.map((file) => ({ ...file, path: strip(file.path) }));
      return { files: stripped, diagnostics: placeFindings(rendered.diagnostics, prefix) };
    },
  };
}

/** Token files of a template: all of one without a chart, else its Terraform, which lies beside the chart or in `iac/`. */
function tokenFiles(files: TemplateFiles, chartFolder: string | undefined): TemplateFiles {
  const below = [...files.keys()].some((path) => path.startsWith(TERRAFORM_FOLDER)) ? TERRAFORM_FOLDER : '';
  const found = new Map<string, string | Uint8Array>();
  for (const [path, content] of files) {
    if (!path.startsWith(below) || INPUT_FILES.some((name) => name === path)) continue;
    if (chartFolder !== undefined && below === '' && !/^(?:provider|[^/]+\.tf(?:\.json)?)$/.test(path)) continue;
    if (/(?:^|\/)README\.md$/i.test(path)) continue;
    found.set(path, content);
  }
  return found;
}

function inFolder(finding: Diagnostic, folder: string): Diagnostic {
  if (finding.source === undefined || folder === '') return finding;
  return { ...finding, source: { ...finding.source, file: `${folder}${finding.source.file}` } };
}

function renderFiles(
  chart: CompiledChart,
  folder: string,
  { values, release, labels, only }: ChartRequest,
  provenanceOf: ProvenanceOf,
  trace: Trace | undefined,
): RenderedTemplate {
  const rendered = renderChart(chart, { values, release, only: only && `templates/${only}`, trace });
  const diagnostics = rendered.diagnostics.map((each) => inFolder(each, folder));
  const root = chart.chart?.metadata.name ?? '';
  const files: RenderedFile[] = [];
  for (const { path: name, text, values: data, lines } of rendered.files) {
    const inChart = name.slice(root.length + 1);
    const file = `${folder}${inChart}`;
    const parsed = parseDocuments(data, inChart);
    for (const problem of parsed.diagnostics) {
      diagnostics.push({ ...problem, source: { file, line: firstLine(lines()), column: 1 } });
    }
    if (!parsed.hasContent) continue;
    const plain: PlainFile = {
      // Of a subchart `charts/<name>/` stays in front.
      path: inChart.replace(/(^|\/)templates\//, '$1'),
      text: text.endsWith('\n') ? text : `${text}\n`,
      documents: parsed.documents,
      lines: () => lines().map((origin) => toLine(origin, folder)),
    };
    const labelled = labels === undefined ? { file: plain, diagnostics: [] } : addLabels(plain, labels);
    for (const problem of labelled.diagnostics) diagnostics.push({ ...problem, source: { file, line: 1, column: 1 } });
    const { lines: origins, ...rest } = labelled.file;
    files.push({ provenance: provenanceOf(rest.text, origins), ...rest });
  }
  if (errorsOf(diagnostics).length > 0) return { files: [], diagnostics };
  return { files, diagnostics };
}

function firstLine(lines: readonly (LineOrigin | undefined)[]): number {
  return lines.find((origin) => origin !== undefined)?.line ?? 1;
}

/** What was made by `tpl` stands in no file. */
function toLine(origin: LineOrigin | undefined, folder: string): TemplateLine | undefined {
  if (origin === undefined || origin.file.inline) return undefined;
  return { file: `${folder}${origin.file.path}`, line: origin.line };
}
