import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorMessage } from '../../src/base/errors.ts';

import type { CountryFile } from '../../src/knowledge/incident.ts';

/** A data file as found: its name, and its text unread. */
export interface CountryFileText {
  name: string;
  text: string;
}

const DATA_FOLDER = fileURLToPath(new URL('../../src/knowledge/data/', import.meta.url));

/** All country files, by name, so that whatever is made of them comes out the same everywhere. */
export function readCountryFiles(): CountryFileText[] {
  return readdirSync(DATA_FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(DATA_FOLDER, name), 'utf8') }));
}

/** Writes a country file as all of them are laid out. */
export function writeCountryFile(name: string, data: CountryFile): void {
  writeFileSync(join(DATA_FOLDER, name), `${JSON.stringify(data, null, 2)}\n`);
}

/** Whether this module is what node was asked to run. */
export function isMainModule(url: string): boolean {
  return process.argv[1] !== undefined && fileURLToPath(url) === process.argv[1];
}

/** Runs a program of this folder, if it is what node was asked to run; what it throws is said without a stack. */
export function runAsProgram(url: string, main: (args: string[]) => void): void {
  if (!isMainModule(url)) return;
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(errorMessage(error));
    process.exitCode = 1;
  }
}
