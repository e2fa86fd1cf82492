import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import type { Network } from './network.ts';
import { openLab, openLabWithX } from './testing/lab.ts';
import {
  errorCodeOf,
  sendTestRequest,
  settleOrSilent,
  type TestRequest,
  tryConnect,
} from './testing/test-client.ts';

/** ms within which everything happens that will happen. */
const QUIET_MS = 700;

const isSilent = async (network: Network, url: string, options?: TestRequest) =>
  (await settleOrSilent(QUIET_MS, errorCodeOf(sendTestRequest(network, url, options)))) === 'silent';

/** Counts what a client gets of a page until it ends or goes quiet. */
async function countBytes(network: Network, host: string): Promise<{ raw: number; ended: boolean }> {
  const { address, ports } = network.placeOf(host);
  const tcp = connect(ports.tls, address);
  const socket = connectTls({ socket: tcp, servername: host, ca: network.ca.certPem });
  for (const one of [tcp, socket]) one.on('error', () => {});
  socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  socket.resume();
  const ended = new Promise<string>((done) => {
    socket.once('close', () => done('ended'));
  });
  const end = await settleOrSilent(QUIET_MS, ended);
  const raw = tcp.bytesRead;
  socket.destroy();
  return { raw, ended: end !== 'silent' };
}

async function timed(request: Promise<{ body: Buffer }>): Promise<{ bytes: number; perSecond: number }> {
  const began = performance.now();
  const { body } = await request;
  return { bytes: body.length, perSecond: (body.length / (performance.now() - began)) * 1000 };
}

describe('a frozen connection', () => {
  test('passes so many bytes, the handshake included, and then nothing, without an end', async () => {
    const network = await openLabWithX({ freezeAfter: 16_384, page: 'long' });
    expect(await countBytes(network, 'x.com')).toEqual({ raw: 16_384, ended: false });
    // Each connection has as many bytes again.
    expect(await countBytes(network, 'x.com')).toEqual({ raw: 16_384, ended: false });
    expect(network.log.filter(({ action }) => action === 'froze after 16384 bytes')).toHaveLength(2);
  });

  test('is whole where it is short', async () => {
    const network = await openLabWithX({ freezeAfter: 16_384, page: 'short' });
    const got = await sendTestRequest(network, 'https://x.com/');
    expect([got.status, got.body.length]).toEqual([200, 6_000]);
    for (const path of ['favicon.ico', 'robots.txt'])
      expect((await sendTestRequest(network, `https://x.com/${path}`)).status).toBe(200);
  });

  test('even in its handshake', async () => {
    const network = await openLabWithX({ freezeAfter: 100 });
    expect(await isSilent(network, 'https://x.com/')).toBe(true);
  });

  test('by the name only: other names at the address, and none, are whole', async () => {
    const network = await openLabWithX({ freezeAfter: 4_000 });
    expect((await sendTestRequest(network, 'https://example.org/', { at: 'x.com' })).body).toHaveLength(
      12_000,
    );
    expect(await errorCodeOf(sendTestRequest(network, 'https://x.com/', { nameless: true }))).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
  });

  test('only the first times', async () => {
    const network = await openLabWithX({ freezeAfter: 4_000, times: 1 });
    // A connection that does not get so far is none of them.
    expect((await sendTestRequest(network, 'https://x.com/favicon.ico')).status).toBe(200);
    expect(await isSilent(network, 'https://x.com/')).toBe(true);
    expect((await sendTestRequest(network, 'https://x.com/')).body).toHaveLength(12_000);
  });

  test('ends with the network', async () => {
    const network = await openLabWithX({ freezeAfter: 4_000 });
    const asking = errorCodeOf(sendTestRequest(network, 'https://x.com/'));
    await expect.poll(() => network.log.some(({ action }) => action.startsWith('froze'))).toBe(true);
    await network.setFaults({});
    expect(await asking).toBe('ECONNRESET');
  });
});

describe('a slow pace', () => {
  const RATE = 20_000;
  test('counts from the handshake on', async () => {
    const network = await openLabWithX({ pace: RATE });
    const { bytes, perSecond } = await timed(sendTestRequest(network, 'https://x.com/'));
    expect(bytes).toBe(12_000);
    expect(perSecond).toBeGreaterThan(RATE * 0.6);
    expect(perSecond).toBeLessThan(RATE);
  });

  test('is that of each connection that names the host', async () => {
    const network = await openLabWithX({ pace: RATE });
    const both = ['https://x.com/', 'https://api.x.com/'].map((url) => timed(sendTestRequest(network, url)));
    for (const { perSecond } of await Promise.all(both)) {
      expect(perSecond).toBeLessThan(RATE * 1.2);
      expect(perSecond).toBeGreaterThan(RATE * 0.6);
    }
  });

  test('is by the name, except where the site is slow for the whole world', async () => {
    const slow = { pace: 200 };
    const network = await openLab({ '*.x.com': slow, '*.t.co': { ...slow, everywhere: true } });
    expect(await isSilent(network, 'https://x.com/', { nameless: true })).toBe(false);
    expect(await isSilent(network, 'https://t.co/', { nameless: true })).toBe(true);
  });

  test('of the line is shared by everything, on both ports, after a round trip', async () => {
    const network = await openLab({ '@line': { pace: RATE, roundTrip: 100 }, '*.x.com': { tls: 'reset' } });
    const began = performance.now();
    expect(await errorCodeOf(sendTestRequest(network, 'https://x.com/'))).toBe('ECONNRESET');
    expect((await sendTestRequest(network, 'http://t.co/')).status).toBe(301);
    expect(performance.now() - began).toBeGreaterThan(395);
    const both = ['https://t.co/', 'https://example.org/'].map((url) => timed(sendTestRequest(network, url)));
    for (const { perSecond } of await Promise.all(both)) expect(perSecond).toBeLessThan(RATE * 0.6);
  });
});

describe('an address remembers', () => {
  test('a name, and swallows everything for a while', async () => {
    const network = await openLabWithX({ tls: 'reset', residualMs: 1_200 });
    const other = { at: 'x.com' };
    expect((await sendTestRequest(network, 'https://example.org/', other)).status).toBe(200);
    expect(await errorCodeOf(sendTestRequest(network, 'https://x.com/'))).toBe('ECONNRESET');
    expect(await isSilent(network, 'https://example.org/', other)).toBe(true);
    expect(await isSilent(network, 'http://example.org/', { at: 'x.com' })).toBe(true);
    expect((await sendTestRequest(network, 'https://example.org/')).status).toBe(200);
    const isBack = () => errorCodeOf(sendTestRequest(network, 'https://example.org/', other));
    await expect.poll(isBack, { timeout: 5_000 }).toMatch(/^answered/);
  });

  test('connections, and swallows what more of them say', async () => {
    const network = await openLabWithX({ maxConnections: 2 });
    for (const host of ['x.com', 'api.x.com'])
      expect((await sendTestRequest(network, `https://${host}/`)).status).toBe(200);
    expect(await tryConnect(network, 'x.com', 'tls')).toBe('connected');
    expect(await isSilent(network, 'https://x.com/')).toBe(true);
    expect(await isSilent(network, 'https://example.org/', { at: 'x.com' })).toBe(true);
    expect((await sendTestRequest(network, 'http://x.com/')).status).toBe(301);
    expect((await sendTestRequest(network, 'https://twitter.com/')).status).toBe(200);
  });
});

describe('ports without a service', () => {
  test('are refused, even where 443 swallows the name, and silent where the address is dropped', async () => {
    const network = await openLab({ '*.x.com': { tls: 'drop' }, '*.t.co': { tcp: 'drop' } });
    expect(await tryConnect(network, 'x.com', 'others')).toBe('ECONNREFUSED');
    expect(await tryConnect(network, 'twitter.com', 'others')).toBe('ECONNREFUSED');
    expect(await tryConnect(network, 't.co', 'others')).toBe('silent');
  });
});

describe('pages', () => {
  test.each([
    [undefined, 200, 12_000],
    ['long', 200, 180_000],
    ['short', 200, 6_000],
    ['redirect', 302, 300],
  ] as const)('%s', async (page, status, bytes) => {
    const network = await openLabWithX(page ? { page } : {});
    const got = await sendTestRequest(network, 'https://x.com/');
    expect([got.status, got.body.length, got.headers['content-length']]).toEqual([
      status,
      bytes,
      String(bytes),
    ]);
    const asset = await sendTestRequest(network, 'https://x.com/assets/app.js');
    expect([asset.status, asset.body.length]).toEqual(page === 'short' ? [404, 300] : [200, 200_000]);
    if (page !== 'redirect') return;
    const deeper = await sendTestRequest(network, `https://x.com${got.headers.location}`);
    expect([deeper.status, deeper.body.length]).toEqual([200, 180_000]);
  });

  test.each(ENDPOINTS.speeds)('a part of a long file: $name', async ({ url }) => {
    const network = await openLab();
    for (const file of [url, 'https://x.com/assets/app.js']) {
      const part = await sendTestRequest(network, file, { headers: { range: 'bytes=100-199' } });
      expect([part.status, part.body.length, part.headers['content-range']]).toEqual([
        206,
        100,
        'bytes 100-199/200000',
      ]);
      expect((await sendTestRequest(network, file)).body).toHaveLength(200_000);
    }
  });

  test('a slow host sends whichever file slowly', async () => {
    const network = await openLabWithX({ https: { rate: 10_000 }, page: 'short' });
    const { bytes, perSecond } = await timed(sendTestRequest(network, 'https://x.com/'));
    expect(bytes).toBe(6_000);
    expect(perSecond).toBeLessThan(15_000);
    expect((await sendTestRequest(network, 'https://x.com/robots.txt')).body.toString()).toContain(
      'Disallow',
    );
  });
});
