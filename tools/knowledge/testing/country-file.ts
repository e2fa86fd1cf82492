import { expect } from 'vitest';
import type { CountryFile, Incident, Source } from '../../../src/knowledge/incident.ts';
import { makeIncident } from '../../../src/knowledge/testing/fixtures.ts';
import { checkFiles } from '../check.ts';
import type { CountryFileText } from '../files.ts';

export const TODAY = new Date('2026-11-24');

/** A country file with one incident. */
export function countryFile(
  incident: Partial<Incident>,
  {
    name = 'PK.json',
    country = 'PK',
    entities = {},
  }: { name?: string; country?: string; entities?: CountryFile['entities'] } = {},
): CountryFileText {
  return { name, text: JSON.stringify({ country, entities, incidents: [makeIncident(incident)] }) };
}

/** The file of Pakistan with these incidents. */
export function pakistanFile(...incidents: Incident[]): CountryFileText {
  return { name: 'PK.json', text: JSON.stringify({ country: 'PK', entities: {}, incidents }) };
}

/** The only source of `makeIncident`, with some fields changed. */
export function makeSource(given: Partial<Source> = {}): Source {
  const [source] = makeIncident().sources;
  if (!source) throw new Error('makeIncident has no source');
  return { ...source, ...given };
}

/** Field and reason of each problem, one a line. Each problem must name the file, and a fix. */
export function describeProblems(file: CountryFileText): string {
  const problems = checkFiles([file], TODAY);
  for (const problem of problems) {
    expect(problem.file).toBe(file.name);
    expect(problem.fix).not.toBe('');
  }
  return problems.map(({ field, reason }) => `${field} ${reason}`).join('\n');
}
