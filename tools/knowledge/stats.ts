import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { seededRandom, shuffledCopy } from '../../src/base/random.ts';
import { CountryFileSchema, type Incident } from '../../src/knowledge/incident.ts';
import { isUnverified } from '../../src/knowledge/incident-status.ts';
import { buildBundle, describeBundleSize } from './build.ts';
import { readCountryFiles, runAsProgram } from './files.ts';

/** Statistics of a set of records, as lines of text. */
export function describeStats(incidents: readonly Incident[]): string[] {
  const countSection = (title: string, values: readonly string[]) => ['', ...countLines(title, values)];
  return [
    `${incidents.length} incidents`,
    ...countSection(
      'countries',
      incidents.map((i) => i.country),
    ),
    ...countSection(
      'platforms',
      incidents.flatMap((i) => (i.scope === 'network' ? ['(network)'] : i.platforms)),
    ),
    ...countSection(
      'years',
      incidents.map((i) => i.start.slice(0, 4)),
    ),
    ...countSection('level of knowledge: the best source that was read', incidents.map(knowledgeLevel)),
    ...countSection(
      'sources by standing',
      incidents.flatMap((i) => i.sources.map((s) => `${s.standing}${s.read ? '' : ', unread'}`)),
    ),
    ...countSection(
      'status',
      incidents.map((i) => i.status),
    ),
    ...countSection(
      'where',
      incidents.map((i) => {
        if (i.regions.length === 0) return i.areaKnown ? 'nationwide' : 'not recorded';
        return i.subdivisions ? 'in regions, with codes' : 'in regions, without a code';
      }),
    ),
    ...countSection(
      'ordered by',
      incidents.map((i) => i.orderedBy?.actor ?? '(not recorded)'),
    ),
    ...countSection(
      'verified',
      incidents.map((i) => i.verified),
    ),
    '',
    `weak: ${incidents.filter(isUnverified).length} · disputed: ${incidents.filter((i) => i.disputed).length} · told step by step: ${incidents.filter((i) => i.events.length > 0).length}`,
  ];
}

/** `value count`, the most frequent first. */
function countLines(title: string, values: readonly string[]): string[] {
  const found = new Map<string, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  const rows = [...found].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return [`${title} (${found.size})`, rows.map(([value, n]) => `${value} ${n}`).join(' · ')];
}

const STANDINGS_BEST_FIRST = [
  'official',
  'court',
  'agency-press',
  'measurement',
  'tracker',
  'other',
] as const;

function knowledgeLevel({ sources }: Incident): string {
  return (
    STANDINGS_BEST_FIRST.find((level) => sources.some((s) => s.read && s.standing === level)) ??
    'nothing read'
  );
}

/** A random sample of records; the same seed gives the same sample of the same set. */
export function drawSample<T>(from: readonly T[], count: number, seed: number): T[] {
  return shuffledCopy(from, seededRandom(seed)).slice(0, count);
}

/** One record with its sources, as lines for a review. */
export function formatForReview(incident: Incident): string[] {
  const { id, platforms, kind, start, end, status, regions, areaKnown, trigger, orderedBy, sources } =
    incident;
  const where = regions.join('; ') || (areaKnown ? 'nationwide' : 'area not recorded');
  return [
    `${id}: ${platforms.join(', ') || 'network'} ${kind} ${start} – ${end ?? status}${isUnverified(incident) ? ' (weak)' : ''}`,
    `  ${where} · ${trigger} · ${orderedBy?.entity ?? orderedBy?.actor ?? 'ordered by: not recorded'} · ${incident.acknowledged.state}`,
    ...(incident.disputed ?? []).map(
      ({ field, says, source }) =>
        `  disputed: ${field} ${says ?? 'none, it is ongoing'}, says ${sources[source]?.publisher}`,
    ),
    ...sources.flatMap((s) => [
      `  ${s.standing}${s.read ? '' : ' (unread)'} ${s.publisher}: ${s.title}`,
      `    ${s.url}`,
    ]),
  ];
}

/** `npm run data:stats -- [--draw 30] [--seed 1] [--country CC]` */
function runStatsCommand(args: string[]): void {
  const { values } = parseArgs({
    args,
    options: {
      draw: { type: 'string', default: '30' },
      seed: { type: 'string', default: String(Date.now() % 100_000) },
      country: { type: 'string' },
    },
  });
  const [count, seed] = [values.draw, values.seed].map(Number);
  if (count === undefined || seed === undefined || ![count, seed].every(Number.isSafeInteger))
    throw new Error('--draw and --seed take whole numbers');
  const files = readCountryFiles().filter(
    ({ name }) => values.country === undefined || name === `${values.country}.json`,
  );
  if (files.length === 0) throw new Error(`There is no src/knowledge/data/${values.country}.json`);
  const bundled = describeBundleSize(buildBundle(files));
  const incidents = files.flatMap(({ text }) => v.parse(CountryFileSchema, JSON.parse(text)).incidents);
  console.log(describeStats(incidents).join('\n'));
  console.log(`bundled: ${bundled}`);
  console.log(`\n${count} records to hold against their sources (--seed ${seed})`);
  for (const incident of drawSample(incidents, count, seed))
    console.log(`\n${formatForReview(incident).join('\n')}`);
}

runAsProgram(import.meta.url, runStatsCommand);
