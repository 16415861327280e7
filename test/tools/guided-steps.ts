import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { BIN } from './cli.ts';

export interface GuidedStep {
  readonly commands: string;
  /** Lines that must come in this order; `…` stands for any text. */
  readonly expected: readonly string[];
}

/** The shell blocks of a guide, each with the output block behind it. */
export function guidedSteps(markdown: string): readonly GuidedStep[] {
  return [...markdown.matchAll(/^```sh\n(.*?)^```(?:\s*```text\n(.*?)^```)?/gms)].map(
    ([, commands = '', output = '']) => ({
      commands,
      expected: output.split('\n').filter((line) => line !== ''),
    }),
  );
}

/** Runs a step in the folder that the one before ended in, and compares what it prints. */
export type RunStep = (step: GuidedStep) => void;

/** @param folder empty; where the first step starts */
export function startGuide(folder: string): RunStep {
  const env = {
    ...process.env,
    PATH: `${kcdkOnPath(folder)}:${process.env['PATH']}`,
    KCDK_CACHE_DIR: join(folder, 'cache'),
  };
  let cwd = folder;
  return ({ commands, expected }) => {
    const { status, stdout, stderr } = spawnSync('bash', ['-euc', `${commands}\npwd > "${folder}/cwd"`], {
      cwd,
      env,
      encoding: 'utf8',
    });
    const output = `${stderr}${stdout}`;
    expect(status, `${commands}\n${output}`).toBe(0);
    cwd = readFileSync(join(folder, 'cwd'), 'utf8').trim();
    let from = 0;
    for (const line of expected) {
      const found = toPattern(line).exec(output.slice(from));
      expect(found, `${commands}\nshould print: ${line}\n${output}`).not.toBeNull();
      from += (found?.index ?? 0) + (found?.[0].length ?? 0);
    }
  };
}

// --- internal ---

function kcdkOnPath(folder: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'kcdk'), `#!/bin/sh\nexec "${process.execPath}" "${resolve(BIN)}" "$@"\n`);
  chmodSync(join(bin, 'kcdk'), 0o755);
  return bin;
}

function toPattern(line: string): RegExp {
  return new RegExp(
    line
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
  );
}
