import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../src/base/time.ts';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import type { LogEntry } from './log.ts';
import { startNetwork } from './network.ts';
import type { Fault, Faults } from './scenario.ts';
import { askTestHelper, openLab, openLabWithX } from './testing/lab.ts';
import { errorCodeOf, sendTestRequest, tryConnect } from './testing/test-client.ts';

describe('a healthy network', () => {
  test('serves every host over valid TLS, and redirects plain http to it', async () => {
    const network = await openLab();
    for (const host of ['x.com', 'www.youtube.com', 'example.org']) {
      expect((await sendTestRequest(network, `https://${host}/`)).body.toString()).toContain(
        `<h1>${host}</h1>`,
      );
      const plain = await sendTestRequest(network, `http://${host}/path?q=1`);
      expect([plain.status, plain.headers.location]).toEqual([301, `https://${host}/path?q=1`]);
    }
  });

  test('has controls, portals, a collector and a test helper', async () => {
    const network = await openLab();
    for (const { url } of ENDPOINTS.controls) expect((await sendTestRequest(network, url)).status).toBe(204);
    for (const { url, status, body } of ENDPOINTS.portals) {
      const got = await sendTestRequest(network, url);
      expect([got.status, got.body.toString()]).toEqual([status, body]);
    }
    const opened = await sendTestRequest(network, `${ENDPOINTS.collector}/report`, {
      method: 'POST',
      body: '{}',
    });
    expect([opened.status, opened.body.toString()]).toEqual([422, expect.stringContaining('probe_asn')]);
    const outside = await askTestHelper(network, 'x.com');
    const dns = { failure: null, addrs: [network.placeOf('x.com').address] };
    expect(outside).toMatchObject({ failure: null, status_code: 200, body_length: 12_000, dns });
  });

  test('shows another certificate to a client without SNI', async () => {
    const network = await openLab();
    expect(await errorCodeOf(sendTestRequest(network, 'https://x.com/', { nameless: true }))).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
  });

  test('logs what happened', async () => {
    const network = await openLab();
    await sendTestRequest(network, 'https://x.com/robots.txt', { headers: { 'accept-language': 'ur' } });
    expect(network.log.map(({ layer, host, action }) => `${layer} ${host} ${action}`)).toEqual([
      expect.stringMatching(/^tcp 127\.\S+ connected, tls$/),
      'tls x.com showed a certificate: good',
      'tls x.com secured',
      'https x.com answered 200',
    ]);
    expect(network.log.at(-1)).toMatchObject({ method: 'GET', path: '/robots.txt' });
    expect(network.log.at(-1)?.headers).toMatchObject({ 'accept-language': 'ur' });
  });

  test.each([
    { what: 'a plain line', faults: {} },
    { what: 'a shaped line', faults: { '@line': { pace: 1_000_000 } } },
  ])('numbers connections and counts their bytes on $what', async ({ faults }) => {
    const network = await openLab(faults);
    const { body } = await sendTestRequest(network, 'https://x.com/');
    await sendTestRequest(network, 'http://x.com/');
    const [secure, plain] = network.log.filter(({ layer }) => layer === 'tcp');
    const layersOf = (opened: LogEntry | undefined) =>
      network.log
        .filter(({ layer, connection }) => layer !== 'tcp' && connection === opened?.connection)
        .map(({ layer }) => layer);
    expect(layersOf(secure)).toEqual(['tls', 'tls', 'https']);
    expect(layersOf(plain)).toEqual(['plain-http']);
    const overhead = (secure?.sentBytes?.() ?? 0) - body.length;
    expect(overhead).toBeGreaterThan(500);
    expect(overhead).toBeLessThan(10_000);
    expect(plain?.sentBytes?.()).toBeGreaterThan(50);
  });
});

describe('time', () => {
  test('is faulty only the first times, over all ports and hosts of the key', async () => {
    const network = await openLabWithX({ tls: 'reset', plainHttp: 'reset', times: 3 });
    const urls = ['https://x.com/', 'http://api.x.com/', 'https://api.x.com/', 'https://x.com/'];
    const results: string[] = [];
    for (const url of urls) results.push((await errorCodeOf(sendTestRequest(network, url))).slice(0, 10));
    expect(results).toEqual(['ECONNRESET', 'ECONNRESET', 'ECONNRESET', 'answered {']);
  });

  test('the network changes while it runs', async () => {
    const network = await openLabWithX({ tcp: 'drop' });
    expect(await tryConnect(network, 'x.com', 'tls')).toBe('silent');
    await network.setFaults({});
    expect((await sendTestRequest(network, 'https://x.com/')).status).toBe(200);
    await network.setFaults({ '*.x.com': { tcp: 'refuse' } });
    expect(await tryConnect(network, 'x.com', 'tls')).toBe('ECONNREFUSED');
    await network.setFaults({ '*.x.com': { tcp: 'drop' } });
    expect(await tryConnect(network, 'x.com', 'tls')).toBe('silent');
    await network.setFaults({ '*.x.com': { tls: 'reset' } });
    expect(await errorCodeOf(sendTestRequest(network, 'https://x.com/'))).toBe('ECONNRESET');
  });

  test('a change cuts open connections', async () => {
    const network = await openLabWithX({ https: { delay: HOUR_MS } });
    const asking = errorCodeOf(sendTestRequest(network, 'https://x.com/'));
    await expect.poll(() => network.log.some(({ action }) => action === 'secured')).toBe(true);
    await network.setFaults({});
    expect(await asking).toBe('ECONNRESET');
  });
});

describe('a fault of the site itself', () => {
  test.each([
    [{ https: { status: 503 } }, null, 503],
    [{ tcp: 'refuse' }, 'connection_refused', -1],
    [{ tls: 'expired' }, 'ssl_invalid_certificate', -1],
    [{ https: { cut: 'hang' } }, 'generic_timeout_error', -1],
  ] satisfies [Fault, string | null, number][])('%j', async (fault, failure, status) => {
    const network = await openLab({ '*.x.com': { ...fault, everywhere: true }, '*.t.co': fault });
    expect(await askTestHelper(network, 'x.com')).toMatchObject({ failure, status_code: status });
    expect(await askTestHelper(network, 't.co')).toMatchObject({ failure: null, status_code: 200 });
  });
});

describe('refuses what cannot be simulated', () => {
  test.each([
    [{ 'X.com': {} }, 'X.com'],
    [{ '@nobody': {} }, '@controls'],
    [{ 'x.com': { tcp: 'drop', times: 1 } }, 'times'],
    [{ 'x.com': { tls: 'drop', times: 1, after: { tls: 'refuse' } } }, 'times'],
    [{ 'x.com': { tls: 'drop', after: { tls: 'reset' } } }, 'after'],
  ] satisfies [Faults, string][])('%j', async (faults, word) => {
    await expect(startNetwork({ country: 'PK', faults })).rejects.toThrow(word);
  });
});

test('hosts that share one address differ by port', async () => {
  const network = await openLab(
    { '*.x.com': { tcp: 'refuse' }, '*.t.co': { tcp: 'drop' } },
    { oneAddress: true },
  );
  expect(await tryConnect(network, 'x.com', 'tls')).toBe('ECONNREFUSED');
  expect(await tryConnect(network, 't.co', 'tls')).toBe('silent');
  expect((await sendTestRequest(network, 'https://twitter.com/')).status).toBe(200);
  expect(network.placeOf('x.com').address).toBe('127.0.0.1');
  expect(() => network.firefoxPrefs()).toThrow('loopback');
});
