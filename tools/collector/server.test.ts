import { afterEach, expect, test } from 'vitest';
import { startLoopbackServer } from '../../src/base/testing/loopback-server.ts';
import { buildMeasurement } from '../../src/reports/build-measurement.ts';
import { makeCase, reportContext } from '../../src/reports/testing/fixtures.ts';
import { createCollector } from './server.ts';

const openServers: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(openServers.splice(0).map((server) => server.close())));

async function startCollector() {
  const collector = createCollector();
  const server = await startLoopbackServer(collector.handleRequest);
  openServers.push(server);
  const postJson = (path: string, body: unknown) =>
    fetch(server.base + path, { method: 'POST', body: JSON.stringify(body) });
  return { collector, post: postJson };
}

const good = buildMeasurement(makeCase(), reportContext);
const opening = {
  data_format_version: '0.2.0',
  format: 'json',
  probe_asn: 'AS64500',
  probe_cc: 'PK',
  software_name: 'is-it-blocked',
  software_version: '0.1.0',
  test_name: 'browser_web',
  test_start_time: '2024-02-17 12:00:00',
  test_version: '0.1.0',
};

test.each([
  ['a name with a blank', { software_name: 'is it blocked' }, /software_name/],
  ['a lower-case country', { probe_cc: 'pk' }, /probe_cc/],
  ['a number with a leading zero', { probe_asn: 'AS064500' }, /probe_asn/],
  ['a number without AS', { probe_asn: '64500' }, /probe_asn/],
  ['an ISO time', { test_start_time: '2024-02-17T12:00:00Z' }, /test_start_time/],
  ['a time that does not exist', { test_start_time: '2024-02-17 25:00:00' }, /test_start_time/],
  ['one key more', { probe_ip: '127.0.0.1' }, /probe_ip/],
])('an opening with %s is refused', async (_name, change, problem) => {
  const { collector, post } = await startCollector();
  expect((await post('/report', { ...opening, ...change })).status).toBe(422);
  expect(collector.problems.join()).toMatch(problem);
});

test('a correct opening is accepted, without a CORS header', async () => {
  const { collector, post } = await startCollector();
  const response = await post('/report', opening);
  expect(response.status).toBe(200);
  expect(response.headers.has('Access-Control-Allow-Origin')).toBe(false);
  expect(collector.problems).toEqual([]);
});

test.each([
  ['a path', { input: 'https://x.com/user/status' }],
  ['a query', { input: 'https://x.com/?q' }],
  ['an address as a string somewhere', { probe_network_name: 'line 192.0.2.7' }],
  ['a probe address', { probe_ip: '192.0.2.7' }],
  ['a cookie', { cookies: 'a=b' }],
  ['another country than the id', { probe_cc: 'TR' }],
  ['another network than the id', { probe_asn: 'AS64501' }],
  ['an annotation that is no string', { annotations: { n: 1 } }],
])('a measurement with %s is refused and not stored', async (_name, change) => {
  const { collector, post } = await startCollector();
  const { report_id } = (await (await post('/report', opening)).json()) as { report_id: string };
  const response = await post(`/report/${report_id}`, {
    format: 'json',
    content: { ...good, report_id, ...change },
  });
  expect(response.status).toBe(400);
  expect(collector.reports).toEqual([]);
  expect(collector.problems).toHaveLength(1);
});

test('an unknown path is not found', async () => {
  const { collector, post } = await startCollector();
  expect((await post('/api/v2/other', {})).status).toBe(404);
  expect(collector.problems).toEqual(['POST /api/v2/other: Not Found']);
});
