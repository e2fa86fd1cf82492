import { describe, expect, test } from 'vitest';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import type { Fault, Faults } from './scenario.ts';
import { askGlobalping, askTestHelper, openLab, openLabWithX } from './testing/lab.ts';

const VALID = { status: true, failure: null };

describe('the test helper connects to the addresses that a client gives', () => {
  /** What it says of the address of `target`, to which the own resolver leads x.com. */
  async function askAbout(faults: Faults, target: string) {
    const network = await openLab({ '*.x.com': { dns: { to: target } }, ...faults });
    const { address } = network.placeOf(target);
    const answer = await askTestHelper(network, 'x.com', [address]);
    return {
      tcp: answer.tcp_connect[`${address}:443`],
      tls: answer.tls_handshake[`${address}:443`],
      flags: answer.ip_info[address].flags,
    };
  }

  test('the own address of the site', async () => {
    const network = await openLabWithX({ tls: 'reset', asn: 13_335 });
    const { address } = network.placeOf('x.com');
    const answer = await askTestHelper(network, 'x.com', [address]);
    expect(answer.tcp_connect).toEqual({ [`${address}:443`]: VALID });
    expect(answer.tls_handshake).toEqual({ [`${address}:443`]: { server_name: 'x.com', ...VALID } });
    expect(answer.ip_info).toEqual({ [address]: { asn: 13_335, flags: 1 | 2 | 8 } });
  });

  test('an address of a content network, and what is wrong with it on this network alone', async () => {
    const healthy = { tcp: VALID, tls: { server_name: 'x.com', ...VALID }, flags: 1 | 8 };
    expect(await askAbout({ 'edge.example': {} }, 'edge.example')).toEqual(healthy);
    const filtered: Fault = { isEdge: true, tls: 'untrusted', plainHttp: 'reset' };
    expect(await askAbout({ 'edge.example': filtered }, 'edge.example')).toEqual(healthy);
  });

  test.each([
    [{ 'www.wikipedia.org': {} }, 'www.wikipedia.org'],
    [{ 'filter.example': { tls: 'close' } }, 'filter.example'],
    [{}, 'block-page.example'],
  ] satisfies [Faults, string][])('the address of something else: %j', async (faults, target) => {
    expect(await askAbout(faults, target)).toEqual({
      tcp: VALID,
      tls: { server_name: 'x.com', status: false, failure: 'ssl_invalid_hostname' },
      flags: 1,
    });
  });

  test('a dead address, and one that no site can have', async () => {
    expect(await askAbout({ 'dead.example': { tcp: 'drop' } }, 'dead.example')).toEqual({
      tcp: { status: false, failure: 'generic_timeout_error' },
      tls: undefined,
      flags: 1,
    });
    const network = await openLab();
    for (const address of ['10.10.34.36', '127.0.0.1', '0.0.0.0']) {
      const answer = await askTestHelper(network, 'x.com', [address]);
      expect(answer.ip_info[address]).toEqual({ asn: 0, flags: 1 | 4 });
      expect(answer.tcp_connect[`${address}:443`]).toBeUndefined();
    }
  });

  test('the networks of known hosts', async () => {
    const network = await openLab();
    for (const { url } of ENDPOINTS.speeds.filter(({ name }) => name === 'cloudflare')) {
      const { hostname } = new URL(url);
      const { ip_info } = await askTestHelper(network, hostname);
      expect(ip_info[network.placeOf(hostname).address].asn).toBe(13_335);
    }
  });
});

describe('a site that is slow for the whole world', () => {
  const SLOW: Fault = { pace: 2_000, everywhere: true };

  test('the test helper gives up on a page that takes longer than it waits', async () => {
    const network = await openLab({ '*.x.com': { ...SLOW, page: 'long' }, '*.t.co': SLOW });
    const began = Date.now();
    const late = { failure: 'generic_timeout_error', status_code: -1, body_length: 0 };
    expect(await askTestHelper(network, 'x.com')).toMatchObject(late);
    expect(Date.now() - began).toBeGreaterThanOrEqual(995);
    expect(await askTestHelper(network, 't.co')).toMatchObject({ failure: null, body_length: 12_000 });
  });

  test('only here: the test helper sees nothing of it', async () => {
    const network = await openLab({
      '*.x.com': { pace: 2_000, page: 'long' },
      '*.t.co': { freezeAfter: 4_000 },
    });
    expect(await askTestHelper(network, 'x.com')).toMatchObject({ failure: null, body_length: 180_000 });
    expect(await askTestHelper(network, 't.co')).toMatchObject({ failure: null, body_length: 12_000 });
  });

  test('Globalping tells how long each part takes', async () => {
    const network = await openLab({
      '*.x.com': { pace: 6_000, everywhere: true },
      't.co': { https: { delay: 300, body: 'late' }, everywhere: true },
    });
    const [{ result: quick }] = (await askGlobalping(network, 'example.org', { method: 'GET' })).results;
    expect(quick.status).toBe('finished');
    expect(quick.timings.total).toBeLessThan(200);
    const [{ result: slowHead }] = (await askGlobalping(network, 't.co')).results;
    expect(slowHead.timings).toMatchObject({ firstByte: 348, download: 1 });
    const asked = await askGlobalping(network, 'x.com', { method: 'GET', timeout: 10 });
    expect(asked.status).toBe('in-progress');
    const [{ result: head }] = (await askGlobalping(network, 'x.com')).results;
    expect(head).toMatchObject({ status: 'finished', timings: { firstByte: 298 } });
  });

  test('Globalping: at home the fault of the network counts, elsewhere it does not', async () => {
    const network = await openLabWithX({ pace: 600, page: 'long' });
    const { results } = await askGlobalping(network, 'x.com', { method: 'GET', countries: ['US', 'PK'] });
    expect(results.map(({ result }: { result: { status: string } }) => result.status)).toEqual([
      'finished',
      'in-progress',
    ]);
  });

  test.each([4, 31, 7.5])('Globalping takes no timeout of %d s', async (timeout) => {
    expect(await askGlobalping(await openLab(), 'x.com', { timeout })).toEqual({ status: 400 });
  });
});
