/** `npm start` installs the packages if needed, and runs the demonstration. */
import { argv, exit } from 'node:process';
import { ensureModules, runProgram } from './run.mjs';

await ensureModules();
exit(await runProgram('tsx', ['e2e/cli/demo.ts', ...argv.slice(2)]));
