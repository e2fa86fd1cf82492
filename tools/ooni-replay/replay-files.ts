import { readFileSync } from 'node:fs';
import { errorMessage } from '../../src/base/errors.ts';
import rows from '../../src/checks/fingerprints.json' with { type: 'json' };
import { Fingerprints } from '../../src/checks/fingerprints.ts';
import { readMeasurement } from './read-measurement.ts';
import { replayMeasurement } from './replay-measurement.ts';

interface Output {
  print(line: string): void;
  printError(line: string): void;
}

/** Prints a line of JSON for each file, or its error. @returns the exit code: 1 if a file was no measurement */
export function replayFiles(files: readonly string[], { print, printError }: Output): 0 | 1 {
  const fingerprints = new Fingerprints(rows);
  let exitCode: 0 | 1 = 0;
  for (const file of files) {
    try {
      print(replayFile(file, fingerprints));
    } catch (error) {
      printError(`${file}: ${errorMessage(error)}`);
      exitCode = 1;
    }
  }
  return exitCode;
}

/** @throws an Error if the file cannot be read, or is no measurement */
function replayFile(file: string, fingerprints: Fingerprints): string {
  const measurement = readMeasurement(readFileSync(file, 'utf8'));
  const { kind, mechanism, confidence, rule } = replayMeasurement(measurement, fingerprints);
  const { input } = measurement;
  return JSON.stringify({ file, input, verdict: kind, mechanism: mechanism ?? '', confidence, rule });
}
