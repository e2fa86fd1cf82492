import { afterEach, expect, test } from 'vitest';
import { type CollectorOptions, createCollector } from '../../tools/collector/server.ts';
import { startLoopbackServer } from '../base/testing/loopback-server.ts';
import { buildMeasurement } from '../reports/build-measurement.ts';
import { makeCase, reportContext } from '../reports/testing/fixtures.ts';
import { findMeasurement, openReport, submitMeasurement } from './collector.ts';

const openServers: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(openServers.splice(0).map((server) => server.close())));

async function startCollector(options?: CollectorOptions) {
  const collector = createCollector(options);
  const server = await startLoopbackServer(collector.handleRequest);
  openServers.push(server);
  return { collector, base: server.base };
}
const measurement = buildMeasurement(makeCase(), reportContext);
const otherReportId = '20240217T120000Z_a_PK_1_n1_a';

test('a report takes three requests: report id, submission, lookup', async () => {
  const { collector, base } = await startCollector();
  const id = await openReport({ fetch, base: `${base}/` }, measurement);
  expect(await findMeasurement({ fetch, base }, { reportId: id, input: measurement.input })).toBeNull();
  const outcome = await submitMeasurement({ fetch, base }, id, measurement);
  const [stored] = collector.reports;
  expect(outcome).toEqual({ kind: 'sent', uid: stored?.uid });
  expect(stored?.content).toEqual({ ...measurement, report_id: id });
  expect(await findMeasurement({ fetch, base }, { reportId: id, input: measurement.input })).toEqual({
    uid: stored?.uid,
  });
  expect(collector.problems).toEqual([]);
});

test('only the submission names the host', async () => {
  const bodies: string[] = [];
  const { base } = await startCollector();
  const recordingFetch: typeof fetch = (url, init) => {
    bodies.push(`${url} ${init?.body ?? ''}`);
    return fetch(url, init);
  };
  await openReport({ fetch: recordingFetch, base }, measurement);
  expect(bodies).toHaveLength(1);
  for (const body of bodies) expect(body).not.toContain('x.com');
});

test('sends no cookies or referrer, and follows no redirects', async () => {
  const asked: RequestInit[] = [];
  const { base } = await startCollector();
  const recordingFetch: typeof fetch = (url, init) => {
    asked.push(init ?? {});
    return fetch(url, init);
  };
  await openReport({ fetch: recordingFetch, base }, measurement);
  expect(asked[0]).toMatchObject({
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  });
});

test('the collector takes and discards a report without a network number or a country', async () => {
  for (const gap of [{ probe_asn: 'AS0' }, { probe_cc: 'ZZ' }]) {
    const { collector, base } = await startCollector();
    const lost = { ...measurement, ...gap };
    expect(await submitMeasurement({ fetch, base }, await openReport({ fetch, base }, lost), lost)).toEqual({
      kind: 'discarded',
    });
    expect(collector.reports).toEqual([]);
  }
});

test('refuses a measurement that does not match its report id', async () => {
  const { base } = await startCollector();
  const id = await openReport({ fetch, base }, measurement);
  const other = { ...measurement, probe_cc: 'TR' };
  expect(await submitMeasurement({ fetch, base }, id, other)).toEqual({
    kind: 'refused',
    why: 'POST /report/{id}: status 400: {"detail":"Inconsistent measurement"}',
  });
});

test('a busy collector takes nothing, and says when to retry', async () => {
  const { base, collector } = await startCollector();
  const id = await openReport({ fetch, base }, measurement);
  collector.setFault('503');
  expect(await submitMeasurement({ fetch, base }, id, measurement)).toMatchObject({
    kind: 'retry',
    retryAfterMs: 120_000,
  });
  await expect(openReport({ fetch, base }, measurement)).rejects.toMatchObject({
    isPermanent: false,
    retryAfterMs: 120_000,
  });
});

test('a Retry-After date counts from the clock of the server', async () => {
  const server = await startLoopbackServer((_request, response) => {
    response.sendDate = false;
    response.writeHead(503, {
      Date: 'Sat, 17 Feb 2024 12:00:00 GMT',
      'Retry-After': 'Sat, 17 Feb 2024 12:03:00 GMT',
    });
    response.end();
  });
  openServers.push(server);
  expect(await submitMeasurement({ fetch, base: server.base }, otherReportId, measurement)).toMatchObject({
    retryAfterMs: 180_000,
  });
});

test('a failing gateway leaves it unknown whether the report was stored', async () => {
  const server = await startLoopbackServer((_request, response) => {
    response.writeHead(502).end('bad gateway');
  });
  openServers.push(server);
  expect(await submitMeasurement({ fetch, base: server.base }, otherReportId, measurement)).toEqual({
    kind: 'unknown',
    why: 'POST /report/{id}: status 502: bad gateway',
  });
});

test('the outcome is unknown when the answer is missing or unreadable', async () => {
  const { base, collector } = await startCollector();
  const id = await openReport({ fetch, base }, measurement);
  for (const [fault, why] of [
    ['reset-after-store', /^POST \/report\/\{id\}: no answer/],
    ['hang', /^POST \/report\/\{id\}: no answer .*timeout/],
    ['rubbish', /^POST \/report\/\{id\}: an answer that is no JSON$/],
    ['oversize', /^POST \/report\/\{id\}: an answer of more than 65536 bytes$/],
  ] as const) {
    collector.setFault(fault);
    const outcome = await submitMeasurement({ fetch, base, timeoutMs: 2_000 }, id, measurement);
    expect(outcome.kind, fault).toBe('unknown');
    expect(outcome).toHaveProperty('why', expect.stringMatching(why));
  }
  expect(collector.reports).toHaveLength(2);
});

test.each([
  ['a page', '<html>', /^POST \/report: an answer that is no JSON$/],
  ['nothing', '', /^POST \/report: an answer that is no JSON$/],
  ['a list', '[]', /^POST \/report: report_id: /],
  ['a number for an id', '{"report_id":17557}', /^POST \/report: report_id: /],
])('the error names endpoint and field for a bad answer: %s', async (_name, body, expected) => {
  const server = await startLoopbackServer((_request, response) => {
    response.end(body);
  });
  openServers.push(server);
  await expect(openReport({ fetch, base: server.base }, measurement)).rejects.toThrow(expected);
});

test('rejects a report id that would change the path', async () => {
  const server = await startLoopbackServer((_request, response) => {
    response.end('{"report_id":"../../api/v1/../evil_id"}');
  });
  openServers.push(server);
  await expect(openReport({ fetch, base: server.base }, measurement)).rejects.toThrow(
    /^POST \/report: report_id: /,
  );
});

test('rejects the row of another report', async () => {
  const server = await startLoopbackServer((_request, response) => {
    response.end('{"report_id":"20240217T120000Z_other_PK_1_n1_a"}');
  });
  openServers.push(server);
  await expect(
    findMeasurement(
      { fetch, base: server.base },
      { reportId: '20240217T120000Z_mine_PK_1_n1_a', input: measurement.input },
    ),
  ).rejects.toThrow(/report_id/);
});
