#!/usr/bin/env node
import { processIo } from './process-io.ts';
import { printReadyHelp } from './ready-help.ts';

const argv = process.argv.slice(2);
const io = processIo();
// Loaded only where it is needed: most of what help costs is the argument parser.
const exitCode = (await printReadyHelp(argv, io)) ?? (await run());
// Whatever the user's program left behind, such as a timer, must not keep the process alive.
for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write('', resolve));
process.exit(exitCode);

async function run() {
  const { tuneEngine } = await import('./tune-engine.ts');
  tuneEngine();
  const { main } = await import('./main.ts');
  return main(argv, io);
}
