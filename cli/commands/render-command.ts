import { type Command, Option } from 'commander';
import type { CommandContext } from './context.ts';
import { globals } from './options.ts';

/** Options of `render`, named as those of `helm template` where it has them. */
export interface RenderFlags {
  readonly path?: string;
  readonly ref?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly values?: readonly string[];
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  readonly includeCrds?: boolean;
  readonly isUpgrade?: boolean;
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly helm: '3.17' | '4.1';
}

/** Declares `render`. */
export function renderCommand(program: Command, context: CommandContext): void {
  program
    .command('render')
    .description('print what a Helm chart renders to, as `helm template` does, without Helm')
    .argument('<chart>', 'folder, or address of a git repository')
    .option('--path <folder>', 'folder of the chart below that place')
    .option('--ref <ref>', 'branch, tag or commit (default: what konstruct.lock names, else the default branch)')
    .requiredOption('--name <release>', 'name of the release')
    .option('-n, --namespace <namespace>', 'namespace of the release (default: default)')
    .option('-f, --values <file>', 'values file; may be repeated, the later over the earlier', collect)
    .option('--set <pairs>', 'values as `key=value`, with commas between several; may be repeated', collect)
    .option('--set-string <pairs>', 'as `--set`, and every value is a text', collect)
    .option('--include-crds', 'also print the files of `crds/`')
    .option('--is-upgrade', 'render an upgrade instead of an installation')
    .option('--kube-version <version>', 'version of Kubernetes that the chart is told')
    .option('--api-versions <versions>', 'API version that the chart is told; may be repeated', collect)
    .addOption(
      new Option('--helm <release>', 'release of Helm to agree with, where they differ')
        .choices(['3.17', '4.1'])
        .default('3.17'),
    )
    .action(async (chart: string, options: RenderFlags, command: Command) => {
      const { runRender } = await import('../run/render.ts');
      context.exit(await runRender({ ...globals(command), ...options, chart }, context.io));
    });
}

// --- internal ---

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
