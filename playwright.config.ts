import { defineConfig } from '@playwright/test';

/** Titles of tests that both browsers play at once, and of those in which a resolver does not answer. */
const WAITING_TESTS = /both ›|-mute/;

/** Real browsers against a simulated network. A scenario with a silent network needs most of the timeout. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/support/setup.ts',
  timeout: 60_000,
  workers: 3,
  // Tests of a silent network mostly wait, so one worker plays them beside two busy ones.
  projects: [
    { name: 'waiting', grep: WAITING_TESTS, workers: 1 },
    { name: 'busy', grepInvert: WAITING_TESTS, workers: 2 },
  ],
  fullyParallel: true,
  // A shared machine may miss a deadline once. The report names each test that needed the second try.
  retries: 1,
  forbidOnly: true,
  outputDir: 'artifacts/playwright',
  reporter: [['list'], ['json', { outputFile: 'artifacts/reports/e2e.json' }], ['./e2e/support/table.ts']],
});
