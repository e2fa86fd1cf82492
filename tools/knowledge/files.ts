import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorMessage } from '../../src/base/errors.ts';
import type { CountryFile } from '../../src/knowledge/incident.ts';

/** A data file: its name, and its unparsed text. */
export interface CountryFileText {
  name: string;
  text: string;
}

const DATA_FOLDER = fileURLToPath(new URL('../../src/knowledge/data/', import.meta.url));

/** All country files, sorted by name, so that results do not depend on the file system. */
export function readCountryFiles(): CountryFileText[] {
  return readdirSync(DATA_FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(DATA_FOLDER, name), 'utf8') }));
}

/** Writes a country file in the common layout. */
export function writeCountryFile(name: string, data: CountryFile): void {
  writeFileSync(join(DATA_FOLDER, name), `${JSON.stringify(data, null, 2)}\n`);
}

/** Whether Node runs this module as its program. */
export function isMainModule(url: string): boolean {
  return process.argv[1] !== undefined && fileURLToPath(url) === process.argv[1];
}

/** Runs `main` if Node runs this module as its program. It prints an error without its stack. */
export function runAsProgram(url: string, main: (args: string[]) => void): void {
  if (!isMainModule(url)) return;
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(errorMessage(error));
    process.exitCode = 1;
  }
}
