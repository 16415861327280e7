import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export of its configuration
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: ['test/soak/**/*.soak.ts'],
    reporters: ['default', './test/reporter/count.ts'],
    testTimeout: 900_000,
    hookTimeout: 900_000,
    pool: 'forks',
    // These measure how long a run takes and then break it at a point: they must be alone on the machine.
    fileParallelism: false,
  },
});
