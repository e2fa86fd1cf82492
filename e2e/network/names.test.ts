import * as dns from '@leichtgewicht/dns-packet';
import { describe, expect, test } from 'vitest';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { OWN_RESOLVER } from './places.ts';
import { askTestHelper, openLab, resolveThrough } from './testing/lab.ts';
import { errorCodeOf, sendTestRequest } from './testing/test-client.ts';

const OWN = `https://${OWN_RESOLVER}/dns-query`;

describe('names', () => {
  test('the own resolver lies, resolvers elsewhere do not', async () => {
    const network = await openLab({ '*.x.com': { dns: 'nxdomain' }, 't.co': { dns: 'sinkhole' } });
    const truth = network.placeOf('api.x.com').address;
    for (const { url } of ENDPOINTS.resolvers) {
      expect(await resolveThrough(network, url, 'api.x.com')).toEqual(['NOERROR', truth]);
      expect(await resolveThrough(network, url, 't.co')).toEqual([
        'NOERROR',
        network.placeOf('t.co').address,
      ]);
    }
    expect(await resolveThrough(network, OWN, 'api.x.com')).toEqual(['NXDOMAIN']);
    expect(await resolveThrough(network, OWN, 't.co')).toEqual(['NOERROR', '127.9.9.9']);
    expect(await resolveThrough(network, OWN, 'twitter.com')).toEqual([
      'NOERROR',
      network.placeOf('twitter.com').address,
    ]);
    expect(network.log).toContainEqual(
      expect.objectContaining({ layer: 'dns', host: 't.co', action: '127.9.9.9', from: OWN_RESOLVER }),
    );
  });

  test('a name that does not exist', async () => {
    const network = await openLab({ 'no.x.com': { dns: 'nxdomain', authoritativeAnswer: 'nxdomain' } });
    for (const { url } of ENDPOINTS.resolvers)
      expect(await resolveThrough(network, url, 'no.x.com')).toEqual(['NXDOMAIN']);
    expect(await askTestHelper(network, 'no.x.com')).toMatchObject({ failure: 'dns_nxdomain_error' });
  });

  test('the wire format by POST, other record types, and malformed questions', async () => {
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

  test('the sinkhole serves the block page for any name', async () => {
    const network = await openLab();
    const at = 'block-page.example';
    expect((await sendTestRequest(network, 'http://t.co/', { at })).body.toString()).toContain('prohibited');
    expect(await errorCodeOf(sendTestRequest(network, 'https://t.co/', { at }))).toBe(
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    );
  });

  test('of a hosts file, or of a filter at home', async () => {
    const network = await openLab({ '*.x.com': { dns: 'loopback' }, 't.co': { dns: 'unspecified' } });
    expect(await resolveThrough(network, OWN, 'x.com')).toEqual(['NOERROR', '127.0.0.1']);
    expect(await resolveThrough(network, OWN, 't.co')).toEqual(['NOERROR', '0.0.0.0']);
    expect(await resolveThrough(network, OWN, 't.co', 'AAAA')).toEqual(['NOERROR', '::']);
    expect(network.chromiumArgs()[0]).toContain('MAP x.com 127.0.0.1:9');
    expect(network.chromiumArgs()[0]).toContain('MAP t.co 0.0.0.0:9');
  });

  test('the answers alternate', async () => {
    const network = await openLab({ '*.x.com': { dns: { alternating: ['right', 'right', 'sinkhole'] } } });
    const truth = network.placeOf('x.com').address;
    const answers: string[] = [];
    for (let i = 0; i < 6; i++) {
      answers.push((await resolveThrough(network, OWN, 'x.com'))[1] ?? '');
      await resolveThrough(network, OWN, 'x.com', 'AAAA');
    }
    expect(answers).toEqual([truth, truth, '127.9.9.9', truth, truth, '127.9.9.9']);
    expect(() => network.chromiumArgs()).toThrow('alternating');
  });

  test('the own resolver leads names that exist nowhere to an advertising server', async () => {
    const network = await openLab({
      '@unknown-names': { dns: { to: 'ads.example' } },
      'ads.example': { tls: 'wrong-name', plainHttp: { body: 'Did you mean …' } },
      'wwww.x.com': { authoritativeAnswer: 'nxdomain' },
    });
    const ads = network.placeOf('ads.example').address;
    const at = 'ads.example';
    for (const name of ['wwww.x.com', 'img-fra3.x.com']) {
      expect(await resolveThrough(network, OWN, name)).toEqual(['NOERROR', ads]);
      for (const { url } of ENDPOINTS.resolvers)
        expect(await resolveThrough(network, url, name)).toEqual(['NXDOMAIN']);
      expect((await sendTestRequest(network, `http://${name}/`, { at })).body.toString()).toBe(
        'Did you mean …',
      );
      expect(await errorCodeOf(sendTestRequest(network, `https://${name}/`, { at }))).toBe(
        'ERR_TLS_CERT_ALTNAME_INVALID',
      );
    }
    const { ports } = network.placeOf('ads.example');
    expect(network.chromiumArgs()[0]).toContain(`MAP img-????.*:443 ${ads}:${ports.tls}`);
    expect(network.chromiumArgs()[0]).toContain(`MAP wwww.x.com:80 ${ads}:${ports.plain}`);
    expect(await resolveThrough(network, OWN, 'x.com')).toEqual([
      'NOERROR',
      network.placeOf('x.com').address,
    ]);
  });

  test('led to the address of another site: its certificate is for another name, except at an edge', async () => {
    const network = await openLab({
      '*.x.com': { dns: { to: 'www.wikipedia.org' } },
      't.co': { dns: { to: 'shop.com' } },
      'www.wikipedia.org': {},
      'shop.com': { isEdge: true },
    });
    const at = 'www.wikipedia.org';
    expect(await errorCodeOf(sendTestRequest(network, 'https://x.com/', { at }))).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
    expect((await sendTestRequest(network, 'https://www.wikipedia.org/')).status).toBe(200);
    expect((await sendTestRequest(network, 'https://t.co/', { at: 'shop.com' })).status).toBe(200);
  });
});
