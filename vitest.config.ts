import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['{src,extension,e2e}/**/*.test.{ts,tsx}'],
  },
});
