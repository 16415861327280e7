/** A forge with pipelines of its own, or an engine that runs them. */
export const CI_PROVIDERS = ['github', 'gitlab', 'argo-workflows'] as const;

export type CiProvider = (typeof CI_PROVIDERS)[number];

export interface PipelineOptions {
  readonly provider: CiProvider;
  /** What `apply` does: it pushes, or it opens pull requests. */
  readonly mode: 'push' | 'pr';
  /** Folder of the program below the root of its repository, with slashes; empty where it is the root. */
  readonly folder: string;
  /** The branch that is applied. */
  readonly branch: string;
  /** When drift is looked for, as cron has it. */
  readonly cron: string;
  /** Audience of the OIDC token that is asked for; undefined for none. */
  readonly oidc: string | undefined;
  /** How many parts a plan is made in, each on a machine of its own. @default 1 */
  readonly shards?: number | undefined;
}

/** Where each template goes, from the root of the repository. */
export const PIPELINE_PATHS = {
  github: {
    'action.yml': '.github/actions/kcdk/action.yml',
    'kcdk-plan.yml': '.github/workflows/kcdk-plan.yml',
    'kcdk-plan-sharded.yml': '.github/workflows/kcdk-plan.yml',
    'kcdk-apply.yml': '.github/workflows/kcdk-apply.yml',
    'kcdk-drift.yml': '.github/workflows/kcdk-drift.yml',
  },
  gitlab: { 'kcdk.yml': '.gitlab/kcdk.yml', 'gitlab-ci.yml': '.gitlab-ci.yml' },
  'argo-workflows': { 'kcdk-plan.yaml': '.argo/kcdk-plan.yaml' },
} as const satisfies Record<CiProvider, Readonly<Record<string, string>>>;

/**
 * The actions that our workflows use, each by the commit of a release.
 *
 * A tag can be moved, a commit cannot. `git ls-remote https://github.com/<owner>/<name> <tag>` shows that they belong
 * together; Dependabot and Renovate bring both up to date.
 */
export const PINNED_ACTIONS = {
  ACTION_CHECKOUT: 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2',
  ACTION_SETUP_NODE: 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0',
  ACTION_DOWNLOAD: 'actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0',
  ACTION_UPLOAD: 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2',
} as const;

/**
 * The files of a pipeline by their paths.
 *
 * Lines between `#{ name` and `#}` of a template stay where that name is wanted: `push`, `pr`, `oidc`, `folder`.
 *
 * @param templates by the names of `PIPELINE_PATHS`
 */
export function pipelineFiles(
  templates: ReadonlyMap<string, string>,
  options: PipelineOptions,
): ReadonlyMap<string, string> {
  const { shards = 1 } = options;
  const numbers = Array.from({ length: shards }, (_, index) => index + 1);
  const wanted = new Set<string>([options.mode]);
  if (options.oidc !== undefined) wanted.add('oidc');
  if (options.folder !== '') wanted.add('folder');
  const values: Readonly<Record<string, string>> = {
    HEAD: 'Made by `kcdk ci init`, and yours from now on: it is written anew only with `--force`.',
    FOLDER: options.folder === '' ? '.' : options.folder,
    BRANCH: options.branch,
    CRON: options.cron,
    SHARDS: String(shards),
    SHARD_LIST: numbers.join(', '),
    SHARD_INPUTS: numbers.map(shardInput).join('\n'),
    AUDIENCE: JSON.stringify(options.oidc ?? ''),
    ...PINNED_ACTIONS,
  };
  const files = new Map<string, string>();
  const unfit = shards > 1 ? 'kcdk-plan.yml' : 'kcdk-plan-sharded.yml';
  for (const [name, path] of Object.entries(PIPELINE_PATHS[options.provider])) {
    if (name === unfit) continue;
    const template = templates.get(name);
    if (template === undefined) continue;
    const text = chosenLines(template, wanted).replace(/<([A-Z_]+)>/g, (whole, token) => values[token] ?? whole);
    // a path from the root is written without the dot
    files.set(
      path,
      text.replaceAll(/(?<![\w.])\.\/(change\.kplan|plan\.html|shards?\b)/g, '$1').replaceAll('cd ./.\n', 'cd .\n'),
    );
  }
  return files;
}

// --- internal ---

/** A part as an input of the step that joins them. */
function shardInput(number: number): string {
  return [
    `          - name: shard-${number}`,
    `            path: /tmp/shards/shard-${number}.json`,
    '            s3:',
    `              key: '{{workflow.uid}}/shard-${number}.json'`,
  ].join('\n');
}

/** Blocks may stand in each other; a line stays when all of them are wanted. */
function chosenLines(template: string, wanted: ReadonlySet<string>): string {
  const open: boolean[] = [];
  const lines: string[] = [];
  for (const line of template.split('\n')) {
    const opened = /^#\{ (\w+)$/.exec(line)?.[1];
    if (opened !== undefined) open.push(wanted.has(opened));
    else if (line === '#}') open.pop();
    else if (!open.includes(false)) lines.push(line);
  }
  return lines.join('\n');
}
