// @ts-check
// Finds, bundles and runs the program of the current folder, as a plan does, and does nothing with what it describes.
import { openCache } from '../dist/lib/cache/cache.js';
import { loadConfig } from '../dist/lib/config/load-config.js';
import { evaluate } from '../dist/lib/program/evaluate.js';

const { env } = process;
const cache = openCache({ folder: env['KCDK_CACHE_DIR'], version: 'bench' });
const config = await loadConfig({ cwd: process.cwd(), env, cache });
const { root } = await evaluate(config, { cache });
if (root.node.children.length === 0) throw new Error('the program describes nothing');
