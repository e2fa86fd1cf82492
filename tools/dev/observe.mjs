/**
 * `npm run observe [-- --scenario NAME]` shows what an observer on the line sees (`e2e/cli/observe.ts`): where there are network
 * namespaces with real names and ports, elsewhere on loopback, where Chromium asks no resolver.
 */
import { argv, exit } from 'node:process';
import { hasNamespaces, runInNamespace } from './namespace.mjs';
import { ensureModules, runProgram } from './run.mjs';

await ensureModules();
const program = ['e2e/cli/observe.ts', ...argv.slice(2)];
exit(await (hasNamespaces() ? runInNamespace('npx', 'tsx', ...program) : runProgram('tsx', program)));
