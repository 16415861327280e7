import { type Command, InvalidArgumentError, Option } from 'commander';
import type { GlobalOptions } from './context.ts';

/** The options that every command takes, from wherever on the line they stand. */
export function globals(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

export function cacheOption(): Option {
  return new Option('--no-cache', 'bundle the program, render charts and list the repositories anew');
}

/** For commands that only read. */
export function offlineOption(): Option {
  return new Option(
    '--offline',
    'ask no repository: show what this machine saw of each last, and how old that is',
  ).conflicts('cache');
}

/** How long gates may take, in milliseconds. */
export function waitTimeoutOption(): Option {
  return new Option('--wait-timeout <duration>', 'how long to wait for the gates of a phase, for example 90s or 1h30m')
    .default(DEFAULT_WAIT, '30m')
    .argParser((text) => {
      const duration = parseDuration(text);
      if (duration === undefined) throw new InvalidArgumentError('Write it as 90s, 30m or 1h30m.');
      return duration;
    });
}

/** Binds an apply to a review, by the digest of the plan that was reviewed. */
export function expectDigestOption(): Option {
  return new Option(
    '--expect-digest <digest>',
    'apply only the plan of this digest; exit 4 when it is another',
  ).argParser((text) => {
    if (!/^(sha256:)?[0-9a-f]{64}$/i.test(text))
      throw new InvalidArgumentError('It is `digest` of the plan: sha256: and 64 hexadecimal digits.');
    return `sha256:${text.replace(/^sha256:/i, '').toLowerCase()}`;
  });
}

/** How clusters and Vault are reached, where the configuration does not say it. */
export interface ClusterAccessFlags {
  readonly kubeconfig?: string;
  readonly kubeContext?: string;
  readonly vaultAddress?: string;
}

/** Adds the options of `ClusterAccessFlags`. */
export function clusterAccessOptions(command: Command): Command {
  return command
    .option('--kubeconfig <file>', 'how clusters are reached (default: `konstruct.clusters` of cdk8s.yaml)')
    .option('--kube-context <name>', 'context of the kubeconfig; `{name}` stands for the cluster')
    .addOption(
      new Option('--vault-address <url>', 'Vault of the clusters; its token is read from VAULT_TOKEN').argParser(
        (text) => {
          if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
            throw new InvalidArgumentError('Write it as https://vault.acme.dev.');
          return text;
        },
      ),
    );
}

/** The option of every command that answers with data. */
export function jsonOption(what: string): Option {
  return new Option('--json', `print ${what}`);
}

/** Reads a whole number of at least 1. */
export function wholeNumber(text: string): number {
  if (!/^[1-9][0-9]{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return Number(text);
}

/** Milliseconds of a duration as Go writes them: `90s`, `30m`, `1h30m`; 0 is `0` or `0s`. Undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
  let total = 0;
  for (const [, number, , unit] of text.matchAll(/(\d+(\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(number) * units[unit as keyof typeof units];
  }
  // timers of Node.js cannot be set further ahead
  return Math.min(Math.round(total), 2 ** 31 - 1);
}

// --- internal ---

const DEFAULT_WAIT = 30 * 60_000;
