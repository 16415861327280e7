import { readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { type Diagnostic, errorsOf, type RelatedPlace } from '../../lib/diagnostics/diagnostic.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import type { CatalogItemType } from '../../lib/model/declarations/catalog.ts';
import { isDnsLabel } from '../../lib/model/dns-label.ts';
import { GLOBAL_NAMESPACE } from '../../lib/model/identity.ts';
import type { TemplateSource } from '../../lib/model/template.ts';
import { resolveTemplate } from '../../lib/repository/template/resolve-template.ts';
import { PLACE_VALUES } from '../../lib/synth/compile/deployment-values.ts';
import type { TemplateLock } from '../../lib/templates/source/lock.ts';
import { BUILT_IN, templateLabel } from '../../lib/templates/source/template-location.ts';
import type { TemplateFiles } from '../../lib/templates/template-files.ts';
import { deployFunctionOf, generateDeployment } from '../../lib/templates/typescript/generate-deployment.ts';
import type { MatchedValues } from '../../lib/templates/values/match-values.ts';
import { packageRoot } from '../package-root.ts';
import type { Session } from './session.ts';
import { templateNameOf } from './template-name.ts';
import { openTemplateSession } from './template-session.ts';

export interface FromValuesOptions {
  readonly fromValues?: string;
  readonly item?: string;
  readonly path?: string;
  readonly ref?: string;
  readonly release?: string;
  readonly stdout?: boolean;
}

/** A module that makes one deployment, and what a program needs to call it. */
export interface DeploymentModule {
  readonly release: string;
  readonly functionName: string;
  /** Relative to the folder of the program, with `/`. */
  readonly file: string;
  readonly text: string;
  /** Names for the cluster and the environment, where the values tell them. */
  readonly cluster: string | undefined;
  readonly environment: string | undefined;
  /** Whether every organization sees the environment. */
  readonly isGlobal: boolean;
  /** Whether Terraform belongs to it, which needs a place to keep its state. */
  readonly hasTerraform: boolean;
  readonly matched: MatchedValues;
  readonly diagnostics: readonly Diagnostic[];
  /** The lock with the item in it; undefined where the item needs none. */
  readonly lock: TemplateLock | undefined;
}

/**
 * Reads the values of a deployment that exists, and what they are for.
 *
 * @param folder absolute, of the program; folders of templates are written from there
 * @throws {KcdkError} `VALUES_FILE_UNREADABLE`, `VALUES_ITEM_MISSING`, `NAME_NOT_DNS_LABEL`
 */
export async function readDeployment(
  options: FromValuesOptions & { readonly fromValues: string },
  session: Session,
  folder: string,
): Promise<DeploymentModule | readonly Diagnostic[]> {
  // Loaded when it runs: most commands never parse YAML.
  const { readContract } = await import('../../lib/templates/contract/read-contract.ts');
  const { chartNameOf } = await import('../../lib/templates/contract/chart-metadata.ts');
  const { readValues } = await import('../../lib/templates/values/read-values.ts');
  const { matchValues } = await import('../../lib/templates/values/match-values.ts');
  const { readModuleInputs } = await import('../../lib/templates/terraform/module-inputs.ts');
  const shown = relative(session.io.cwd, resolve(session.cwd, options.fromValues)) || options.fromValues;
  const file = readValues(await readText(resolve(session.cwd, options.fromValues), shown), shown);
  if (file.diagnostics.length > 0) return file.diagnostics;
  const templates = await openTemplateSession(session);
  const place = options.item ?? (await builtInItem(file.facts.item));
  if (place === undefined) throw kcdkError('VALUES_ITEM_MISSING');
  const source = templates.source(place, options);
  const { files, lock } = await resolveTemplate(source, templates.lock, templates.ports);
  const { contract, diagnostics } = readContract(files);
  if (errorsOf(diagnostics).length > 0) return diagnostics;
  const item = labelOf(file.facts.item ?? chartNameOf(files) ?? templateNameOf(source, templates.root));
  const release = options.release ?? labelOf(file.facts.release ?? item);
  if (!isDnsLabel(release)) {
    const summary = `A deployment cannot be named ${JSON.stringify(release)}`;
    throw kcdkError('NAME_NOT_DNS_LABEL', { summary, fix: 'Pass another `--release`.' });
  }
  const type = typeOf(files);
  const variables = type === 'Application' ? [] : readModuleInputs(files).variables;
  const terraform = { variables, hasChart: type !== 'Infrastructure' };
  const matched = withLabel(matchValues(contract, file, PLACE_VALUES, terraform), templateLabel(source));
  const functionName = deployFunctionOf(release);
  const text = generateDeployment(matched, {
    release,
    item,
    type,
    source: fromFolder(source, templates.root, folder),
    functionName,
    from: shown,
  });
  const textOf = (name: string) => file.values.find((key) => key.name === name)?.text;
  return {
    release,
    functionName,
    file: `deployments/${release}.ts`,
    text,
    cluster: nameOf(file.facts.cluster ?? textOf('clusterName')),
    environment: nameOf(file.facts.environment ?? textOf('envName')),
    isGlobal: file.facts.environmentNamespace === GLOBAL_NAMESPACE,
    hasTerraform: type !== 'Application',
    matched,
    diagnostics: matched.diagnostics,
    lock: 'url' in source ? lock : undefined,
  };
}

/** One or two lines about what was taken over, for people. */
export function summaryOf({ matched }: DeploymentModule): string {
  const count = matched.values.length + matched.infrastructureValues.length;
  const left = [
    matched.defaults.length > 0 ? `without ${matched.defaults.length} that the item has anyway` : '',
    matched.supplied.length > 0 ? `its place decides ${matched.supplied.map((name) => `\`${name}\``).join(', ')}` : '',
  ].filter((part) => part !== '');
  return `${count} ${count === 1 ? 'value' : 'values'}${left.length === 0 ? '' : ` (${left.join('; ')})`}`;
}

// --- internal ---

/** The files of an item are called as anybody's, so its name goes in front of them. */
function withLabel(matched: MatchedValues, label: string): MatchedValues {
  const labelled = (place: RelatedPlace): RelatedPlace =>
    place.source === undefined
      ? place
      : { ...place, source: { ...place.source, file: `${label}/${place.source.file}` } };
  const diagnostics = matched.diagnostics.map((found) =>
    found.related === undefined ? found : { ...found, related: found.related.map(labelled) },
  );
  return { ...matched, diagnostics };
}

async function readText(file: string, shown: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    const summary = `\`${shown}\` cannot be read`;
    throw kcdkError('VALUES_FILE_UNREADABLE', { summary, detail: cause.message }, cause);
  }
}

/** An item of this package that has the name. */
async function builtInItem(name: string | undefined): Promise<string | undefined> {
  if (name === undefined || !isDnsLabel(name)) return undefined;
  const { access } = await import('node:fs/promises');
  try {
    await access(join(packageRoot(), 'templates', 'catalog', name));
    return `${BUILT_IN}catalog/${name}`;
  } catch {
    return undefined;
  }
}

function typeOf(files: TemplateFiles): CatalogItemType {
  const paths = [...files.keys()];
  const hasChart = paths.some((path) => /^(?:yaml\/)?Chart\.yaml$/.test(path));
  const hasTerraform = paths.some((path) => /^(?:iac\/)?[^/]+\.tf$/.test(path));
  if (!hasChart) return hasTerraform ? 'Infrastructure' : 'Application';
  return hasTerraform ? 'Hybrid' : 'Application';
}

/** Folders in a program are relative to it. */
function fromFolder(source: TemplateSource, root: string, folder: string): TemplateSource {
  if (!('folder' in source)) return source;
  const path = relative(folder, resolve(root, source.folder)).split(sep).join('/') || '.';
  return { folder: path.startsWith('.') ? path : `./${path}` };
}

function nameOf(text: string | undefined): string | undefined {
  return text !== undefined && isDnsLabel(text) && text.length <= 51 ? text : undefined;
}

function labelOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
}
