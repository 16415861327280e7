// @ts-check
import { spawnSync } from 'node:child_process';

/**
 * Runs a command that is not measured and has to succeed.
 *
 * @param {import('./measure.js').Command} command
 * @param {string | Buffer} [input] of its standard input
 * @returns {{ readonly stdout: string, readonly stderr: string }}
 */
export function succeed({ argv, cwd, env, status = 0 }, input) {
  const [program = '', ...args] = argv;
  const ended = spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 30, ...(input && { input }) });
  if (ended.error) throw ended.error;
  if (ended.status !== status) throw new Error(`\`${argv.join(' ')}\` failed:\n${ended.stderr}`);
  return ended;
}
