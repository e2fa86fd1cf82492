import { makeIncident } from '../../../../src/knowledge/testing/fixtures.ts';
import { SOURCE_ADAPTERS } from '../../import.ts';
import type { SourceReading } from '../reading.ts';
import { learnStandings } from '../standings.ts';

export const AS_OF = '2026-11-24';
export const WIKI_PAGE_URL = 'https://en.wikipedia.org/wiki/Blocking_of_Nothing';
export const importText = (from: string, text: string): SourceReading => {
  const adapter = SOURCE_ADAPTERS[from];
  if (!adapter) throw new Error(`no adapter ${from}`);
  return adapter({ text, asOf: AS_OF, page: WIKI_PAGE_URL }, learnStandings([makeIncident()]));
};
export const MEGABYTE = 'x'.repeat(1_048_576);

export const toCsv = (rows: Record<string, string>[]): string => {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const toCsvLine = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  return [toCsvLine(names), ...rows.map((row) => toCsvLine(names.map((name) => row[name] ?? '')))].join(
    '\r\n',
  );
};
/** A row as the tracker's sheet has it, made up. */
export const STOP_ROW = {
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
const OONI_FINDING = {
  id: '273244099200',
  title: 'Somebody’s words',
  start_time: '2025-03-01T00:00:00.000000Z',
  end_time: '2025-03-04T00:00:00.000000Z',
  CCs: ['PK'],
  domains: ['twitter.com', 'www.facebook.com', 'nobody.example'],
  test_names: ['web_connectivity', 'signal'],
  tags: ['censorship'],
};
const RADAR_ANNOTATION = {
  startDate: '2025-03-01T04:00:00Z',
  endDate: null,
  locations: ['IQ'],
  linkedUrl: 'https://radar.example/post',
  outage: { outageCause: 'GOVERNMENT_DIRECTED', outageType: 'NATIONWIDE' },
  description: 'Somebody’s words',
};
const IODA_EVENT = {
  location: 'country/PK',
  start: 1_740_800_000,
  duration: 7200,
  datasource: 'bgp',
  score: 4,
};
export const WIKI_ROW = {
  Country: 'Pakistan',
  Platform: 'Twitter, TikTok',
  'Start date': '1 March 2025',
  'End date': 'present',
  Ref: 'https://news.example/a',
};

export const importStopRows = (...rows: Partial<typeof STOP_ROW>[]) =>
  importText('keepiton', toCsv(rows.map((row) => ({ ...STOP_ROW, ...row }))));
export const importOoniFindings = (...rows: object[]) =>
  importText('ooni', JSON.stringify({ incidents: rows.map((row) => ({ ...OONI_FINDING, ...row })) }));
export const importRadarOutages = (...rows: object[]) =>
  importText(
    'outages',
    JSON.stringify({ result: { annotations: rows.map((row) => ({ ...RADAR_ANNOTATION, ...row })) } }),
  );
export const importIodaEvents = (...rows: object[]) =>
  importText('outages', JSON.stringify({ data: rows.map((row) => ({ ...IODA_EVENT, ...row })) }));
export const importWikiRows = (...rows: Partial<typeof WIKI_ROW>[]) =>
  importText('wiki', toCsv(rows.map((row) => ({ ...WIKI_ROW, ...row }))));
