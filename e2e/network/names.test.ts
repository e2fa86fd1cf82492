import * as dns from '@leichtgewicht/dns-packet';
import { describe, expect, test } from 'vitest';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { OWN_RESOLVER } from './places.ts';
import { askTestHelper, openLab, resolveThrough } from './testing/lab.ts';
import { errorCodeOf, sendTestRequest } from './testing/test-client.ts';

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
});
