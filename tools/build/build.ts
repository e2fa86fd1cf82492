/** Builds both variants into `dist/`. */
import { build } from 'vite';

for (const mode of ['chromium', 'firefox']) {
  const start = performance.now();
  await build({ mode, logLevel: 'warn' });
  console.log(`dist/${mode} built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
