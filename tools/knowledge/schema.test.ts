import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { CountryFileSchema } from '../../src/knowledge/incident.ts';
import { makeIncident } from '../../src/knowledge/testing/fixtures.ts';
import { readCountryFiles } from './files.ts';
import { countryFileSchema, SCHEMA_FILE } from './schema.ts';

/** A validator that shares no code with valibot. */
const ajv = new Ajv({ allErrors: true, formats: { uri: URL.canParse } });
const committed: unknown = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'));
const validate = ajv.compile(committed as object);
const schemaErrors = (file: unknown): string[] => {
  validate(file);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};
const countryFile = (given: object) => ({
  country: 'PK',
  entities: {},
  incidents: [{ ...makeIncident(), ...given }],
});

it('is what incident.ts says: else run `npm run data:schema`', () => {
  expect(committed).toEqual(countryFileSchema());
});

it.each(readCountryFiles().map(({ name, text }) => [name, text]))('%s is what it says', (_, text) => {
  const data = JSON.parse(text) as Record<string, unknown>;
  expect(schemaErrors(data)).toEqual([]);
  expect(data.$schema).toBe('../incident.schema.json');
});

describe('refuses with valibot, and takes with valibot', () => {
  const [source] = makeIncident().sources;
  it.each<[string, object, boolean]>([
    ['a sound record', {}, true],
    ['a year alone', { start: '2024' }, true],
    ['a month 13', { start: '2024-13' }, false],
    ['a note', { note: 'X stopped working.' }, false],
    ['an unknown kind', { kind: 'slow' }, false],
    ['no source', { sources: [] }, false],
    ['a link without encryption', { sources: [{ ...source, url: 'http://news.example/a' }] }, false],
    ['an area code', { regions: ['Sindh'], subdivisions: ['PK-SD'] }, true],
    ['an area code that is none', { regions: ['Sindh'], subdivisions: ['Sindh'] }, false],
    ['a source that says otherwise', { disputed: [{ field: 'end', says: null, source: 0 }] }, true],
    ['a dispute about something else', { disputed: [{ field: 'kind', says: null, source: 0 }] }, false],
  ])('%s', (_, given, sound) => {
    expect(schemaErrors(countryFile(given)).length === 0).toBe(sound);
    expect(v.safeParse(CountryFileSchema, countryFile(given)).success).toBe(sound);
  });
});
