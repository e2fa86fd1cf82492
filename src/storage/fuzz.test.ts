/** What lies on the device or comes from an administrator, and names of hosts. A damaged record is left out, never half used. */
import * as v from 'valibot';
import { brokenJson, brokenJsonText, brokenText, fuzz, pick } from '../base/testing/fuzz.ts';
import { ENDPOINTS, EndpointsSchema } from '../config/endpoints.ts';
import {
  applySettingsChange,
  DEFAULT_SETTINGS,
  SettingsChangeSchema,
  SettingsSchema,
} from '../config/settings.ts';
import { CaseSchema } from '../model/case.ts';
import { MeasurementSchema } from '../model/measurement.ts';
import { ReportSchema } from '../model/report.ts';
import { CollectorError, findMeasurement, openReport, submitMeasurement } from '../ooni/collector.ts';
import { CATALOGUE, platformOfHost } from '../platforms/catalogue.ts';
import { buildMeasurement } from '../reports/build-measurement.ts';
import { parseReports } from '../reports/report-store.ts';
import { makeCase, reportContext } from '../reports/testing/fixtures.ts';
import { parseCases } from './stored-cases.ts';

const CASE = makeCase({
  observations: [
    { check: 'retry', key: 'retry:1', host: 'x.com', at: 1, ms: 2, outcome: { kind: 'timeout' } },
    {
      check: 'doh-lookup',
      key: 'doh-lookup:google:x.com',
      host: 'dns.google',
      at: 1,
      ms: 2,
      outcome: { kind: 'resolved', rcode: 'NOERROR', addresses: ['104.244.42.1'] },
    },
  ],
});
fuzz('stored cases', {
  make: (random) => brokenJson(random, CASE),
  check(record) {
    for (const good of parseCases([record])) v.parse(CaseSchema, good);
  },
});

const MEASUREMENT = buildMeasurement(CASE, reportContext);
const REPORT = {
  id: 'a',
  caseId: 'case-1',
  state: 'queued',
  measurement: MEASUREMENT,
  createdAt: 1,
  attempts: 0,
  notBefore: 1,
};
fuzz('stored reports', {
  make: (random) => brokenJson(random, REPORT),
  check(record) {
    const { good, bad } = parseReports([record]);
    if (good.length + bad.length !== 1) throw new Error('neither good nor bad');
    for (const report of good) v.parse(ReportSchema, report);
  },
});

fuzz('the measurement of a damaged case', {
  make: (random) => [brokenJson(random, CASE), brokenText(random, 'Example Telecom 203-0-113-7')] as const,
  check([record, networkName]) {
    for (const good of parseCases([record])) {
      try {
        v.parse(
          MeasurementSchema,
          buildMeasurement({ ...good, probeNetworkName: networkName }, reportContext),
        );
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('No report can be made'))) throw error;
      }
    }
  },
});

const SETTINGS = { choice: 'standard', country: 'PK', region: 'PK-SD', language: 'ur', autoOpen: false };
fuzz('settings', {
  make: (random) => brokenJson(random, SETTINGS),
  check(stored) {
    const parsed = v.safeParse(SettingsSchema, stored);
    if (parsed.success) {
      const isChosen = (stored as { choice?: unknown }).choice === 'standard';
      if ((parsed.output.choice === 'standard') !== isChosen) throw new Error('a consent that nobody gave');
    }
    const change = v.safeParse(SettingsChangeSchema, stored);
    if (change.success)
      applySettingsChange(DEFAULT_SETTINGS, change.output as Partial<typeof DEFAULT_SETTINGS>);
  },
});

fuzz('an administrator’s policy', {
  make: (random) => brokenJson(random, ENDPOINTS),
  check(policy) {
    const parsed = v.safeParse(v.partial(EndpointsSchema), policy);
    if (!parsed.success) return;
    const { controls = [], helper, collector } = parsed.output;
    for (const url of [...controls.map((control) => control.url), helper, collector])
      if (url !== undefined && new URL(url).protocol !== 'https:') throw new Error(`plain text to ${url}`);
  },
});

const HOSTS = CATALOGUE.flatMap(({ domains, assets }) => [...domains, ...assets]);
fuzz('names of hosts', {
  make: (random) => brokenText(random, `${pick(random, ['', 'www.', 'a.b.', 'not-'])}${pick(random, HOSTS)}`),
  check(host) {
    const platform = platformOfHost(host);
    if (!platform) return;
    const name = host.toLowerCase().replace(/\.$/, '');
    const own = [...platform.domains, ...platform.assets];
    if (!own.some((suffix) => name === suffix || name.endsWith(`.${suffix}`)))
      throw new Error(`is no host of ${platform.slug}`);
  },
});

const COLLECTOR_ANSWERS = [
  { report_id: '20261126T000000Z_browserweb_PK_64500_n1_abcdefghijklmnop' },
  { measurement_uid: '20261126000000.000000_PK_browserweb_0123456789abcdef' },
  { report_id: 'r'.repeat(20), measurement_uid: 'u' },
];
/** As little of a response as the client reads: a true one costs 50 µs. */
const responseOf = (status: number, text: string): Response => {
  const chunks = [new TextEncoder().encode(text)];
  const reader = {
    read: async () => ({ done: chunks.length === 0, value: chunks.pop() }),
    cancel: async () => {},
  };
  return { status, headers: new Map(), body: { getReader: () => reader } } as unknown as Response;
};
fuzz<[number, string, number]>('OONI’s collector', {
  make: (random) => [
    pick(random, [200, 200, 200, 400, 429, 500]),
    brokenJsonText(random, pick(random, COLLECTOR_ANSWERS)),
    Math.floor(random() * 3),
  ],
  async check([status, text, call]) {
    const connection = { base: 'https://api.example', fetch: async () => responseOf(status, text) };
    try {
      if (call === 0) await openReport(connection, MEASUREMENT);
      else if (call === 1) await submitMeasurement(connection, 'r'.repeat(20), MEASUREMENT);
      else await findMeasurement(connection, { reportId: 'r'.repeat(20), input: 'https://x.com/' });
    } catch (error) {
      if (!(error instanceof CollectorError)) throw error;
    }
  },
});
