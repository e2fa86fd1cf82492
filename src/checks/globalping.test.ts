import { expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import type { ProbeRequest, ProbeResult } from '../model/probe.ts';
import type { CheckContext } from './check.ts';
import { globalpingCheck } from './globalping.ts';

const jsonAnswer = (body: unknown, status = 200): ProbeResult => ({
  kind: 'answered',
  status,
  headers: {},
  body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
  hstsUpgraded: false,
  ms: 100,
});
const createdAnswer = jsonAnswer({ id: 'nzGzfAGL7sZfUs3c', probesCount: 3 }, 202);
const volunteerResult = (country: string, result: object, tags = ['eyeball-network']) => ({
  probe: { continent: 'AS', country, city: 'X', asn: 1, tags, resolvers: ['private'] },
  result: { rawOutput: '', ...result },
});
const finishedResult = { status: 'finished', statusCode: 200, tls: { authorized: true } };
const failedResult = (rawOutput: string) => ({ status: 'failed', rawOutput, statusCode: null, tls: null });
const pendingResult = { status: 'in-progress' };
const measurementAnswer = (status: string, ...results: object[]) =>
  jsonAnswer({ id: 'x', type: 'http', status, results });

/** A fake clock: each request takes 100 ms, each pause its own length. */
async function runGlobalping(answers: ProbeResult[], timeoutMs = 4_000, country = 'PK') {
  const asked: ProbeRequest[] = [];
  let now = 0;
  const tools: CheckContext = {
    async probe(request) {
      asked.push(request);
      now += 100;
      const answer = answers[asked.length - 1] ?? answers.at(-1) ?? jsonAnswer('');
      if (answer.kind !== 'answered') return answer;
      return { ...answer, body: answer.body.subarray(0, request.maxBodyBytes) };
    },
    now: () => now,
    random: () => 0.5,
    async pause(ms) {
      now += ms;
    },
    findBlockPage: async () => undefined,
  };
  const task = globalpingCheck({ host: 'x.com', country, timeoutMs }, ENDPOINTS);
  const { outcome, ms } = await task.run(tools, new AbortController().signal);
  return { outcome, ms, asked };
}
const resultsFrom = async (...answers: ProbeResult[]) => {
  const { outcome } = await runGlobalping([createdAnswer, ...answers]);
  return outcome.kind === 'vantage-points' ? outcome.results : outcome.kind;
};

test('two other countries and the own one load the front page, and learn the host but no path', async () => {
  const { asked, outcome } = await runGlobalping([
    createdAnswer,
    measurementAnswer(
      'finished',
      volunteerResult('US', finishedResult),
      volunteerResult('JP', finishedResult),
      volunteerResult('PK', failedResult('read ECONNRESET')),
    ),
  ]);
  expect(asked.map(({ url }) => url)).toEqual([
    'https://api.globalping.io/v1/measurements',
    'https://api.globalping.io/v1/measurements/nzGzfAGL7sZfUs3c',
  ]);
  expect(JSON.parse(asked[0]?.postBody ?? '')).toEqual({
    type: 'http',
    target: 'x.com',
    locations: [
      { country: 'US', tags: ['eyeball-network'], limit: 1 },
      { country: 'JP', tags: ['eyeball-network'], limit: 1 },
      { country: 'PK', tags: ['eyeball-network'], limit: 1 },
    ],
    measurementOptions: { protocol: 'HTTPS', request: { method: 'HEAD', path: '/' } },
  });
  expect(outcome).toEqual({
    kind: 'vantage-points',
    results: [
      { country: 'US', sameCountry: false, works: true, status: 200 },
      { country: 'JP', sameCountry: false, works: true, status: 200 },
      { country: 'PK', sameCountry: true, works: false, failure: 'connection_reset' },
    ],
  });
});

test.each([
  ['JP', ['US', 'CH', 'JP']],
  ['', ['US', 'JP']],
])('a person in %j has the front page loaded from %j', async (country, expected) => {
  const { asked } = await runGlobalping(
    [createdAnswer, measurementAnswer('finished', volunteerResult('US', finishedResult))],
    4_000,
    country,
  );
  const { locations } = JSON.parse(asked[0]?.postBody ?? '') as { locations: { country: string }[] };
  expect(locations.map((l) => l.country)).toEqual(expected);
});

test.each([
  ['connect ECONNREFUSED 203.0.113.7:443', 'connection_refused'],
  [
    'Client network socket disconnected before secure TLS connection was established - ECONNRESET',
    'connection_reset',
  ],
  ['other side closed', 'connection_reset'],
  ['Request timeout.', 'generic_timeout_error'],
  ['connect EHOSTUNREACH 203.0.113.7:443', 'generic_timeout_error'],
  ['getaddrinfo ENOTFOUND x.com', 'dns_lookup_error'],
  ['queryA ENODATA x.com', 'dns_lookup_error'],
  ['SSL alert number 112', 'ssl_failed_handshake'],
  ['something new', 'unknown_failure'],
])('a volunteer’s error "%s" becomes %s', async (words, failure) => {
  expect(
    await resultsFrom(measurementAnswer('finished', volunteerResult('US', failedResult(words)))),
  ).toMatchObject([{ works: false, failure }]);
});

test('a bad certificate is a failure, and a server error does not count as working', async () => {
  const seen = await resultsFrom(
    measurementAnswer(
      'finished',
      volunteerResult('US', { ...finishedResult, tls: { authorized: false, error: 'CERT_HAS_EXPIRED' } }),
      volunteerResult('JP', { ...finishedResult, statusCode: 503 }),
    ),
  );
  expect(seen).toEqual([
    { country: 'US', sameCountry: false, works: false, failure: 'ssl_invalid_certificate' },
    { country: 'JP', sameCountry: false, works: false, status: 503 },
  ]);
});

test('volunteers that still measure, broke down, or are in a data centre have no result', async () => {
  const seen = await resultsFrom(
    measurementAnswer(
      'finished',
      volunteerResult('US', pendingResult),
      volunteerResult('JP', { ...failedResult('Internal error'), failureSource: 'internal' }),
      volunteerResult('PK', finishedResult, ['datacenter-network']),
      volunteerResult('US', finishedResult, ['datacenter-network']),
      volunteerResult('CH', finishedResult),
    ),
  );
  expect(seen).toEqual([{ country: 'CH', sameCountry: false, works: true, status: 200 }]);
});

test('once the site works abroad, the other volunteers get one more poll', async () => {
  const early = measurementAnswer(
    'in-progress',
    volunteerResult('US', finishedResult),
    volunteerResult('JP', pendingResult),
    volunteerResult('PK', pendingResult),
  );
  const { asked } = await runGlobalping([createdAnswer, early, early, early]);
  expect(asked).toHaveLength(3);
});

test('volunteers without a result by the deadline are dropped; the other results stay', async () => {
  const slow = measurementAnswer(
    'in-progress',
    volunteerResult('US', failedResult('Request timeout.')),
    volunteerResult('JP', pendingResult),
  );
  const { outcome, ms, asked } = await runGlobalping([createdAnswer, slow], 2_000);
  expect(outcome).toMatchObject({ kind: 'vantage-points', results: [{ country: 'US' }] });
  expect(ms).toBeLessThanOrEqual(2_000);
  expect(asked.length).toBeLessThanOrEqual(5);
  expect(
    (
      await runGlobalping([
        createdAnswer,
        measurementAnswer('in-progress', volunteerResult('US', pendingResult)),
      ])
    ).outcome,
  ).toEqual({
    kind: 'timeout',
  });
});

test.each([
  [jsonAnswer({ error: { type: 'too_many_requests' } }, 429), 'status 429, no measurement'],
  [jsonAnswer({ error: { type: 'no_probes_found' } }, 422), 'status 422, no measurement'],
  [jsonAnswer('<html>blocked</html>'), 'status 200, no measurement'],
  [jsonAnswer({ id: '../../v1/limits' }, 202), 'status 202, no measurement'],
])('a refusal says nothing about the site: %#', async (answer, why) => {
  const { outcome, asked } = await runGlobalping([answer]);
  expect(outcome).toEqual({ kind: 'void', why });
  expect(asked).toHaveLength(1);
});

test('an unreachable Globalping is a failure of its own; an invalid answer is skipped', async () => {
  const reset: ProbeResult = { kind: 'failed', failure: 'reset', error: 'net::ERR_CONNECTION_RESET', ms: 5 };
  expect((await runGlobalping([reset])).outcome).toMatchObject({ kind: 'failed', failure: 'reset' });
  expect(
    await resultsFrom(
      jsonAnswer('<html>'),
      measurementAnswer('finished', volunteerResult('US', finishedResult)),
    ),
  ).toHaveLength(1);
});

test('no more than 80 KB of all answers are read', async () => {
  const long = jsonAnswer('x'.repeat(50_000));
  const { asked, outcome } = await runGlobalping([createdAnswer, long]);
  expect(asked.map(({ maxBodyBytes }) => maxBodyBytes).slice(1)).toEqual([81_879, 31_879]);
  expect(outcome.kind).toBe('timeout');
});
