import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import { type Origin, placeOf } from '../../model/origin.ts';
import type { ManagementCluster, PlatformModel, WorkloadCluster } from '../../model/platform-model.ts';
import type { TemplateSource } from '../../model/template.ts';
import {
  controlPlaneValues,
  managementValues,
  type SuppliedValues,
  workloadValues,
} from '../../synth/compile/cluster-values.ts';
import { platformValueOfName } from '../../templates/contract/platform-values.ts';
import type { LoadedTemplate, TemplateLibrary } from '../../templates/library/template-library.ts';
import { indexLines } from '../../templates/line-index.ts';
import { RENDERED_FOR } from '../written-at.ts';

/**
 * A template holds no literal that the platform supplies: the name of a cluster that it is rendered for, its region or
 * account, a repository, a bucket, a domain. What is right for this one would be wrong for the next.
 *
 * Said of texts that cannot well be anything else: at least six characters, with a digit or a mark in them. Defaults,
 * comments and what stands inside of expressions are left alone, and so is what all of a platform shares in a template that
 * lies in its own project.
 */
export function checkTemplateLiterals(
  model: PlatformModel | undefined,
  library: TemplateLibrary | undefined,
): readonly Diagnostic[] {
  if (model === undefined || library === undefined) return [];
  return [...usesOf(model, library)].flatMap(([template, values]) =>
    [...template.files].flatMap(([path, text]) =>
      typeof text === 'string' && isWritten(path) ? literalsIn(template, path, text, values) : [],
    ),
  );
}

// --- internal ---

/** Values that one cluster has and another has not, in words. */
const OF_CLUSTERS: ReadonlyMap<string, string> = new Map([
  ['workloadClusterName', 'the name of the cluster'],
  ['workloadClusterRegion', 'the region of the cluster'],
  ['workloadClusterAccountId', 'the account of the cluster'],
  ['workloadAssumeRole', 'the role of the cluster'],
  ['workloadExternalDnsDomainName', 'the domain of the cluster'],
  ['workloadS3BucketName', 'the bucket of the cluster'],
  ['hostCluster', 'the host of the cluster'],
  ['googleProject', 'the project of the cluster at Google'],
  ['projectClusterName', 'the name of the management cluster'],
  ['projectRegion', 'the region of the management cluster'],
  ['projectAwsAccountId', 'the account of the management cluster'],
  ['projectAssumeRole', 'the role of the management cluster'],
  ['projectStateStoreBucket', 'the bucket of the management cluster'],
  ['teamGitopsRepoUrl', 'the application repository of the organization'],
  ['gitopsRepoUrl', 'the platform repository of the organization'],
  ['organizationRepoUrl', 'the platform repository of the organization'],
]);

/** Values that a platform has once, in words. */
const OF_PLATFORMS: ReadonlyMap<string, string> = new Map([
  ['domainName', 'the domain of the platform'],
  ['kubefirstMgmtClusterName', 'the name of the control plane'],
  ['kubefirstMgmtAccountId', 'the account of the control plane'],
  ['kubefirstStateStoreBucket', 'the bucket of the control plane'],
]);

/** `us-east-1` is where AWS keeps what has no region. */
const ELSEWHERE: ReadonlySet<string> = new Set(['in-cluster', 'us-east-1']);

interface Known {
  readonly value: string;
  /** Under which the platform supplies it. */
  readonly name: string;
  readonly words: string;
  /** Who it is rendered for, the first of them. */
  readonly origin: Origin;
}

/** By the first word, so that a text is read once, however many values there are. */
type KnownValues = Map<string, Map<string, Known>>;

function usesOf(model: PlatformModel, library: TemplateLibrary): ReadonlyMap<LoadedTemplate, KnownValues> {
  const { platform } = model;
  const uses = new Map<LoadedTemplate, KnownValues>();
  const seen = new Map<LoadedTemplate, Set<object>>();
  const use = (source: TemplateSource | undefined, of: object, origin: Origin, supplied: () => SuppliedValues) => {
    const template = source && library.get(source);
    if (source === undefined || template === undefined || template.digest === '') return;
    const known = seen.get(template) ?? new Set();
    if (known.has(of)) return;
    seen.set(template, known.add(of));
    const values: KnownValues = uses.get(template) ?? new Map();
    uses.set(template, values);
    addValues(values, supplied(), origin, 'url' in source);
  };
  const ofManagement = (cluster: ManagementCluster) => () => managementValues(cluster, platform);
  const ofClusters = new Map<WorkloadCluster, SuppliedValues>();
  const ofWorkload = (cluster: WorkloadCluster) => () => {
    const values = ofClusters.get(cluster) ?? workloadValues(cluster, platform);
    ofClusters.set(cluster, values);
    return values;
  };
  use(platform.controlPlaneSettings?.template, platform, platform.origin, () => controlPlaneValues(platform));
  for (const one of model.managementClusters) use(one.template?.source, one, one.origin, ofManagement(one));
  for (const one of model.workloadClusters) use(one.template?.source, one, one.origin, ofWorkload(one));
  for (const { item, cluster, origin } of model.catalogDeployments) {
    use(item.source, cluster, origin, ofWorkload(cluster));
  }
  return uses;
}

function addValues(values: KnownValues, supplied: SuppliedValues, origin: Origin, isShared: boolean): void {
  for (const [name, { value: given }] of Object.entries(supplied)) {
    const words = OF_CLUSTERS.get(name) ?? (isShared ? OF_PLATFORMS.get(name) : undefined);
    if (words === undefined) continue;
    const value = String(given ?? '');
    if (value.length < 6 || !/[-.\d]/.test(value) || ELSEWHERE.has(value)) continue;
    const first = WORD.exec(value)?.[0] ?? '';
    const known = values.get(first) ?? new Map<string, Known>();
    values.set(first, known);
    if (!known.has(value)) known.set(value, { value, name, words, origin });
  }
}

const WORD = /[A-Za-z0-9]+/;

/** Files that say what is asked for, or are read by nobody but people. */
function isWritten(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(?:values.*\.(?:ya?ml|json)|Chart\.(?:yaml|lock)|variables\.tf|NOTES\.txt|.*\.md|.*\.lock\.hcl)$/i.test(name))
    return false;
  return !/^(?:kubefirst|konstruct)\.ya?ml$/.test(path);
}

function literalsIn(template: LoadedTemplate, path: string, text: string, values: KnownValues): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const told = new Set<string>();
  const plain = withoutExpressions(text);
  const lines = indexLines(text, `${template.label}/${path}`);
  const tell = (offset: number, what: string, fix: string | undefined, origin: Origin | undefined) => {
    const source = lines.positionAt(offset);
    const key = `${source.line} ${what}`;
    if (told.has(key) || isSpared(plain.slice(offset - source.column + 1, offset))) return;
    told.add(key);
    const summary = `\`${path}\` of template ${template.label} holds ${what}`;
    const own = origin === undefined ? undefined : placeOf(origin);
    const related = own && [{ message: RENDERED_FOR, ...own }];
    const details = { ...(fix !== undefined && { fix }), ...(own && { address: own.address, related }) };
    found.push(warning('LITERAL_INSTEAD_OF_INPUT', { summary, source, ...details }));
  };
  // Of literals within another, the outer one is told: an account within a role, either within an ARN.
  const covered: [start: number, end: number][] = [];
  for (const { 0: word, index } of plain.matchAll(new RegExp(WORD, 'g'))) {
    if (index < (covered.at(-1)?.[1] ?? 0)) continue;
    let longest: Known | undefined;
    for (const known of values.get(word)?.values() ?? []) {
      const { value } = known;
      if (!plain.startsWith(value, index) || /[A-Za-z0-9]/.test(plain[index + value.length] ?? '')) continue;
      if (longest === undefined || value.length > longest.value.length) longest = known;
    }
    if (longest === undefined) continue;
    const { value, name, words, origin } = longest;
    covered.push([index, index + value.length]);
    const fix = `Write \`${inputFor(name, template, path)}\`, which the platform supplies.`;
    tell(index, `\`${value}\`, ${words} that it is rendered for`, fix, origin);
  }
  for (const { 0: arn, 1: account = '', index } of plain.matchAll(ARN)) {
    if (covered.some(([start, end]) => start < index + arn.length && index < end)) continue;
    tell(index, `an ARN of account ${account}`, undefined, undefined);
  }
  return found;
}

/** An ARN that names an account; those of AWS itself name none. */
const ARN = /\barn:aws[a-z-]{0,8}:[a-z0-9-]{0,40}:[a-z0-9-]{0,40}:(\d{12}):/g;

/** Comments, and defaults of Terraform. */
function isSpared(before: string): boolean {
  return /(?:^|\s)#|^\s*(?:\/\/|\*|default\s*=)/.test(before);
}

/** The text with blanks for what stands between braces: an expression may compare with a literal, or fall back to one. */
function withoutExpressions(text: string): string {
  const parts: string[] = [];
  let done = 0;
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', done)) {
    const close = text.indexOf('}}', open);
    const end = close === -1 ? text.length : close + 2;
    parts.push(text.slice(done, open), text.slice(open, end).replace(/[^\n]/g, ' '));
    done = end;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

function inputFor(name: string, template: LoadedTemplate, path: string): string {
  const token = platformValueOfName(name)?.tokens[0];
  if (!template.hasChart || /\.tf$|(?:^|\/)provider$/.test(path)) return token ?? name;
  const isItem = template.contract.clusterType === undefined;
  return `{{ .Values.${isItem && name === 'workloadClusterName' ? 'clusterName' : name} }}`;
}
