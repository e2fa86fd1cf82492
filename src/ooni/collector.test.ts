import { afterEach, expect, test } from 'vitest';
import { type CollectorOptions, createCollector } from '../../tools/collector/server.ts';
import { startLoopbackServer } from '../base/testing/loopback-server.ts';
import { buildMeasurement } from '../reports/build-measurement.ts';
import { makeCase, reportContext } from '../reports/testing/fixtures.ts';
import { checkIn, findMeasurement, openReport, submitMeasurement } from './collector.ts';

const openServers: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(openServers.splice(0).map((server) => server.close())));

async function startCollector(options?: CollectorOptions) {
  const collector = createCollector(options);
  const server = await startLoopbackServer(collector.handleRequest);
  openServers.push(server);
  return { collector, base: server.base };
}
const measurement = buildMeasurement(makeCase(), reportContext);
const shortTimeout = () => AbortSignal.timeout(2_000);

test('the way of a report: which network, an id, the hand-over, the look in the table', async () => {
  const { collector, base } = await startCollector();
  expect(await checkIn(fetch, base)).toEqual({
    asn: 'AS64500',
    networkName: 'Example Telecom',
    country: 'PK',
  });
  const id = await openReport(fetch, `${base}/`, measurement);
  expect(await findMeasurement(fetch, base, id, measurement.input)).toBeNull();
  const outcome = await submitMeasurement(fetch, base, id, measurement);
  const [stored] = collector.reports;
  expect(outcome).toEqual({ kind: 'sent', uid: stored?.uid });
  expect(stored?.content).toEqual({ ...measurement, report_id: id });
  expect(await findMeasurement(fetch, base, id, measurement.input)).toEqual({ uid: stored?.uid });
  expect(collector.problems).toEqual([]);
});

test('nothing but the submission names the host', async () => {
  const bodies: string[] = [];
  const { base } = await startCollector();
  const recordingFetch: typeof fetch = (url, init) => {
    bodies.push(`${url} ${init?.body ?? ''}`);
    return fetch(url, init);
  };
  await checkIn(recordingFetch, base);
  await openReport(recordingFetch, base, measurement);
  expect(bodies).toHaveLength(2);
  for (const body of bodies) expect(body).not.toContain('x.com');
});

test('no cookies, no cache, no referrer, no redirects', async () => {
  const asked: RequestInit[] = [];
  const { base } = await startCollector();
  await openReport(
    (url, init) => {
      asked.push(init ?? {});
      return fetch(url, init);
    },
    base,
    measurement,
  );
  expect(asked[0]).toMatchObject({
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  });
});

test('without a network number or a country it is taken and thrown away', async () => {
  for (const gap of [{ probe_asn: 'AS0' }, { probe_cc: 'ZZ' }]) {
    const { collector, base } = await startCollector();
    const lost = { ...measurement, ...gap };
    expect(await submitMeasurement(fetch, base, await openReport(fetch, base, lost), lost)).toEqual({
      kind: 'discarded',
    });
    expect(collector.reports).toEqual([]);
  }
});

test('a measurement that does not fit its report id is refused for good', async () => {
  const { base } = await startCollector();
  const id = await openReport(fetch, base, measurement);
  const other = { ...measurement, probe_cc: 'TR' };
  expect(await submitMeasurement(fetch, base, id, other)).toEqual({
    kind: 'refused',
    why: 'POST /report/{id}: status 400: {"detail":"Inconsistent measurement"}',
  });
});

test('busy: nothing was taken, and it says when to come back', async () => {
  const { base, collector } = await startCollector();
  const id = await openReport(fetch, base, measurement);
  collector.setFault('503');
  expect(await submitMeasurement(fetch, base, id, measurement)).toMatchObject({
    kind: 'retry',
    retryAfterMs: 120_000,
  });
  await expect(openReport(fetch, base, measurement)).rejects.toMatchObject({
    permanent: false,
    retryAfterMs: 120_000,
  });
});

test('Retry-After as a date counts from the server, whose clock may be another', async () => {
  const server = await startLoopbackServer((_request, response) => {
    response.sendDate = false;
    response.writeHead(503, {
      Date: 'Sat, 17 Feb 2024 12:00:00 GMT',
      'Retry-After': 'Sat, 17 Feb 2024 12:03:00 GMT',
    });
    response.end();
  });
  openServers.push(server);
  expect(
    await submitMeasurement(fetch, server.base, '20240217T120000Z_a_PK_1_n1_a', measurement),
  ).toMatchObject({
    retryAfterMs: 180_000,
  });
});

test('a gateway that fails may stand before a house that took it', async () => {
  const server = await startLoopbackServer((_request, response) => {
    response.writeHead(502).end('bad gateway');
  });
  openServers.push(server);
  expect(await submitMeasurement(fetch, server.base, '20240217T120000Z_a_PK_1_n1_a', measurement)).toEqual({
    kind: 'unknown',
    why: 'POST /report/{id}: status 502: bad gateway',
  });
});

test('an answer that was not seen, or not understood, is unknown', async () => {
  const { base, collector } = await startCollector();
  const id = await openReport(fetch, base, measurement);
  for (const [fault, why] of [
    ['reset-after-store', /^POST \/report\/\{id\}: no answer/],
    ['hang', /^POST \/report\/\{id\}: no answer .*timeout/],
    ['rubbish', /^POST \/report\/\{id\}: an answer that is no JSON$/],
    ['oversize', /^POST \/report\/\{id\}: an answer of more than 65536 bytes$/],
  ] as const) {
    collector.setFault(fault);
    const outcome = await submitMeasurement(fetch, base, id, measurement, shortTimeout());
    expect(outcome.kind, fault).toBe('unknown');
    expect(outcome).toHaveProperty('why', expect.stringMatching(why));
  }
  expect(collector.reports).toHaveLength(2);
});

test.each([
  ['a page', '<html>', /^POST \/api\/v1\/check-in: an answer that is no JSON$/],
  ['nothing', '', /^POST \/api\/v1\/check-in: an answer that is no JSON$/],
  ['a list', '[]', /^POST \/api\/v1\/check-in: probe_cc: /],
  ['a number for a name', '{"probe_cc":"PK","probe_asn":17557}', /^POST \/api\/v1\/check-in: probe_asn: /],
  ['a wrong country', '{"probe_cc":"Pak","probe_asn":"AS1"}', /^POST \/api\/v1\/check-in: probe_cc: /],
])('rubbish is refused with endpoint and field: %s', async (_name, body, expected) => {
  const server = await startLoopbackServer((_request, response) => {
    response.end(body);
  });
  openServers.push(server);
  await expect(checkIn(fetch, server.base)).rejects.toThrow(expected);
});

test('a report id that would lead elsewhere is none', async () => {
  const server = await startLoopbackServer((_request, response) => {
    response.end('{"report_id":"../../api/v1/../evil_id"}');
  });
  openServers.push(server);
  await expect(openReport(fetch, server.base, measurement)).rejects.toThrow(/^POST \/report: report_id: /);
});

test("another report's row is no proof", async () => {
  const server = await startLoopbackServer((_request, response) => {
    response.end('{"report_id":"20240217T120000Z_other_PK_1_n1_a"}');
  });
  openServers.push(server);
  await expect(
    findMeasurement(fetch, server.base, '20240217T120000Z_mine_PK_1_n1_a', measurement.input),
  ).rejects.toThrow(/report_id/);
});

test('a null network name is an empty one', async () => {
  const server = await startLoopbackServer((_request, response) => {
    response.end('{"probe_cc":"ZZ","probe_asn":"AS0","probe_network_name":null}');
  });
  openServers.push(server);
  expect(await checkIn(fetch, server.base)).toEqual({ asn: 'AS0', networkName: '', country: 'ZZ' });
});
