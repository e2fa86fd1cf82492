/**
 * `node tools/dev/run.mjs <program> [arguments]` runs a program of node_modules. It first installs node_modules if they are
 * missing or older than the lock file, so it must not depend on any package.
 */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a program of node_modules in the repository's root, with this terminal; resolves to its exit code. */
export function runProgram(program, args = []) {
  return spawnProgram(resolve(ROOT, 'node_modules/.bin', program), args);
}

/** Installs node_modules if needed; exits the process if that fails. */
export async function ensureModules() {
  if (modulesAreFresh()) return;
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  console.log('Installing what package-lock.json names, into node_modules here: npm ci --ignore-scripts');
  const ticker = setInterval(() => console.log(`  … npm ci: ${seconds()} s`), 10_000);
  const code = await spawnProgram('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  clearInterval(ticker);
  if (code !== 0) {
    console.error(`npm ci failed with exit code ${code}; its own words are above.`);
    exit(1);
  }
  console.log(`  installed in ${seconds()} s`);
}

function modulesAreFresh() {
  // npm writes this copy of the lock file at the end of an installation.
  const installed = resolve(ROOT, 'node_modules/.package-lock.json');
  return (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(resolve(ROOT, 'package-lock.json')).mtimeMs
  );
}

function spawnProgram(program, args) {
  return new Promise((done) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit' });
    child.once('error', (error) => {
      console.error(`${program}: ${error.message}`);
      done(127);
    });
    child.once('exit', (code) => done(code ?? 1));
  });
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [program, ...args] = argv.slice(2);
  if (!program) {
    console.error('Usage: node tools/dev/run.mjs <program of node_modules> [arguments]');
    exit(2);
  }
  await ensureModules();
  exit(await runProgram(program, args));
}
