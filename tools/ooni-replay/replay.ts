/**
 * `npm run replay:ooni -- FILE…` reads Web Connectivity measurements of OONI and prints the verdict that the extension would
 * give, one line of JSON for each file. `docs/testing.md` says what it assumes.
 */
import { argv, exit } from 'node:process';
import { replayFiles } from './replay-files.ts';

const files = argv.slice(2);
if (files.length === 0) {
  console.error('Usage: npm run replay:ooni -- FILE…');
  exit(2);
}
process.exitCode = replayFiles(files, { print: console.log, printError: console.error });
