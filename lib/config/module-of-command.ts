/**
 * The module that a command line of a known runner starts, as cdk8s users write it: `npx tsx main.ts`,
 * `node --import tsx main.ts`. kcdk runs the module itself and does not start the runner.
 *
 * Undefined for everything that does more than run one module: other programs, several commands, arguments behind it.
 */
export function moduleOfCommand(command: string): string | undefined {
  if (/[;&|<>`$()\n]/.test(command)) return undefined;
  const words = (command.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
  const runner = words.findIndex((word) => !LAUNCHERS.has(word));
  if (!RUNNERS.has(words[runner] ?? '')) return undefined;
  const rest = words.slice(runner + 1);
  const module = rest.at(-1);
  const isModule = module !== undefined && MODULE.test(module) && !module.startsWith('-');
  const onlyOptions = rest
    .slice(0, -1)
    .every((word, at) => word.startsWith('-') || TAKES_VALUE.has(rest[at - 1] ?? ''));
  return isModule && onlyOptions && !TAKES_VALUE.has(rest.at(-2) ?? '') ? module : undefined;
}

// --- internal ---

const MODULE = /\.[cm]?[jt]sx?$/;
const LAUNCHERS: ReadonlySet<string> = new Set(['npx', 'pnpm', 'yarn', 'exec', 'dlx', '-y', '--yes', '--no-install']);
const RUNNERS: ReadonlySet<string> = new Set(['node', 'tsx', 'ts-node', 'ts-node-esm', 'jiti', 'bun']);
const TAKES_VALUE: ReadonlySet<string> = new Set([
  '--import',
  '--require',
  '-r',
  '--loader',
  '--experimental-loader',
  '--conditions',
  '-C',
  '--env-file',
]);
