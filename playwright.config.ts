import { defineConfig } from '@playwright/test';

/** Real browsers against a simulated network. A scenario that waits for a silent network needs its time. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  timeout: 60_000,
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  outputDir: 'artifacts/playwright',
  reporter: 'list',
});
