/**
 * `npm run e2e:real [-- <part of a scenario's name>]` plays the scenarios in both browsers with real names, addresses and
 * ports: in a network namespace with a resolver on port 53 and sites on 443 and 80. The only change to the browsers is the
 * certificate authority that they trust. It needs Linux and root.
 */
import { argv, exit } from 'node:process';
import { hasNamespaces, runInNamespace } from './namespace.mjs';
import { ensureModules } from './run.mjs';

if (!hasNamespaces()) {
  console.error('This needs network namespaces: run it on Linux, as root.');
  exit(1);
}
await ensureModules();
let failed = false;
for (const browser of ['chromium', 'firefox']) {
  const play = ['npx', 'playwright', 'test', 'e2e/scenarios.spec.ts', '--workers=1'];
  const code = await runInNamespace(...play, '-g', `${browser}\\b.*${argv[2] ?? ''}`);
  failed ||= code !== 0;
}
exit(failed ? 1 : 0);
