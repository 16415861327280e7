/** A forge with pipelines of its own. */
export const CI_PROVIDERS = ['github', 'gitlab'] as const;

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
}

/** Where each template goes, from the root of the repository. */
export const PIPELINE_PATHS = {
  github: {
    'action.yml': '.github/actions/kcdk/action.yml',
    'kcdk-plan.yml': '.github/workflows/kcdk-plan.yml',
    'kcdk-apply.yml': '.github/workflows/kcdk-apply.yml',
    'kcdk-drift.yml': '.github/workflows/kcdk-drift.yml',
  },
  gitlab: { 'kcdk.yml': '.gitlab/kcdk.yml', 'gitlab-ci.yml': '.gitlab-ci.yml' },
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
  const wanted = new Set<string>([options.mode]);
  if (options.oidc !== undefined) wanted.add('oidc');
  if (options.folder !== '') wanted.add('folder');
  const values: Readonly<Record<string, string>> = {
    HEAD: 'Made by `kcdk ci init`, and yours from now on: it is written anew only with `--force`.',
    FOLDER: options.folder === '' ? '.' : options.folder,
    BRANCH: options.branch,
    CRON: options.cron,
    AUDIENCE: JSON.stringify(options.oidc ?? ''),
    ...PINNED_ACTIONS,
  };
  const files = new Map<string, string>();
  for (const [name, path] of Object.entries(PIPELINE_PATHS[options.provider])) {
    const template = templates.get(name);
    if (template === undefined) continue;
    const text = chosenLines(template, wanted).replace(/<([A-Z_]+)>/g, (whole, token) => values[token] ?? whole);
    // a path from the root is written without the dot
    files.set(path, text.replaceAll('./change.kplan', 'change.kplan').replaceAll('./plan.html', 'plan.html'));
  }
  return files;
}

// --- internal ---

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
