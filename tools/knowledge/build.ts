import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import type { Bundle } from '../../src/knowledge/bundle.ts';
import { CountryFileSchema } from '../../src/knowledge/incident.ts';
import { checkFiles } from './check.ts';
import { type CountryFileText, readCountryFiles, runAsProgram } from './files.ts';

/**
 * The bundle of all country files as compact JSON: the same files give the same bytes.
 * @throws Error naming the first problem, when the files do not pass the check
 */
export function buildBundle(files: readonly CountryFileText[] = readCountryFiles()): string {
  const [problem] = checkFiles(files);
  if (problem) throw new Error(`${problem.file}: ${problem.field} ${problem.reason}`);
  const countries = files.map(({ text }) => v.parse(CountryFileSchema, JSON.parse(text)));
  // Countries may share an office; `checkFiles` has found one name for each slug.
  const names = new Map(countries.flatMap(({ entities }) => Object.entries(entities)));
  const content = {
    incidents: countries.flatMap(({ incidents }) => incidents).sort((a, b) => (a.id < b.id ? -1 : 1)),
    entities: Object.fromEntries([...names].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  const newest =
    content.incidents
      .map(({ verified }) => verified)
      .sort()
      .at(-1) ?? '';
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
  const bundle: Bundle = { version: `${newest}-${digest}`, ...content };
  return JSON.stringify(bundle);
}

/** The size of a bundle, plain and gzipped, and of each record in it. */
export function describeBundleSize(bundle: string): string {
  const { incidents } = JSON.parse(bundle) as Bundle;
  const zipped = gzipSync(bundle, { level: 9 }).length;
  const formatKilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
  const each = incidents.length > 0 ? ` (${Math.round(zipped / incidents.length)} bytes an incident)` : '';
  return `${incidents.length} incidents, ${formatKilobytes(Buffer.byteLength(bundle))}, gzipped ${formatKilobytes(zipped)}${each}`;
}

/** `npm run data:build -- [--out FILE]` writes the bundle that packages and publications carry. */
function runBuildCommand(args: string[]): void {
  const { values } = parseArgs({
    args,
    options: { out: { type: 'string', default: 'artifacts/facts.json' } },
  });
  const bundle = buildBundle();
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, bundle);
  console.log(
    `${values.out}: ${describeBundleSize(bundle)}, version ${(JSON.parse(bundle) as Bundle).version}`,
  );
}

runAsProgram(import.meta.url, runBuildCommand);
