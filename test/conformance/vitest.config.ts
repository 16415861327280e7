import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export of its configuration
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: ['test/conformance/**/*.conformance.ts'],
    reporters: ['default', './test/reporter/count.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
