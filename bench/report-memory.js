// @ts-check
// Loaded into every Node process of a measured command; see `peakMemory`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env['KCDK_BENCH_MEMORY'];
if (folder !== undefined) {
  process.on('exit', () => {
    // kilobytes on every platform
    writeFileSync(join(folder, String(process.pid)), String(process.resourceUsage().maxRSS * 1024));
  });
}
