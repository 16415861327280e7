#!/usr/bin/env node
import { main } from './main.ts';
import { processIo } from './process-io.ts';

const exitCode = await main(process.argv.slice(2), processIo());
// Whatever the user's program left behind, such as a timer, must not keep the process alive.
for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write('', resolve));
process.exit(exitCode);
