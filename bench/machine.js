// @ts-check
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';

/** What the figures were measured on; memory is in bytes. */
export function machine() {
  return {
    os: `${platform()} ${release()}`,
    arch: arch(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cpus: availableParallelism(),
    memory: totalmem(),
  };
}

/** @returns {Readonly<Record<string, string>>} what was measured, and what it ran on */
export function versions() {
  /** @type {{ readonly version: string }} */
  const own = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return { kcdk: own.version, node: process.versions.node, git: versionFrom('git'), npm: versionFrom('npm') };
}

// --- internal ---

/** @param {string} program */
function versionFrom(program) {
  return /\d[\w.]*/.exec(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[0] ?? 'missing';
}
