import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * Processes that have a text in their environment: a command and all that it started, wherever they went.
 *
 * Asks `/proc`, and `ps` where there is none.
 */
export function processesWith(mark: string): readonly number[] {
  if (!existsSync('/proc/self/environ')) return processesOfPs(mark);
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    return Number.isInteger(pid) && pid !== process.pid && variablesOf(name).includes(`=${mark}`) ? [pid] : [];
  });
}

/** Sends a signal to a process, if it is still there. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}

// --- internal ---

function variablesOf(pid: string): readonly string[] {
  try {
    const variables = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    return variables.map((variable) => variable.slice(variable.indexOf('=')));
  } catch {
    // It ended, or it is none of ours.
    return [];
  }
}

function processesOfPs(mark: string): readonly number[] {
  const lines = execFileSync('ps', ['-Eeww', '-o', 'pid=,command=']).toString().split('\n');
  return lines.filter((line) => line.split(/\s+/).some((word) => word.endsWith(`=${mark}`))).map(Number.parseInt);
}
