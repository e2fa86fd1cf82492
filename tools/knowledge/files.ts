import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorMessage } from '../../src/base/errors.ts';

import type { CountryFile } from '../../src/knowledge/incident.ts';

/** A data file as found: its name, and its text unread. */
export interface DataFile {
  name: string;
  text: string;
}

const DATA = fileURLToPath(new URL('../../src/knowledge/data/', import.meta.url));

/** All country files, by name, so that whatever is made of them comes out the same everywhere. */
export function readDataFiles(): DataFile[] {
  return readdirSync(DATA)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(DATA, name), 'utf8') }));
}

/** Writes a country file as all of them are laid out. */
export function writeDataFile(name: string, data: CountryFile): void {
  writeFileSync(join(DATA, name), `${JSON.stringify(data, null, 2)}\n`);
}

/** Whether this module is what node was asked to run. */
export function isMain(url: string): boolean {
  return process.argv[1] !== undefined && fileURLToPath(url) === process.argv[1];
}

/** Runs a program of this folder, if it is what node was asked to run; what it throws is said without a stack. */
export function asProgram(url: string, main: (args: string[]) => void): void {
  if (!isMain(url)) return;
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(errorMessage(error));
    process.exitCode = 1;
  }
}
