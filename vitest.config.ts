import { defineConfig } from 'vitest/config';

// One worker per core is too many here: DuckDB brings its own threads, so the e2e files would fight for the same two cores.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: process.env['CI'] === 'true' ? ['default', './tools/vitest-count-reporter.ts'] : ['default'],
  },
});
