import { describe, expect, test } from 'vitest';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { OWN_RESOLVER } from './places.ts';
import { openLab, openLabWithX, resolveThrough } from './testing/lab.ts';
import { errorCodeOf, sendTestRequest, settleOrSilent, tryConnect } from './testing/test-client.ts';

describe('connections', () => {
  test('refused on both ports of that place only', async () => {
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

  test('swallowed on both ports at every attempt', async () => {
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
    ['close', 'ECONNRESET'], // Node's code for an end before the handshake; the next test tells the two apart
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['not-tls', 'EPROTO'],
  ] as const)('%s', async (tls, code) => {
    const network = await openLabWithX({ tls });
    expect(await errorCodeOf(sendTestRequest(network, 'https://x.com/'))).toBe(code);
    expect((await sendTestRequest(network, 'https://twitter.com/')).status).toBe(200);
  });

  test('a reset sends RST, a close does not', async () => {
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

  test('a swallowed hello: the connection opens and stays silent', async () => {
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
  test('451 over valid TLS', async () => {
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

  test('a captive portal: plain http redirects to it, and TLS is not the site’s', async () => {
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
    // The resolver is in front of the portal.
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
    // On a busy machine TLS may take longer than the silence that was waited for.
    const cutLayers = () => network.log.filter(({ action }) => action === cut).map(({ layer }) => layer);
    await expect.poll(() => cutLayers().toSorted()).toEqual(['https', 'plain-http']);
  });

  test('a delayed answer', async () => {
    const network = await openLabWithX({ https: { delay: 300, body: 'late' } });
    const began = Date.now();
    expect((await sendTestRequest(network, 'https://x.com/')).body.toString()).toBe('late');
    expect(Date.now() - began).toBeGreaterThanOrEqual(295);
  });
});
