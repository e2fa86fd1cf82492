import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    // All processors: the machine is not used for anything else meanwhile.
    maxWorkers: '100%',
    // Properties take their time on a machine that is busy with others.
    testTimeout: 30_000,
    include: ['{src,extension,tools,e2e}/**/*.test.{ts,tsx}'],
  },
});
