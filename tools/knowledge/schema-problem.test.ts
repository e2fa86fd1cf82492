import { describe, expect, it } from 'vitest';
import { makeIncident } from '../../src/knowledge/testing/fixtures.ts';
import { checkFiles } from './check.ts';

const TODAY = new Date('2026-11-24');
const sound = JSON.stringify({ country: 'PK', entities: {}, incidents: [makeIncident()] });

describe('what the schema refuses is told to people', () => {
  it.each<[string, string, string, string, RegExp]>([
    ['a comma too many', sound.replace('"country"', ',"country"'), 'line 1', 'is no JSON', /comma/],
    ['a byte order mark', `\ufeff${sound}`, 'line 1', 'byte order mark', /UTF-8/],
    [
      'a field that lacks',
      sound.replace('"events":[],', ''),
      'pk-x-2024 · events',
      'is missing',
      /write \[\]/,
    ],
    [
      'a name in place of a slug',
      sound.replace('"x"', '"Twitter"'),
      '· platforms[0]',
      '"Twitter"',
      /write x$/,
    ],
    ['another word', sound.replace('"block"', '"ban"'), '· kind', 'none of the words', /^use one of block, /],
    [
      'another kind of thing',
      sound.replace('"regions":[]', '"regions":"Sindh"'),
      '· regions',
      'a list',
      /\["Sindh"\]/,
    ],
    ['no sources', sound.replace(/"sources":\[.*?\]/, '"sources":[]'), '· sources', 'is empty', /no fact/],
    [
      'a day in words',
      sound.replace('"2024-02-17"', '"in 2024"'),
      '· start',
      'should be a date',
      /2024-02-17$/,
    ],
    ['no address', sound.replace(/"url":"[^"]*"/, '"url":"news"'), '· sources[0].url', 'news', /by https/],
    [
      'a small country',
      sound.replace('"country":"PK","ent', '"country":"pk","ent'),
      'country',
      '"pk"',
      /capitals/,
    ],
  ])('%s', (_, text, field, reason, fix) => {
    const problems = checkFiles([{ name: 'PK.json', text }], TODAY);
    expect(problems).toEqual([
      {
        file: 'PK.json',
        field: expect.stringContaining(field),
        reason: expect.stringContaining(reason),
        fix: expect.stringMatching(fix),
      },
    ]);
  });
});
