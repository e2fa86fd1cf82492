/** Answers of services, pages and networks. Whatever comes, a check gives an outcome that fits its schema. */
import * as dns from '@leichtgewicht/dns-packet';
import * as v from 'valibot';
import {
  brokenBytes,
  brokenJson,
  brokenJsonText,
  brokenText,
  fuzz,
  pick,
  type Random,
} from '../base/testing/fuzz.ts';
import { ENDPOINTS } from '../config/endpoints.ts';
import { failureFromErrorName } from '../detection/browser-errors.ts';
import { OutageSchema, parseOutages } from '../live/outages.ts';
import { FAILURES } from '../model/failure.ts';
import { ObservationSchema } from '../model/observation.ts';
import type { ProbeResult } from '../model/probe.ts';
import { DayCountsSchema, parseDailyCounts } from '../ooni/aggregation.ts';
import { answerOutcome } from './answer.ts';
import type { Check, CheckContext } from './check.ts';
import { decodePage } from './decode-page.ts';
import { dohLookupCheck } from './doh-lookup.ts';
import rows from './fingerprints.json' with { type: 'json' };
import { Fingerprints } from './fingerprints.ts';
import { globalpingCheck } from './globalping.ts';
import { inPageCheck } from './in-page.ts';
import { measurementsCheck } from './measurements.ts';
import { mediaSampleCheck } from './media-sample.ts';
import { testHelperCheck } from './ooni-test-helper.ts';
import { findForwards } from './page-forwards.ts';
import { pagePartsCheck } from './page-parts.ts';
import { readableText } from './readable-text.ts';

const NOW = Date.UTC(2026, 10, 26);
const encoder = new TextEncoder();
const never = new AbortController().signal;

const jsonAnswer = (text: string): ProbeResult => ({
  kind: 'answered',
  status: 200,
  headers: {},
  body: encoder.encode(text),
  hstsUpgraded: false,
  ms: 5,
});

/** Runs a check whose requests are answered in order, the last answer again and again; its outcome must fit. */
async function checkOutcome(
  check: Check,
  answers: readonly ProbeResult[],
  more: Partial<CheckContext> = {},
): Promise<void> {
  let asked = 0;
  const {
    outcome,
    ms: _,
    ...network
  } = await check.run(
    {
      probe: async () => answers[Math.min(asked++, answers.length - 1)] as ProbeResult,
      now: () => NOW,
      random: () => 0.5,
      findBlockPage: async () => undefined,
      pause: async () => {},
      ...more,
    },
    never,
  );
  const observation = { check: check.name, key: check.key, host: check.host, at: NOW, ms: 1, outcome };
  v.parse(ObservationSchema, { ...observation, ...network });
}

const DNS_ANSWERS = (['A', 'AAAA'] as const).map((type) =>
  dns.encode({
    id: 0,
    type: 'response',
    questions: [{ type, name: 'x.com' }],
    answers: [
      { type: 'CNAME', name: 'x.com', data: 'edge.example' },
      { type, name: 'edge.example', data: type === 'A' ? '104.244.42.1' : '2a04:9d40::1', ttl: 60 },
    ],
    additionals: [{ type: 'OPT', name: '.', data: [] } as dns.OptAnswer],
  }),
);
const [resolver] = ENDPOINTS.resolvers;
if (!resolver) throw new Error('No resolver');
const lookups = [dohLookupCheck(resolver, 'x.com', 1), dohLookupCheck(resolver, 'x.com', 1, 'AAAA')];
fuzz<[Uint8Array, Check]>('DNS messages over HTTPS', {
  make: (random) => [brokenBytes(random, pick(random, DNS_ANSWERS)), pick(random, lookups)],
  check: ([body, check]) => checkOutcome(check, [{ ...jsonAnswer(''), body } as ProbeResult]),
});

const CHECK_IN = {
  probe_asn: 'AS64500',
  probe_cc: 'PK',
  probe_network_name: 'Example',
  conf: {
    test_helpers: {
      'web-connectivity': [{ address: 'https://0.th.ooni.org', type: 'https' }],
    },
  },
};
const HELPER = {
  http_request: { failure: null, status_code: 200, body_length: 12_345 },
  dns: { addrs: ['104.244.42.1', '::1'] },
  tcp_connect: { '192.0.2.1:443': { status: true, failure: null } },
  tls_handshake: { '192.0.2.1:443': { status: false, failure: 'ssl_invalid_hostname' } },
  ip_info: { '192.0.2.1': { asn: 64500 } },
};
const helperCheck = testHelperCheck({ host: 'x.com', timeoutMs: 4_000, addresses: ['192.0.2.1'] }, ENDPOINTS);
fuzz<[string, string]>('OONI’s check-in and test helpers', {
  make: (random) => [brokenJsonText(random, CHECK_IN), brokenJsonText(random, HELPER)],
  check: ([checkIn, helper]) => checkOutcome(helperCheck, [checkIn, helper, helper].map(jsonAnswer)),
});

const MEASUREMENT = {
  status: 'finished',
  results: [
    {
      probe: { country: 'US', tags: ['eyeball-network'] },
      result: { status: 'finished', statusCode: 200, rawOutput: 'HTTP', tls: { authorized: true } },
    },
    {
      probe: { country: 'PK', tags: ['eyeball-network'] },
      result: {
        status: 'failed',
        rawOutput: 'connect ECONNREFUSED 203.0.113.7:443',
        failureSource: 'target',
      },
    },
  ],
};
const globalping = globalpingCheck({ host: 'x.com', country: 'PK', timeoutMs: 4_000 }, ENDPOINTS);
fuzz<[string, string]>('Globalping', {
  make: (random) => [
    random() < 0.1 ? brokenJsonText(random, { id: 'abc' }) : '{"id":"abc"}',
    brokenJsonText(random, MEASUREMENT),
  ],
  check: ([created, measured]) => checkOutcome(globalping, [created, measured].map(jsonAnswer)),
});

const COUNTS = { anomaly_count: 12, confirmed_count: 0, failure_count: 1, ok_count: 3 };
const measurements = measurementsCheck('x.com', 'PK', ENDPOINTS, 4_000);
const DAYS = {
  result: [
    { ...COUNTS, measurement_start_day: '2026-11-23', probe_asn: 64500 },
    { ...COUNTS, measurement_start_day: '2026-11-24', probe_asn: 'AS0' },
  ],
};
fuzz('OONI’s counts', {
  make: (random) => brokenJsonText(random, DAYS),
  check(text) {
    const answer = jsonAnswer(text);
    const days = parseDailyCounts(parsedOrText(text));
    if (days) v.parse(v.array(DayCountsSchema), days);
    return checkOutcome(measurements, [answer]);
  },
});

const EVENTS = {
  error: null,
  data: [
    { location: 'country/PK', start: NOW / 1000 - 7_200, duration: 7_200, datasource: 'bgp', score: 7 },
    { location: 'country/PK', start: NOW / 1000 - 3_600, duration: 3_600, datasource: 'merit-nt' },
  ],
};
fuzz('IODA’s outages', {
  make: (random) => brokenJsonText(random, EVENTS),
  check(text) {
    const outages = parseOutages(parsedOrText(text), 'PK', NOW);
    if (!outages) return;
    v.parse(v.array(OutageSchema), outages);
    for (const { since } of outages) new Date(since).toISOString();
  },
});

const PAGE_REPLIES = [
  { result: 'unreachable', loaded: 1, zeroBytes: 3, waitedMs: 12.4 },
  [{ host: 'abs.twimg.com', count: 3, bytes: 1_000, ms: 40 }],
  { end: 'limit', bytes: 131_072, bodyMs: 900, viaWorker: false },
];
const pageChecks = [
  inPageCheck(7, 'abs.twimg.com', 4_000),
  pagePartsCheck(7, 'x.com', () => true),
  mediaSampleCheck(7, 'abs.twimg.com', 1),
];
fuzz<[unknown, Check]>('what a page says of itself', {
  make: (random) => [brokenJson(random, pick(random, PAGE_REPLIES)), pick(random, pageChecks)],
  check([reply, check]) {
    const said = async () => reply;
    return checkOutcome(check, [], { probeInPage: said, readPageParts: said, samplePagePart: said });
  },
});

const table = new Fingerprints(rows);
const NAMES = new Set(rows.map((row) => row[3]));
const TEXTS = rows.map((row) => String(row[5]));
const makePage = (random: Random): string => {
  const text = pick(random, TEXTS);
  const target = pick(random, ['http://a.example/', text, '//b.example', 'http:\\/\\/c.example']);
  const page = pick(random, [
    `<html><title>${text}</title><p>${text}&#x41;&nbsp;`,
    `<meta http-equiv="refresh" content="0; url=${target}"><meta charset=windows-1251>`,
    `<script>window.location.href = '${target}'</script><iframe src="${target}">`,
    text,
  ]);
  return brokenText(random, random() < 0.2 ? page.repeat(3) : page);
};
fuzz<[string, string]>('the table of block pages', {
  make: (random) => [
    makePage(random),
    random() < 0.5 ? pick(random, TEXTS) : brokenText(random, pick(random, TEXTS)),
  ],
  check([body, location]) {
    const found = table.findBlockPage({ body, location });
    if (found && !NAMES.has(found.name)) throw new Error('a page that is not in the table');
    const answered = { ...jsonAnswer(''), status: 302, headers: { location, date: body } } as const;
    if (answered.kind === 'answered')
      v.parse(ObservationSchema.entries.outcome, answerOutcome(answered, 'http://x.com/', NOW));
  },
});

fuzz<[Uint8Array, string]>('pages, their encodings and where they lead', {
  make: (random) => [
    brokenBytes(random, encoder.encode(makePage(random))),
    brokenText(random, pick(random, ['text/html; charset=utf-8', 'text/html; charset="gbk"', ''])),
  ],
  check([bytes, contentType]) {
    const page = decodePage(bytes, contentType);
    readableText(page);
    for (const url of findForwards(page))
      if (!/^https?:$/.test(new URL(url).protocol)) throw new Error(`leads to ${url}`);
  },
});

const ERROR_NAMES = ['net::ERR_CONNECTION_RESET', 'NS_ERROR_NET_TIMEOUT', 'SEC_ERROR_UNKNOWN_ISSUER'];
fuzz('names of errors', {
  make: (random) => brokenText(random, pick(random, ERROR_NAMES)),
  check(name) {
    if (!FAILURES.includes(failureFromErrorName(name))) throw new Error('no failure of the list');
  },
});

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
