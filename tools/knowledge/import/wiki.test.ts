import { describe, expect, it } from 'vitest';
import { SOURCE_ADAPTERS } from '../import.ts';
import { learnStandings } from './standings.ts';
import {
  AS_OF,
  importText,
  importWikiRows,
  MEGABYTE,
  toCsv,
  WIKI_PAGE_URL,
  WIKI_ROW,
} from './testing/fixtures.ts';

describe('tables of an encyclopedia', () => {
  it('gives weak records that a person has to find a source for', () => {
    expect(importWikiRows({}).candidates).toMatchObject([
      {
        country: 'PK',
        areaKnown: false,
        platforms: ['x', 'tiktok'],
        start: '2025-03-01',
        end: null,
        status: 'unclear',
        sources: [
          {
            title: 'Blocking of Nothing',
            publisher: 'Wikipedia',
            url: WIKI_PAGE_URL,
            standing: 'other',
            read: false,
          },
          { url: 'https://news.example/a', read: false },
        ],
      },
    ]);
  });

  it('reads wikitext', () => {
    const text = `{| class="wikitable sortable"
|+ Blocked services
! Country !! Service !! Start !! End
|-
| {{flag|Pakistan}} || [[Twitter|X]]<ref>{{cite web|url=https://news.example/a|title=A}}</ref> || {{dts|2025|3|1}} || '''4 March 2025'''
|-
! scope="row" | [[Iran]]
| style="color:red" | ''Telegram''
| April 2018
| ongoing
|}`;
    expect(importText('wiki', text).candidates).toMatchObject([
      {
        country: 'PK',
        platforms: ['x'],
        start: '2025-03-01',
        end: '2025-03-04',
        status: 'ended',
        sources: [{}, { url: 'https://news.example/a' }],
      },
      { country: 'IR', platforms: ['telegram'], start: '2018-04', end: null },
    ]);
  });

  it.each<[string, Partial<typeof WIKI_ROW>, RegExp]>([
    ['a date of two readings', { 'Start date': '3/4/2025' }, /start: “3\/4\/2025”/],
    ['a date of words', { 'Start date': 'some time ago' }, /start: “some time ago”/],
    ['an end of words', { 'End date': 'soon' }, /end: “soon”/],
    ['an end before the start', { 'End date': '2024' }, /end: 2024 is before/],
    ['a country that is none', { Country: '=cmd|calc' }, /“=cmd\|calc” is no country/],
    ['an unknown platform', { Platform: 'Friendster' }, /“Friendster” names no platform/],
    ['a cell of a megabyte', { Ref: MEGABYTE }, /Ref: 1,048,576 characters/],
  ])('refuses %s, and reads the next', (_, row, reason) => {
    const { candidates, refused } = importWikiRows(row, {});
    expect(candidates).toHaveLength(1);
    expect(refused).toEqual([{ where: 'row 2', reason: expect.stringMatching(reason) }]);
  });

  it('refuses a table without a page, without columns, without an end', () => {
    const adapter = SOURCE_ADAPTERS.wiki;
    expect(() => adapter?.({ text: toCsv([WIKI_ROW]), asOf: AS_OF }, learnStandings([]))).toThrow(/--page/);
    expect(() => importText('wiki', 'Colour,Size\nred,1')).toThrow(/no column for the country/);
    expect(() => importText('wiki', '{| class="wikitable"\n! Country\n|-\n| Iran')).toThrow(/does not end/);
  });

  it('is not held up by references that never close', () => {
    const began = performance.now();
    importText(
      'wiki',
      `{|\n! Country !! Service !! Start\n|-\n| ${'<ref>{{'.repeat(200_000)} || X || 2024\n|}`,
    );
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
