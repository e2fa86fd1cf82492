import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, describe, expect, it } from 'vitest';
import { incident } from '../../fixtures.ts';
import { type Incident, IncidentSchema } from '../../incident.ts';
import { ADAPTERS, importFile } from '../import.ts';
import type { ProposalFile } from './proposals.ts';
import { MAX_CELL, type Reading } from './reading.ts';
import { standingsOf } from './standings.ts';

const ASOF = '2026-11-24';
const PAGE = 'https://en.wikipedia.org/wiki/Blocking_of_Nothing';
const read = (from: string, text: string): Reading => {
  const adapter = ADAPTERS[from];
  if (!adapter) throw new Error(`no adapter ${from}`);
  return adapter({ text, asOf: ASOF, page: PAGE }, standingsOf([incident()]));
};
const MEGABYTE = 'x'.repeat(1_048_576);

const csv = (rows: Record<string, string>[]): string => {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const line = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  return [line(names), ...rows.map((row) => line(names.map((name) => row[name] ?? '')))].join('\r\n');
};
/** A row as the tracker's sheet has it, made up. */
const STOP = {
  count_year: '2025',
  start_date: '2025-03-01',
  end_date: '2025-03-04',
  shutdown_status: 'Ended',
  country: 'Pakistan',
  area_name: 'Nationwide',
  shutdown_type: 'Shutdown',
  shutdown_extent: 'Service-based',
  ordered_by: 'Executive government',
  actual_cause: 'Protests',
  gov_justification: 'Unknown',
  gov_ack: 'No',
  facebook_affected: 'Yes',
  twitter_affected: 'Yes',
  other_affected: 'TikTok, Friendster',
  info_source_link:
    'https://news.example/a; http://news.example/b; https://ministry.gov.pk/c; https://third.example/d',
};
const FINDING = {
  id: '273244099200',
  title: 'Somebody’s words',
  start_time: '2025-03-01T00:00:00.000000Z',
  end_time: '2025-03-04T00:00:00.000000Z',
  CCs: ['PK'],
  domains: ['twitter.com', 'www.facebook.com', 'nobody.example'],
  test_names: ['web_connectivity', 'signal'],
  tags: ['censorship'],
};
const ANNOTATION = {
  startDate: '2025-03-01T04:00:00Z',
  endDate: null,
  locations: ['IQ'],
  linkedUrl: 'https://radar.example/post',
  outage: { outageCause: 'GOVERNMENT_DIRECTED', outageType: 'NATIONWIDE' },
  description: 'Somebody’s words',
};
const EVENT = { location: 'country/PK', start: 1_740_800_000, duration: 7200, datasource: 'bgp', score: 4 };
const WIKI = {
  Country: 'Pakistan',
  Platform: 'Twitter, TikTok',
  'Start date': '1 March 2025',
  'End date': 'present',
  Ref: 'https://news.example/a',
};

const stop = (...rows: Partial<typeof STOP>[]) =>
  read('keepiton', csv(rows.map((row) => ({ ...STOP, ...row }))));
const ooni = (...rows: object[]) =>
  read('ooni', JSON.stringify({ incidents: rows.map((row) => ({ ...FINDING, ...row })) }));
const radar = (...rows: object[]) =>
  read(
    'outages',
    JSON.stringify({ result: { annotations: rows.map((row) => ({ ...ANNOTATION, ...row })) } }),
  );
const ioda = (...rows: object[]) =>
  read('outages', JSON.stringify({ data: rows.map((row) => ({ ...EVENT, ...row })) }));
const wiki = (...rows: Partial<typeof WIKI>[]) => read('wiki', csv(rows.map((row) => ({ ...WIKI, ...row }))));

describe('the KeepItOn table', () => {
  it('gives fields, not sentences, and two references at most', () => {
    expect(stop({})).toMatchObject({
      refused: [],
      candidates: [
        {
          country: 'PK',
          regions: [],
          areaKnown: true,
          scope: 'platform',
          platforms: ['facebook', 'x', 'tiktok'],
          kind: 'block',
          start: '2025-03-01',
          end: '2025-03-04',
          status: 'ended',
          trigger: 'protest',
          orderedBy: { actor: 'national-government' },
          acknowledged: { state: 'not-admitted' },
          sources: [
            { publisher: 'Access Now', standing: 'tracker', read: true },
            { url: 'https://news.example/a', standing: 'agency-press', read: false },
            { url: 'https://ministry.gov.pk/c', standing: 'official', read: false },
          ],
        },
      ],
    });
  });

  it.each<[string, Partial<typeof STOP>, object]>([
    ['a slow-down', { shutdown_type: 'Throttle' }, { kind: 'throttle' }],
    [
      'a cut of the network',
      { shutdown_extent: 'Full network' },
      { scope: 'network', kind: 'shutdown', platforms: [] },
    ],
    ['what goes on', { end_date: '', shutdown_status: 'Ongoing' }, { end: null, status: 'ongoing' }],
    [
      'what nobody knows the end of',
      { end_date: '', shutdown_status: 'Unknown' },
      { end: null, status: 'unclear' },
    ],
    ['an area', { area_name: 'Karachi, Sindh' }, { regions: ['Karachi, Sindh'], subdivisions: ['PK-SD'] }],
    ['several areas', { area_name: 'Lahore; Karachi' }, { regions: ['Lahore', 'Karachi'] }],
    ['no area', { area_name: '' }, { regions: [], areaKnown: false }],
    [
      'a list of areas too long for a name',
      { area_name: `Karachi, ${'Hyderabad, '.repeat(10)}Sindh` },
      { regions: ['Parts of Sindh'], subdivisions: ['PK-SD'] },
    ],
    [
      'two countries: each, the area open',
      { country: 'India; Pakistan' },
      { country: 'IN', areaKnown: false },
    ],
    [
      'a reason of security',
      { actual_cause: 'Political instability', gov_justification: 'National security/ Counter-terrorism' },
      { trigger: 'security' },
    ],
    ['a cause that it does not know', { actual_cause: 'constructor' }, { trigger: 'unknown' }],
  ])('reads %s', (_, row, expected) => {
    expect(stop(row).candidates[0]).toMatchObject(expected);
  });

  it('makes two of what was both', () => {
    const { candidates } = stop({ shutdown_extent: 'Full network, Service-based' });
    expect(candidates.map(({ scope }) => scope).sort()).toEqual(['network', 'platform']);
  });

  it('takes the newest year’s word for how it ended', () => {
    const { candidates } = stop(
      { count_year: '2023', end_date: '', shutdown_status: 'Ongoing' },
      { count_year: '2025' },
    );
    expect(candidates.map(({ status }) => status)).toEqual(['ended', 'ongoing']);
  });

  it.each<[string, Partial<typeof STOP>, RegExp]>([
    ['a day that is none', { start_date: '2025-02-30' }, /start_date: 2025-02-30 is no day/],
    ['a day to come', { start_date: '2031-01-01', end_date: '' }, /in the future/],
    ['a day that may be another', { start_date: '03/01/2025' }, /start_date: “03\/01\/2025” is no date/],
    ['no day', { start_date: '' }, /start_date: “” is no date/],
    ['an end before the start', { end_date: '2025-02-01' }, /end_date: 2025-02-01 is before/],
    ['a country that is none', { country: 'Atlantis' }, /country: “Atlantis” is no country/],
    ['a formula for a country', { country: '=HYPERLINK("https://evil.example")' }, /country: “=HYPERLINK/],
    ['no country', { country: '' }, /country: “” is no country/],
    [
      'platforms that nobody knows',
      { facebook_affected: 'No', twitter_affected: '', other_affected: '=1+1' },
      /other_affected: “=1\+1” names no platform/,
    ],
    ['a cell of a megabyte', { area_name: MEGABYTE }, /area_name: 1,048,576 characters are no cell/],
    ['a key of every object', { country: 'constructor' }, /is no country/],
  ])('refuses %s, and reads the next row', (_, row, reason) => {
    const { candidates, refused } = stop(row, {});
    expect(candidates).toHaveLength(1);
    expect(refused).toEqual([{ where: 'row 2', reason: expect.stringMatching(reason) }]);
    expect(refused[0]?.reason.length).toBeLessThan(200);
  });

  it.each<[string, string, RegExp]>([
    ['another table', 'a,b\n1,2', /no column country/],
    ['an open quote', 'country,start_date\n"Paki', /quote never closes/],
    ['nothing', '', /no header/],
  ])('refuses %s as a whole', (_, text, reason) => {
    expect(() => read('keepiton', text)).toThrow(reason);
  });
});

describe('OONI findings', () => {
  it('gives platforms of hosts and tests, as measurements that nobody here has read', () => {
    const { candidates, refused } = ooni({});
    expect(refused).toEqual([]);
    expect(candidates).toMatchObject([
      {
        country: 'PK',
        areaKnown: false,
        platforms: ['x', 'facebook', 'signal'],
        kind: 'block',
        start: '2025-03-01',
        end: '2025-03-04',
        sources: [
          { url: 'https://explorer.ooni.org/findings/273244099200', standing: 'measurement', read: false },
        ],
      },
    ]);
    expect(JSON.stringify(candidates)).not.toContain('Somebody');
  });

  it('calls open what has no end, and slowed down what is tagged so', () => {
    expect(ooni({ end_time: null, tags: ['throttling'] }).candidates).toMatchObject([
      { kind: 'throttle', end: null, status: 'unclear' },
    ]);
  });

  it.each<[string, object, RegExp]>([
    ['a time that is none', { start_time: 'yesterday' }, /start_time: “yesterday”/],
    ['an end before the start', { end_time: '2025-01-01T00:00:00Z' }, /end_time/],
    ['a country that is none', { CCs: ['QX'] }, /CCs: “QX”/],
    ['no country', { CCs: [] }, /CCs: names no country/],
    [
      'no platform',
      { domains: ['nobody.example'], test_names: ['constructor'] },
      /no platforms that we know/,
    ],
    ['an id that is an address', { id: '../../../etc' }, /id/],
    ['a cell of a megabyte', { start_time: MEGABYTE }, /start_time: “too long”/],
    ['a number for a list', { CCs: 7 }, /CCs/],
  ])('refuses %s, and reads the next', (_, row, reason) => {
    const { candidates, refused } = ooni(row, {});
    expect(candidates).toHaveLength(1);
    expect(refused).toEqual([{ where: 'incidents[0]', reason: expect.stringMatching(reason) }]);
  });

  it.each(['{"incidents":', '[]', '{"incidents":{}}', '<!doctype html>'])('refuses %s as a whole', (text) => {
    expect(() => read('ooni', text)).toThrow(/JSON|incidents|It:/);
  });
});

describe('outages', () => {
  it('takes from Radar what a government directed, and nothing else', () => {
    const { candidates, refused } = radar({}, { outage: { outageCause: 'CABLE_CUT' } });
    expect(candidates).toMatchObject([
      {
        country: 'IQ',
        scope: 'network',
        kind: 'shutdown',
        areaKnown: true,
        start: '2025-03-01',
        status: 'unclear',
        orderedBy: { actor: 'national-government' },
        sources: [{ url: 'https://radar.example/post', standing: 'measurement', read: false }],
      },
    ]);
    expect(refused).toEqual([
      { where: 'annotations[1]', reason: 'outage.outageCause: “CABLE_CUT” is no restriction' },
    ]);
    expect(JSON.stringify(candidates)).not.toContain('Somebody');
  });

  it('does not call a regional outage nationwide, and links to Radar where the link is none', () => {
    const [one] = radar({
      outage: { outageCause: 'GOVERNMENT_DIRECTED' },
      linkedUrl: 'javascript:0',
    }).candidates;
    expect(one).toMatchObject({
      areaKnown: false,
      sources: [{ url: expect.stringMatching(/^https:\/\/radar\.cloudflare\.com\/iq\?/) }],
    });
  });

  it('takes IODA as a witness only', () => {
    const { candidates, witness } = ioda({});
    expect(witness).toBe(true);
    expect(candidates).toMatchObject([
      { country: 'PK', scope: 'network', start: '2025-03-01', end: '2025-03-01' },
    ]);
  });

  it.each<[string, Reading, RegExp]>([
    ['a location that is no country', ioda({ location: 'asn/1' }), /location: “asn\/1”/],
    ['a country that is none', ioda({ location: 'country/QX' }), /“QX” is no country/],
    ['a start in the far future', ioda({ start: 8_640_000_000 }), /start/],
    ['a time that is none', ioda({ start: 'now' }), /start/],
    ['a day that is none', radar({ startDate: '2025-02-30T00:00:00Z' }), /startDate: 2025-02-30 is no day/],
    ['an end before the start', radar({ endDate: '2025-01-01' }), /endDate/],
    ['no country', radar({ locations: [] }), /names no country/],
    ['a cell of a megabyte', radar({ startDate: MEGABYTE }), /too long/],
  ])('refuses %s', (_, { candidates, refused }, reason) => {
    expect(candidates).toEqual([]);
    expect(refused[0]?.reason).toMatch(reason);
  });

  it('refuses another answer as a whole', () => {
    expect(() => read('outages', '{"data":{}}')).toThrow(/neither|It/);
  });
});

describe('tables of an encyclopedia', () => {
  it('gives weak records that a person has to find a source for', () => {
    expect(wiki({}).candidates).toMatchObject([
      {
        country: 'PK',
        areaKnown: false,
        platforms: ['x', 'tiktok'],
        start: '2025-03-01',
        end: null,
        status: 'unclear',
        sources: [
          { title: 'Blocking of Nothing', publisher: 'Wikipedia', url: PAGE, standing: 'other', read: false },
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
    expect(read('wiki', text).candidates).toMatchObject([
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

  it.each<[string, Partial<typeof WIKI>, RegExp]>([
    ['a date of two readings', { 'Start date': '3/4/2025' }, /start: “3\/4\/2025”/],
    ['a date of words', { 'Start date': 'some time ago' }, /start: “some time ago”/],
    ['an end of words', { 'End date': 'soon' }, /end: “soon”/],
    ['an end before the start', { 'End date': '2024' }, /end: 2024 is before/],
    ['a country that is none', { Country: '=cmd|calc' }, /“=cmd\|calc” is no country/],
    ['a platform that nobody knows', { Platform: 'Friendster' }, /“Friendster” names no platform/],
    ['a cell of a megabyte', { Ref: MEGABYTE }, /Ref: 1,048,576 characters/],
  ])('refuses %s, and reads the next', (_, row, reason) => {
    const { candidates, refused } = wiki(row, {});
    expect(candidates).toHaveLength(1);
    expect(refused).toEqual([{ where: 'row 2', reason: expect.stringMatching(reason) }]);
  });

  it('refuses a table without a page, without columns, without an end', () => {
    const adapter = ADAPTERS.wiki;
    expect(() => adapter?.({ text: csv([WIKI]), asOf: ASOF }, standingsOf([]))).toThrow(/--page/);
    expect(() => read('wiki', 'Colour,Size\nred,1')).toThrow(/no column for the country/);
    expect(() => read('wiki', '{| class="wikitable"\n! Country\n|-\n| Iran')).toThrow(/does not end/);
  });

  it('is not held up by references that never close', () => {
    const began = performance.now();
    read('wiki', `{|\n! Country !! Service !! Start\n|-\n| ${'<ref>{{'.repeat(200_000)} || X || 2024\n|}`);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

const dir = mkdtempSync(join(tmpdir(), 'is-it-blocked-import-'));
afterAll(() => rmSync(dir, { recursive: true }));
const run = (text: string, args: string[], records: Incident[]) => {
  const file = join(dir, 'file');
  writeFileSync(file, text);
  const { lines, files } = importFile([...args, file, '--out', dir], records, new Date(ASOF));
  const parsed = [...files].map(([path, json]) => [
    path.slice(dir.length + 1),
    JSON.parse(json) as ProposalFile,
  ]);
  return { lines, files: Object.fromEntries(parsed) as Record<string, ProposalFile> };
};

describe('the command', () => {
  it('proposes what is new, what has another source and what conflicts, and says what it refused', () => {
    const records = [
      incident({
        id: 'in-1',
        country: 'IN',
        platforms: ['facebook'],
        start: '2025-03-02',
        end: '2025-03-04',
        status: 'ended',
      }),
      incident({
        id: 'ir-1',
        country: 'IR',
        platforms: ['facebook'],
        start: '2025-03-01',
        end: '2025-04-01',
        status: 'ended',
      }),
    ];
    const rows = ['Pakistan', 'India', 'Iran', 'Atlantis'].map((country) => ({
      ...STOP,
      country,
      twitter_affected: 'No',
      other_affected: '',
    }));
    const { lines, files } = run(csv(rows), ['--from', 'keepiton'], records);
    expect(lines.at(-1)).toBe('1 new · 0 with further sources · 2 in conflict · 1 refused');
    expect(lines).toContain('! ir-1: end is 2025-04-01, they say 2025-03-04');
    expect(lines).toContain('! in-1: start is 2025-03-02, they say 2025-03-01');
    expect(files['PK.json']?.new[0]).toMatchObject({ id: 'pk-facebook-2025-03-01', verified: ASOF });
    expect(v.safeParse(IncidentSchema, files['PK.json']?.new[0]).success).toBe(true);
    expect(files['PK.json']?.problems).toEqual([]);
  });

  it('writes nothing but proposals, and nothing at all by itself', () => {
    expect(readdirSync(dir)).toEqual(['file']);
    const before = JSON.stringify(incident());
    const record = incident();
    run(csv([{ ...STOP, start_date: '2024-02-17' }]), ['--from', 'keepiton'], [record]);
    expect(JSON.stringify(record)).toBe(before);
    expect(readFileSync(join(dir, 'file'), 'utf8')).toContain('Pakistan');
    expect(readdirSync(dir)).toEqual(['file']);
  });

  it('gives one country only when asked', () => {
    const rows = ['Pakistan', 'India'].map((country) => ({ ...STOP, country }));
    expect(Object.keys(run(csv(rows), ['--from', 'keepiton', '--country', 'IN'], []).files)).toEqual([
      'IN.json',
    ]);
  });

  it.each<[string, string[], RegExp]>([
    ['no adapter', [], /--from keepiton\|ooni\|outages\|wiki/],
    ['an adapter that is none', ['--from', 'constructor'], /--from keepiton/],
    ['a day that is none', ['--from', 'ooni', '--as-of', 'today'], /--as-of takes a day/],
  ])('refuses %s', (_, args, reason) => {
    expect(() => run('', args, [])).toThrow(reason);
  });

  it('refuses a file that is not there', () => {
    expect(() => importFile(['--from', 'ooni', join(dir, 'none')], [], new Date(ASOF))).toThrow(
      /no such file/,
    );
  });

  it('says what a megabyte of text is', () => {
    expect(MEGABYTE.length).toBeGreaterThan(MAX_CELL);
  });
});
