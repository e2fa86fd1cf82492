import * as dns from '@leichtgewicht/dns-packet';
import { afterEach, describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../src/base/time.ts';
import { encodeQuery } from '../../src/checks/resolver.ts';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { type Network, startNetwork } from './network.ts';
import { OWN_RESOLVER } from './places.ts';
import type { Fault, Faults } from './scenario.ts';
import { errorCodeOf, sendTestRequest, settleOrSilent, tryConnect } from './test-client.ts';

const open: Network[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((network) => network.close()));
});

async function openLab(faults: Faults = {}, options = {}): Promise<Network> {
  const network = await startNetwork({ country: 'PK', faults }, options);
  open.push(network);
  return network;
}
const openLabWithX = (fault: Fault) => openLab({ '*.x.com': fault });

describe('a healthy network', () => {
  test('serves every host over TLS that holds, and leads there from plain http', async () => {
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
    expect(outside).toEqual({ failure: null, status_code: 200, dns });
  });

  test('shows another certificate to who says no name', async () => {
    const network = await openLab();
    expect(await errorCodeOf(sendTestRequest(network, 'https://x.com/', { nameless: true }))).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
  });

  test('writes down what happened', async () => {
    const network = await openLab();
    await sendTestRequest(network, 'https://x.com/robots.txt', { headers: { 'accept-language': 'ur' } });
    expect(network.log.map(({ layer, host, action }) => `${layer} ${host} ${action}`)).toEqual([
      expect.stringMatching(/^tcp 127\.\S+ connected, tls$/),
      'tls x.com showed a certificate: good',
      'tls x.com secured',
      'http x.com answered 200',
    ]);
    expect(network.log.at(-1)).toMatchObject({ method: 'GET', path: '/robots.txt' });
    expect(network.log.at(-1)?.headers).toMatchObject({ 'accept-language': 'ur' });
  });
});

describe('names', () => {
  test('the own resolver lies, those elsewhere do not', async () => {
    const network = await openLab({ '*.x.com': { dns: 'nxdomain' }, 't.co': { dns: 'sinkhole' } });
    const truth = network.placeOf('api.x.com').address;
    for (const { url } of ENDPOINTS.resolvers) {
      expect(await resolveThrough(network, url, 'api.x.com')).toEqual(['NOERROR', truth]);
      expect(await resolveThrough(network, url, 't.co')).toEqual([
        'NOERROR',
        network.placeOf('t.co').address,
      ]);
    }
    const own = `https://${OWN_RESOLVER}/dns-query`;
    expect(await resolveThrough(network, own, 'api.x.com')).toEqual(['NXDOMAIN']);
    expect(await resolveThrough(network, own, 't.co')).toEqual(['NOERROR', '127.9.9.9']);
    expect(await resolveThrough(network, own, 'twitter.com')).toEqual([
      'NOERROR',
      network.placeOf('twitter.com').address,
    ]);
    expect(network.log).toContainEqual(
      expect.objectContaining({ layer: 'dns', host: 't.co', action: '127.9.9.9', from: OWN_RESOLVER }),
    );
  });

  test('a name that is nowhere', async () => {
    const network = await openLab({ 'no.x.com': { dns: 'nxdomain', authoritativeAnswer: 'nxdomain' } });
    for (const { url } of ENDPOINTS.resolvers)
      expect(await resolveThrough(network, url, 'no.x.com')).toEqual(['NXDOMAIN']);
    expect(await askTestHelper(network, 'no.x.com')).toMatchObject({ failure: 'dns_nxdomain_error' });
  });

  test('the wire format by POST, other record types, and what is no question', async () => {
    const network = await openLab();
    const [resolver] = ENDPOINTS.resolvers;
    const url = resolver?.url ?? '';
    const encodeTypedQuery = (type: 'A' | 'AAAA', id: number) =>
      dns.encode({ type: 'query', id, questions: [{ type, name: 'x.com' }] });
    const postQuery = async (body: Uint8Array) => sendTestRequest(network, url, { method: 'POST', body });
    const a = dns.decode((await postQuery(encodeTypedQuery('A', 77))).body);
    expect([a.id, a.answers]).toEqual([77, [expect.objectContaining({ type: 'A' })]]);
    expect(dns.decode((await postQuery(encodeTypedQuery('AAAA', 0))).body).answers).toEqual([]);
    expect((await postQuery(new Uint8Array([1, 2, 3]))).status).toBe(400);
    expect((await sendTestRequest(network, `${url}?dns=!!`)).status).toBe(400);
  });

  test('the block page stands at the sinkhole, whatever the name', async () => {
    const network = await openLab();
    const at = 'block-page.example';
    expect((await sendTestRequest(network, 'http://t.co/', { at })).body.toString()).toContain('prohibited');
    expect(await errorCodeOf(sendTestRequest(network, 'https://t.co/', { at }))).toBe(
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    );
  });
});

describe('connections', () => {
  test('refused on both ports, for that place alone', async () => {
    const network = await openLabWithX({ tcp: 'refuse' });
    expect(await tryConnect(network, 'x.com', 'tls')).toBe('ECONNREFUSED');
    expect(await tryConnect(network, 'api.x.com', 'plain')).toBe('ECONNREFUSED');
    expect(await tryConnect(network, 'twitter.com', 'tls')).toBe('connected');
  });

  test('refused on the plain port only', async () => {
    const network = await openLabWithX({ plainHttp: 'refuse' });
    expect(await tryConnect(network, 'x.com', 'plain')).toBe('ECONNREFUSED');
    expect((await sendTestRequest(network, 'https://x.com/')).status).toBe(200);
  });

  test('swallowed on both ports, however often one tries', async () => {
    const network = await openLabWithX({ tcp: 'drop' });
    const knocks = [1, 2, 3].flatMap(() => [
      tryConnect(network, 'x.com', 'tls'),
      tryConnect(network, 'x.com', 'plain'),
    ]);
    expect(new Set(await Promise.all(knocks))).toEqual(new Set(['silent']));
    expect(await tryConnect(network, 'twitter.com', 'tls')).toBe('connected');
  });
});

describe('TLS', () => {
  test.each([
    ['reset', 'ECONNRESET'],
    ['close', 'ECONNRESET'], // Node's name for an end before the handshake's; the next test tells them apart
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['not-tls', 'EPROTO'],
  ] as const)('%s', async (tls, code) => {
    const network = await openLabWithX({ tls });
    expect(await errorCodeOf(sendTestRequest(network, 'https://x.com/'))).toBe(code);
    expect((await sendTestRequest(network, 'https://twitter.com/')).status).toBe(200);
  });

  test('a reset is a real one, a close is not', async () => {
    const messages = await Promise.all(
      (['reset', 'close'] as const).map(async (tls) => {
        const network = await openLabWithX({ tls });
        return sendTestRequest(network, 'https://x.com/').catch((error: Error) => error.message);
      }),
    );
    expect(messages).toEqual([
      'read ECONNRESET',
      'Client network socket disconnected before secure TLS connection was established',
    ]);
  });

  test('a swallowed hello: the connection stands and nothing comes', async () => {
    const network = await openLabWithX({ tls: 'drop' });
    expect(await tryConnect(network, 'x.com', 'tls')).toBe('connected');
    expect(await settleOrSilent(500, errorCodeOf(sendTestRequest(network, 'https://x.com/')))).toBe('silent');
  });

  test('is filtered by the name, not by the address', async () => {
    const network = await openLabWithX({ tls: 'reset' });
    expect(await errorCodeOf(sendTestRequest(network, 'https://x.com/', { nameless: true }))).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
    expect((await sendTestRequest(network, 'https://example.org/', { at: 'x.com' })).status).toBe(200);
    expect(await errorCodeOf(sendTestRequest(network, 'https://x.com/', { at: 'example.org' }))).toBe(
      'ECONNRESET',
    );
  });
});

describe('HTTP', () => {
  test('451 over TLS that holds', async () => {
    const network = await openLabWithX({
      https: { status: 451, headers: { link: '<https://law.example/>; rel="blocked-by"' }, body: 'by law' },
    });
    const got = await sendTestRequest(network, 'https://x.com/');
    expect([got.status, got.headers.link, got.body.toString()]).toEqual([
      451,
      '<https://law.example/>; rel="blocked-by"',
      'by law',
    ]);
  });

  test('a portal in between: plain http leads to it, TLS is not the site', async () => {
    const network = await openLab({
      '*': { plainHttp: { redirect: 'http://portal.example/' }, tls: 'untrusted' },
    });
    const urls = ['http://x.com/', ...ENDPOINTS.portals.map(({ url }) => url)];
    for (const url of urls) {
      const got = await sendTestRequest(network, url);
      expect([got.status, got.headers.location]).toEqual([302, 'http://portal.example/']);
    }
    expect(await errorCodeOf(sendTestRequest(network, 'https://x.com/'))).toBe(
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    );
    // The resolver is on this side of the portal.
    expect(await resolveThrough(network, `https://${OWN_RESOLVER}/dns-query`, 'x.com')).toHaveLength(2);
  });

  test.each([
    ['reset', 'ECONNRESET'],
    ['close', 'ECONNRESET'],
    ['hang', 'silent'],
  ] as const)('the request is read, then: %s', async (cut, result) => {
    const network = await openLab({ '*.x.com': { https: { cut } }, '*.t.co': { plainHttp: { cut } } });
    for (const url of ['https://x.com/', 'http://t.co/'])
      expect(await settleOrSilent(500, errorCodeOf(sendTestRequest(network, url)))).toBe(result);
    expect(network.log.filter(({ action }) => action === cut).map(({ layer }) => layer)).toEqual([
      'http',
      'plain',
    ]);
  });

  test('late', async () => {
    const network = await openLabWithX({ https: { delay: 300, body: 'late' } });
    const began = Date.now();
    expect((await sendTestRequest(network, 'https://x.com/')).body.toString()).toBe('late');
    expect(Date.now() - began).toBeGreaterThanOrEqual(295);
  });
});

describe('time', () => {
  test('faulty only the first times, ports and hosts of the key taken together', async () => {
    const network = await openLabWithX({ tls: 'reset', plainHttp: 'reset', times: 3 });
    const urls = ['https://x.com/', 'http://api.x.com/', 'https://api.x.com/', 'https://x.com/'];
    const results: string[] = [];
    for (const url of urls) results.push((await errorCodeOf(sendTestRequest(network, url))).slice(0, 10));
    expect(results).toEqual(['ECONNRESET', 'ECONNRESET', 'ECONNRESET', 'answered {']);
  });

  test('the network changes under way', async () => {
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

  test('a change cuts the connections that stand', async () => {
    const network = await openLabWithX({ https: { delay: HOUR_MS } });
    const asking = errorCodeOf(sendTestRequest(network, 'https://x.com/'));
    await expect.poll(() => network.log.some(({ action }) => action === 'secured')).toBe(true);
    await network.setFaults({});
    expect(await asking).toBe('ECONNRESET');
  });
});

describe('what is everywhere', () => {
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

describe('what cannot be made is refused', () => {
  test.each([
    [{ 'X.com': {} }, 'X.com'],
    [{ '@nobody': {} }, '@controls'],
    [{ 'x.com': { tcp: 'drop', times: 1 } }, 'times'],
  ] satisfies [Faults, string][])('%j', async (faults, word) => {
    await expect(startNetwork({ country: 'PK', faults })).rejects.toThrow(word);
  });
});

test('one address for all still tells hosts apart, by port', async () => {
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

async function resolveThrough(network: Network, url: string, name: string): Promise<string[]> {
  const got = await sendTestRequest(network, `${url}?dns=${encodeQuery(name, 'A')}`);
  expect([got.status, got.headers['content-type']]).toEqual([200, 'application/dns-message']);
  const packet: { rcode?: unknown; answers?: { data?: unknown }[] | undefined } = dns.decode(got.body);
  return [String(packet.rcode), ...(packet.answers ?? []).map(({ data }) => String(data))];
}

async function askTestHelper(network: Network, host: string): Promise<unknown> {
  const body = JSON.stringify({ http_request: `https://${host}/` });
  const { http_request, dns } = JSON.parse(
    (await sendTestRequest(network, ENDPOINTS.helper, { method: 'POST', body })).body.toString(),
  );
  return { failure: http_request.failure, status_code: http_request.status_code, dns };
}
