import { makeIncident } from '../../../../src/knowledge/testing/fixtures.ts';
import { SOURCE_ADAPTERS } from '../../import.ts';
import type { SourceReading } from '../reading.ts';
import { learnStandings } from '../standings.ts';

export const ASOF = '2026-11-24';
export const PAGE = 'https://en.wikipedia.org/wiki/Blocking_of_Nothing';
export const read = (from: string, text: string): SourceReading => {
  const adapter = SOURCE_ADAPTERS[from];
  if (!adapter) throw new Error(`no adapter ${from}`);
  return adapter({ text, asOf: ASOF, page: PAGE }, learnStandings([makeIncident()]));
};
export const MEGABYTE = 'x'.repeat(1_048_576);

export const csv = (rows: Record<string, string>[]): string => {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const line = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  return [line(names), ...rows.map((row) => line(names.map((name) => row[name] ?? '')))].join('\r\n');
};
/** A row as the tracker's sheet has it, made up. */
export const STOP = {
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
export const FINDING = {
  id: '273244099200',
  title: 'Somebody’s words',
  start_time: '2025-03-01T00:00:00.000000Z',
  end_time: '2025-03-04T00:00:00.000000Z',
  CCs: ['PK'],
  domains: ['twitter.com', 'www.facebook.com', 'nobody.example'],
  test_names: ['web_connectivity', 'signal'],
  tags: ['censorship'],
};
export const ANNOTATION = {
  startDate: '2025-03-01T04:00:00Z',
  endDate: null,
  locations: ['IQ'],
  linkedUrl: 'https://radar.example/post',
  outage: { outageCause: 'GOVERNMENT_DIRECTED', outageType: 'NATIONWIDE' },
  description: 'Somebody’s words',
};
export const EVENT = {
  location: 'country/PK',
  start: 1_740_800_000,
  duration: 7200,
  datasource: 'bgp',
  score: 4,
};
export const WIKI = {
  Country: 'Pakistan',
  Platform: 'Twitter, TikTok',
  'Start date': '1 March 2025',
  'End date': 'present',
  Ref: 'https://news.example/a',
};

export const stop = (...rows: Partial<typeof STOP>[]) =>
  read('keepiton', csv(rows.map((row) => ({ ...STOP, ...row }))));
export const ooni = (...rows: object[]) =>
  read('ooni', JSON.stringify({ incidents: rows.map((row) => ({ ...FINDING, ...row })) }));
export const radar = (...rows: object[]) =>
  read(
    'outages',
    JSON.stringify({ result: { annotations: rows.map((row) => ({ ...ANNOTATION, ...row })) } }),
  );
export const ioda = (...rows: object[]) =>
  read('outages', JSON.stringify({ data: rows.map((row) => ({ ...EVENT, ...row })) }));
export const wiki = (...rows: Partial<typeof WIKI>[]) =>
  read('wiki', csv(rows.map((row) => ({ ...WIKI, ...row }))));
