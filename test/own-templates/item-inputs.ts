import { parse } from 'yaml';
import {
  CatalogDeployment,
  CatalogItem,
  CloudAccount,
  Environment,
  ManagementCluster,
  SecretRef,
  Templates,
  WorkloadCluster,
} from '../../constructs/index.ts';
import { compile } from '../../lib/compile.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import type { CatalogItemType } from '../../lib/model/declarations/catalog.ts';
import type { InputValue, InputValues } from '../../lib/model/declarations/cluster.ts';
import { isJsonObject, type Json } from '../../lib/model/json.ts';
import { templateSourceKey } from '../../lib/model/template.ts';
import { digestOfFiles } from '../../lib/repository/template/template-contents.ts';
import { PLACE_VALUES } from '../../lib/synth/compile/deployment-values.ts';
import { inputName, mustBeGiven, secretPathInput, type TemplateInput } from '../../lib/templates/contract/contract.ts';
import { openTemplate } from '../../lib/templates/library/open-template.ts';
import type { LoadedTemplate, RenderedTemplate } from '../../lib/templates/library/template-library.ts';
import type { VariableType } from '../../lib/templates/terraform/variable-type.ts';
import { filesOf, smallPlatform } from '../tools/program.ts';
import { readOwn } from './render-own.ts';

/** One of our catalog items, and all that a deployment may give it. */
export interface OwnItem {
  readonly name: string;
  readonly type: CatalogItemType;
  readonly template: LoadedTemplate;
  readonly inputs: readonly OwnInput[];
}

/** One thing that a deployment may give an item, with as many legal values for it as are asked for. */
export interface OwnInput {
  /** As a finding calls it: `store.provider`. Secrets that stand in one entry are one input, which moves the entry. */
  readonly name: string;
  readonly kind: 'value' | 'token' | 'variable';
  /** The inputs of the contract that it stands for. */
  readonly covers: readonly string[];
  readonly required: boolean;
  /** How many values there are; undefined where there is no end of them. */
  readonly options: number | undefined;
  /** Whether it says where a deployment goes, which the platform does unless the program insists. */
  readonly isPlace: boolean;
  /** Whether it may be an empty text. */
  readonly clearable: boolean;
  give(nth: number): readonly (readonly [path: readonly string[], value: InputValue])[];
}

/** What is given: the number of the value of each input by name, -1 for an empty text. */
export type Setting = ReadonlyMap<string, number>;

export async function openItem(name: string): Promise<OwnItem> {
  const files = await readOwn(`catalog/${name}`);
  const template = renderingOnce(await openTemplate({ builtIn: `catalog/${name}` }, files, digestOfFiles(files)));
  const { hasChart, terraform } = template;
  const type = terraform === undefined ? 'Application' : hasChart ? 'Hybrid' : 'Infrastructure';
  return { name, type, template, inputs: [...ofContract(template), ...ofVariables(template)] };
}

/**
 * The files of a program with a release `tool` of an item on one cluster, another of it on a second cluster, and one of
 * another item beside it, by repository and path. Undefined where these values do not go together.
 */
export function compileItem(
  item: OwnItem,
  beside: OwnItem,
  setting: Setting,
): Readonly<Record<string, string>> | undefined {
  const { app, platform, retail } = smallPlatform();
  const dev = new Environment(retail, 'dev');
  const roleArn = 'arn:aws:iam::111111111111:role/terraform';
  const cloudAccount = new CloudAccount(retail, 'aws', { provider: 'aws', accountId: '111111111111', roleArn });
  const region = 'eu-west-1';
  const management = new ManagementCluster(retail, 'mgmt', { region, stateStoreBucket: 'acme-state', cloudAccount });
  const [lon1, fra1] = ['lon1', 'fra1'].map(
    (id) => new WorkloadCluster(retail, id, { management, environments: [dev] }),
  );
  const deploy = (release: string, { name, type }: OwnItem, cluster: WorkloadCluster, given: Given) => {
    const known = platform.node.tryFindChild(name) as CatalogItem | undefined;
    const deployed = known ?? new CatalogItem(platform, name, { source: Templates.builtIn(`catalog/${name}`), type });
    new CatalogDeployment(retail, release, { item: deployed, cluster, environments: [dev], ...given });
  };
  deploy('tool', item, lon1 as WorkloadCluster, givenBy(item, setting));
  deploy('elsewhere', item, fra1 as WorkloadCluster, givenBy(item, required(item, 9)));
  deploy('beside', beside, lon1 as WorkloadCluster, givenBy(beside, required(beside, 0)));
  const library = new Map([item, beside].map(({ template }) => [templateSourceKey(template.source), template]));
  const compilation = compile(app, { library: { get: (source) => library.get(templateSourceKey(source)) } });
  const wrong = errorsOf(compilation.diagnostics).filter(({ code }) => !ASTRAY.has(code));
  return wrong.length === 0 ? filesOf(compilation) : undefined;
}

// --- internal ---

/** The same with the same request, as a renderer has it: what stands beside a release is rendered once for all settings. */
function renderingOnce(template: LoadedTemplate): LoadedTemplate {
  const known = new Map<string, RenderedTemplate>();
  const renderChart: LoadedTemplate['renderChart'] = (request) => {
    const key = JSON.stringify(request);
    const rendered = known.get(key) ?? template.renderChart(request);
    known.set(key, rendered);
    return rendered;
  };
  return { ...template, renderChart };
}

interface Given {
  readonly values: InputValues;
  readonly infrastructureValues: InputValues;
}

/** What is told of a release that the program sends where its cluster is not. */
const ASTRAY: ReadonlySet<string> = new Set(['ENVIRONMENT_APPLICATION_MISPLACED', 'OPERATOR_TOO_LATE']);

/** A value for each input that has to be given. */
function required({ inputs }: OwnItem, nth = 0): Setting {
  return new Map(inputs.filter((input) => input.required).map(({ name }) => [name, nth]));
}

function givenBy({ inputs }: OwnItem, setting: Setting): Given {
  const values: Tree = {};
  const infrastructureValues: Tree = {};
  for (const input of inputs) {
    const nth = setting.get(input.name);
    if (nth === undefined) continue;
    for (const [path, value] of input.give(nth))
      put(input.kind === 'value' ? values : infrastructureValues, path, nth === -1 ? '' : value);
  }
  return { values, infrastructureValues };
}

interface Tree {
  [name: string]: InputValue;
}

function put(tree: Tree, [name = '', ...below]: readonly string[], value: InputValue): void {
  if (below.length > 0) {
    const inner = (tree[name] ?? {}) as Tree;
    put(inner, below, value);
    tree[name] = inner;
  } else tree[name] = value;
}

function ofContract({ contract, files }: LoadedTemplate): readonly OwnInput[] {
  const entries = new Map<string, TemplateInput[]>();
  const takers = new Set<TemplateInput>();
  for (const input of contract.inputs) {
    if (input.type !== 'secret') continue;
    const taker = secretPathInput(contract, input);
    if (taker === undefined) throw new Error(`no input takes the entry of ${inputName(input)}`);
    takers.add(taker);
    entries.set(inputName(taker), [...(entries.get(inputName(taker)) ?? []), input]);
  }
  const found: OwnInput[] = [];
  for (const [name, secrets] of entries) {
    found.push({
      name,
      kind: 'value',
      covers: [name, ...secrets.map(inputName)],
      required: secrets.some((each) => each.required),
      options: undefined,
      isPlace: false,
      clearable: false,
      give: (nth) => secrets.map(({ path, secret }) => [path, SecretRef.store(`entry-${nth}`, secret?.key ?? '')]),
    });
  }
  for (const input of contract.inputs) {
    if (input.type === 'secret' || takers.has(input)) continue;
    const { path, token, type, options } = input;
    found.push({
      name: inputName(input),
      kind: token === undefined ? 'value' : 'token',
      covers: [inputName(input)],
      required: mustBeGiven(input),
      options: type === 'enum' ? options.length : type === 'boolean' ? 2 : undefined,
      isPlace: PLACE_VALUES.has(inputName(input)),
      clearable: type === 'string' && !input.required,
      give: (nth) => [[path, legalValue(input, nth)]],
    });
  }
  const defaults: unknown = parse(String(files.get(contract.file) ?? ''));
  for (const { path } of contract.plain) {
    const own = path.reduce<unknown>((part, key) => (isJsonObject(part) ? part[key] : undefined), defaults);
    const name = path.join('.');
    const give = (nth: number): InputValue => (isJsonObject(own) ? { [`extra${nth}`]: 'given' } : plainLike(own, nth));
    found.push({
      name,
      kind: 'value',
      covers: [name],
      required: false,
      options: undefined,
      isPlace: false,
      clearable: false,
      give: (nth) => [[path, give(nth)]],
    });
  }
  return found;
}

function ofVariables({ terraform }: LoadedTemplate): readonly OwnInput[] {
  return [...(terraform?.variables.values() ?? [])].map(({ name, type, required: isRequired, sensitive, options }) => ({
    // An input of the chart beside it may have the name of a variable.
    name: `variable ${name}`,
    kind: 'variable' as const,
    covers: [`variable ${name}`],
    required: isRequired,
    options: options.length > 0 ? options.length : type.kind === 'bool' ? 2 : undefined,
    isPlace: false,
    clearable: false,
    give: (nth) => [
      [[name], sensitive ? SecretRef.store(`entry-${nth}`, name) : (options[nth] ?? variableValue(type, nth))],
    ],
  }));
}

function legalValue({ path, type, options }: TemplateInput, nth: number): InputValue {
  switch (type) {
    case 'enum':
      return options[nth % options.length] ?? '';
    case 'boolean':
      return nth % 2 === 0;
    case 'int':
    case 'number':
      return nth + 2;
    default:
      return `given-${path.at(-1)?.toLowerCase().replaceAll('_', '-')}-${nth}`;
  }
}

function plainLike(own: unknown, nth: number): Json {
  return typeof own === 'number' ? own + nth + 1 : `${nth + 1}h`;
}

function variableValue(type: VariableType, nth: number): Json {
  switch (type.kind) {
    case 'number':
      return nth + 100;
    case 'bool':
      return nth % 2 === 0;
    case 'list':
      return [variableValue(type.of, nth)];
    case 'map':
      return { given: variableValue(type.of, nth) };
    case 'tuple':
      return type.members.map((each) => variableValue(each, nth));
    case 'object':
      return Object.fromEntries([...type.members].map(([name, member]) => [name, variableValue(member.type, nth)]));
    default:
      return `given-${nth}`;
  }
}
