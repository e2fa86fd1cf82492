import { defineConfig } from '@playwright/test';

/** Scenarios that both browsers play at once, and those in which a resolver says nothing. */
const WAITING_TESTS = /both ›|-mute/;

/** Real browsers against a simulated network: a scenario whose network stays silent needs its time. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/support/setup.ts',
  timeout: 60_000,
  workers: 3,
  // Where a network stays silent little is done but waiting: one worker for these beside two that are busy.
  projects: [
    { name: 'waits', grep: WAITING_TESTS, workers: 1 },
    { name: 'works', grepInvert: WAITING_TESTS, workers: 2 },
  ],
  fullyParallel: true,
  // A machine that others use as well may be too busy for a deadline once; what needs the second try is named at the end.
  retries: 1,
  forbidOnly: true,
  outputDir: 'artifacts/playwright',
  reporter: [['list'], ['json', { outputFile: 'artifacts/reports/e2e.json' }], ['./e2e/support/table.ts']],
});
