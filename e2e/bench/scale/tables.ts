import { seededRandom } from '../../../src/base/random.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/base/time.ts';
import { type Table, toMarkdown } from '../table.ts';
import { ASSUMED, casesPerSecond, meanOf, peakOf, requestsPerSecond } from './crowd.ts';
import type { Refusals } from './internet.ts';
import { type CaseRun, runOneCase } from './one-case.ts';
import { CAPACITIES, SERVICE_NAMES, type ServiceName, serviceOfHost } from './services.ts';
import { SITUATIONS, type Situation } from './situations.ts';

const ARRIVALS_MIN = [10, 30, 60] as const;
const OONI_REFUSES: Refusals = { 'OONI’s interface': 429, 'OONI’s test helpers': 503 };
const EVERY_SERVICE_REFUSES: Refusals = {
  ...OONI_REFUSES,
  Globalping: 429,
  resolver: 429,
  'speed file': 429,
};
const REFUSALS: readonly [string, Refusals][] = [
  ['nobody', {}],
  ['OONI’s interface (429)', { 'OONI’s interface': 429 }],
  ['OONI’s helpers (503)', { 'OONI’s test helpers': 503 }],
  ['OONI, all of it (429, 503)', OONI_REFUSES],
  ['OONI, all of it (silent)', { 'OONI’s interface': 'silent', 'OONI’s test helpers': 'silent' }],
  ['Globalping (429)', { Globalping: 429 }],
  ['OONI and Globalping', { ...OONI_REFUSES, Globalping: 429 }],
  ['resolvers (429)', { resolver: 429 }],
  ['speed files (429)', { 'speed file': 429 }],
  ['all of these', EVERY_SERVICE_REFUSES],
];

/** Each load, and the case that puts it there. */
const LOADS: readonly [ServiceName, string, Situation, Refusals][] = [
  ['OONI’s interface', '', SITUATIONS.reset, {}],
  ['OONI’s test helpers', '', SITUATIONS.reset, {}],
  ['Globalping', 'OONI refuses', SITUATIONS.reset, OONI_REFUSES],
  ['Globalping', 'down for all', SITUATIONS.outage, {}],
  ['resolver', 'each', SITUATIONS.silence, {}],
  ['control', 'each', SITUATIONS.reset, {}],
  ['portal page', 'each', SITUATIONS.reset, {}],
  ['speed file', 'each; the site is slowed down', SITUATIONS.slow, {}],
  ['domestic site', 'each; national cut-off', SITUATIONS.cutOff, {}],
];

export async function scaleTables(seed: number): Promise<string[]> {
  const tables = [await oneCaseTable(), await crowdTable(seed), steadyTable(), await refusalTable()];
  return tables.map(toMarkdown);
}

async function oneCaseTable(): Promise<Table> {
  const situations: readonly Situation[] = Object.values(SITUATIONS);
  const runs = await Promise.all(situations.map((situation) => runOneCase(situation)));
  const row = (name: string, cell: (run: CaseRun) => string): string[] => [name, ...runs.map(cell)];
  return {
    title: 'What one case asks',
    how: 'The real plan, limits and rules, on a virtual clock. Requests by service; the platform’s are those to its hosts and its address.',
    columns: ['', ...situations.map(({ name }) => name)],
    rows: [
      ...SERVICE_NAMES.filter((name) => runs.some((run) => countOf(run, name) > 0)).map((name) =>
        row(name, (run) => String(countOf(run, name) || '')),
      ),
      row('most to one host or address of the platform', (run) =>
        String(busiestHost(run, 'platform').length),
      ),
      row('held back by a limit', (run) => String(run.heldBack || '')),
      row('time', ({ ms }) => `${(ms / 1000).toFixed(1)} s`),
    ],
  };
}

const countOf = ({ sent }: CaseRun, service: ServiceName): number =>
  sent.filter(({ host }) => serviceOfHost(host) === service).length;

/** When the host of a service that is asked most is asked, ms after the case began. */
function busiestHost({ sent }: CaseRun, service: ServiceName): number[] {
  const times = new Map<string, number[]>();
  for (const { host, atMs } of sent)
    if (serviceOfHost(host) === service) times.set(host, [...(times.get(host) ?? []), atMs]);
  return [...times.values()].reduce((most, one) => (one.length > most.length ? one : most), []);
}

async function crowdTable(seed: number): Promise<Table> {
  const crowds = ARRIVALS_MIN.map((minutes) => casesPerSecond(minutes * MINUTE_MS, seededRandom(seed)));
  const rows = await Promise.all(
    LOADS.map(async ([service, when, situation, refusals]) => {
      const atMs = busiestHost(await runOneCase(situation, refusals), service);
      const capacity = CAPACITIES.find((one) => one.service === service);
      const perHost = crowds.map((cases) =>
        requestsPerSecond(cases, atMs).map((requests) => requests / (capacity?.hosts ?? 1)),
      );
      const peaks = perHost.map(peakOf);
      const [inTenMinutes = 0] = peaks;
      return [
        when === '' ? service : `${service} (${when})`,
        String(atMs.length),
        ...perHost.map((requests, i) => `${formatRate(meanOf(requests, HOUR_MS))} / ${formatRate(peaks[i])}`),
        capacity?.basis ?? '',
        inTenMinutes > (capacity?.perSecond ?? 0)
          ? `${formatRate(inTenMinutes / (capacity?.perSecond ?? 1))}× too much`
          : 'ok',
      ];
    }),
  );
  return {
    title: 'One platform is shut down at 20:00',
    how: describeCrowd(crowds),
    columns: [
      'host of',
      'a case',
      ...ARRIVALS_MIN.map((minutes) => `${minutes} min: mean / peak`),
      'bears',
      'at the highest peak',
    ],
    rows,
  };
}

/** What was assumed of people, and what follows for addresses that they share. */
function describeCrowd(crowds: readonly Float64Array[]): string {
  const { people, tryingShare, retries, meanRetryMs, newTabShare, recheckShare, peoplePerAddress } = ASSUMED;
  const trying = people * tryingShare;
  const perHour = crowds.map((cases) => meanOf(cases, HOUR_MS) * (HOUR_MS / 1000));
  const measurementsPerAddress = Math.max(...perHour.map((cases) => (cases * peoplePerAddress) / trying));
  return [
    `${formatCount(people)} people have the extension, all in the country. Assumed: ${100 * tryingShare} % try that evening, nine of ten of them`,
    `for the first time within 10, 30 or 60 minutes; each tries ${retries} times more, on average every ${meanRetryMs / MINUTE_MS} minutes,`,
    `${100 * newTabShare} % of that in a new tab (else five minutes are one case); ${100 * recheckShare} % press “Check again” once.`,
    `Cases in the first hour: ${perHour.map(formatCount).join(', ')}. Requests a second to one host, mean of the first hour and busiest second.`,
    `Globalping gives an address 83 measurements of three tests an hour; ${peoplePerAddress} such people behind one address (assumed) would need up to ${Math.round(measurementsPerAddress)}.`,
  ].join(' ');
}

/** What comes without an event, and after a cut-off has ended: it follows from the times in the code. */
function steadyTable(): Table {
  const { people, tryingShare } = ASSUMED;
  const [filesAsked, recordsKb, reportShare] = [2, 157, 0.02];
  const perDay = people / (DAY_MS / 1000);
  // A check that fails is repeated after an eighth of a day, times 0.75 to 1.25, so devices are spread over it.
  const afterCutOff = people / (DAY_MS / 8 / 1000);
  // Reports wait for an hour at most, times 0.5 to 1.5.
  const reports = (people * tryingShare * reportShare) / (HOUR_MS / 1000);
  const megabytes = (perSecond: number): string => `${((perSecond * recordsKb) / 1024).toFixed(1)} MB/s`;
  return {
    title: 'Updates and reports',
    how: `Computed from the intervals of src/updates/update-client.ts and src/reports/outbox.ts: ${filesAsked} small files a check, ${recordsKb} KB when there are new records; ${100 * reportShare} % of those who try send a report (assumed). All mirrors together.`,
    columns: ['what', 'requests/s', 'if all get new records', 'spread by'],
    rows: [
      [
        'mirrors, any day',
        formatRate(perDay * filesAsked),
        megabytes(perDay),
        'a day × 0.75–1.25, at random',
      ],
      [
        'mirrors, after a national cut-off',
        formatRate(afterCutOff * filesAsked),
        megabytes(afterCutOff),
        'three hours × 0.75–1.25, at random',
      ],
      [
        'reports to OONI, after a national cut-off',
        formatRate(reports * 2),
        '',
        'a minute, doubled to an hour, × 0.5–1.5, at random',
      ],
    ],
  };
}

async function refusalTable(): Promise<Table> {
  const situations: readonly Situation[] = Object.values(SITUATIONS);
  const rows = REFUSALS.map(async ([name, refusals]) => {
    const runs = await Promise.all(situations.map((situation) => runOneCase(situation, refusals)));
    return [name, ...runs.map(describeVerdict)];
  });
  return {
    title: 'What people read when services refuse',
    how: 'The same case, while a service refuses everything.',
    columns: ['who refuses', ...situations.map(({ name }) => name)],
    rows: await Promise.all(rows),
  };
}

const describeVerdict = ({ verdict: { kind, mechanism, confidence } }: CaseRun): string =>
  [kind, mechanism, `(${confidence})`].filter(Boolean).join(' ');

const formatCount = (value: number): string => Math.round(value).toLocaleString('en');
const formatRate = (value = 0): string => (value < 10 ? value.toFixed(1) : formatCount(value));
