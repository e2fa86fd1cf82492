import { expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import type { ProbeRequest, ProbeResult } from '../model/probe.ts';
import { type TestHelperOptions, testHelperCheck } from './ooni-test-helper.ts';
import { findFakeBlockPage, utf8Bytes } from './testing/run-check.ts';

const CHECK_IN = `${ENDPOINTS.collector}/api/v1/check-in`;
const OTHER_HELPER = 'https://0.th.ooni.org/';
const checkInAnswer = {
  conf: { test_helpers: { 'web-connectivity': [{ address: OTHER_HELPER, type: 'https' }] } },
};
const works = { http_request: { failure: null, status_code: 200, body_length: 4_000 } };
const answeredWith = (said: unknown, ms = 5): ProbeResult => ({
  kind: 'answered',
  status: 200,
  headers: {},
  body: utf8Bytes(JSON.stringify(said)),
  hstsUpgraded: false,
  ms,
});
const timedOut: ProbeResult = { kind: 'timeout', ms: 3_000 };

/** What check-in, the known helper and another one give. */
async function runTestHelperCheck(
  {
    checkIn = answeredWith(checkInAnswer),
    helper,
    other = timedOut,
  }: { checkIn?: ProbeResult; helper: ProbeResult; other?: ProbeResult },
  options: Partial<TestHelperOptions> = {},
) {
  const asked: ProbeRequest[] = [];
  const check = testHelperCheck({ host: 'x.com', timeoutMs: 3000, ...options }, ENDPOINTS);
  const seen = await check.run(
    {
      async probe(request) {
        asked.push(request);
        if (request.url === CHECK_IN) return checkIn;
        return request.url === ENDPOINTS.helper ? helper : other;
      },
      now: () => 0,
      random: () => 0.5,
      findBlockPage: findFakeBlockPage,
    },
    new AbortController().signal,
  );
  const sentTo = (url: string) => JSON.parse(asked.find((one) => one.url === url)?.postBody ?? '{}');
  return { ...seen, key: check.key, urls: asked.map(({ url }) => url), sentTo };
}

test('a test helper loads the front page, and learns no more than the host', async () => {
  const { key, outcome, urls, sentTo } = await runTestHelperCheck({ helper: answeredWith(works) });
  expect(outcome).toEqual({ kind: 'test-helper', works: true, status: 200, bodyLength: 4_000 });
  expect([key, urls]).toEqual(['test-helper:ooni:x.com', [CHECK_IN, ENDPOINTS.helper]]);
  expect(JSON.stringify(sentTo(CHECK_IN))).not.toContain('x.com');
  expect(sentTo(ENDPOINTS.helper)).toMatchObject({ http_request: 'https://x.com/', tcp_connect: [] });
});

test.each([
  [
    { http_request: { failure: 'connection_refused', status_code: 0 } },
    { kind: 'test-helper', works: false, failure: 'connection_refused' },
  ],
  [
    {
      ...works,
      dns: { failure: null, addrs: ['2606:4700::6810:9', '104.16.0.9', 'localhost', '104.16.0.9:8080'] },
    },
    { kind: 'test-helper', works: true, status: 200, bodyLength: 4_000, addresses: ['104.16.0.9'] },
  ],
  [
    { http_request: { failure: 'dns_nxdomain_error', status_code: 0 }, dns: { addrs: null } },
    { kind: 'test-helper', works: false, failure: 'dns_nxdomain_error' },
  ],
  [
    { http_request: { failure: null, status_code: 503 } },
    { kind: 'test-helper', works: false, status: 503, bodyLength: 0 },
  ],
  [
    {
      http_request: { failure: 'unknown_error', status_code: -1 },
      tcp_connect: { '192.0.2.1:443': { status: true, failure: null } },
      tls_handshake: { '192.0.2.1:443': { status: false, failure: 'ssl_invalid_certificate' } },
    },
    { kind: 'test-helper', works: false, failure: 'ssl_invalid_certificate' },
  ],
  [
    { http_request: { failure: 'unknown_error', status_code: -1 } },
    { kind: 'test-helper', works: false, failure: 'unknown_error' },
  ],
  ['<html>blocked', { kind: 'void', why: "status 200, no helper's answer" }],
])('the answer %j of a test helper', async (helper, outcome) => {
  const lost = answeredWith('rubbish');
  expect((await runTestHelperCheck({ checkIn: lost, helper: answeredWith(helper) })).outcome).toEqual(
    outcome,
  );
});

test('the helper tells what it finds at the addresses that it is asked about, and of no others', async () => {
  const { key, outcome, sentTo } = await runTestHelperCheck(
    {
      helper: answeredWith({
        ...works,
        tcp_connect: {
          '192.0.2.1:443': { status: true, failure: null },
          '[2001:db8::1]:443': { status: false, failure: 'connection_refused' },
          '192.0.2.7:443': { status: true, failure: null },
        },
        tls_handshake: { '192.0.2.1:443': { status: false, failure: 'ssl_invalid_hostname' } },
        ip_info: { '192.0.2.1': { asn: 64500, flags: 10 } },
      }),
    },
    { id: 'addresses', addresses: ['192.0.2.1', '2001:db8::1', '192.0.2.9'] },
  );
  expect(key).toBe('test-helper:ooni:x.com:addresses');
  expect(sentTo(ENDPOINTS.helper).tcp_connect).toEqual([
    '192.0.2.1:443',
    '[2001:db8::1]:443',
    '192.0.2.9:443',
  ]);
  expect(outcome).toMatchObject({
    works: true,
    endpoints: [
      { address: '192.0.2.1', connects: true, validForName: false, asn: 64500 },
      { address: '2001:db8::1', connects: false },
    ],
  });
});

test('if the known helper is lost at once, another one that check-in names is asked', async () => {
  const lost: ProbeResult = { kind: 'failed', failure: 'reset', error: '', ms: 30 };
  const { urls, outcome, ms } = await runTestHelperCheck({ helper: lost, other: answeredWith(works, 70) });
  expect(urls).toEqual([CHECK_IN, ENDPOINTS.helper, OTHER_HELPER]);
  expect([outcome.kind, ms]).toEqual(['test-helper', 100]);
  // One that has used up its time leaves none for another, and there is none if check-in is lost too.
  expect((await runTestHelperCheck({ helper: timedOut })).urls).toEqual([CHECK_IN, ENDPOINTS.helper]);
  expect((await runTestHelperCheck({ helper: lost, checkIn: lost })).urls).toEqual([
    CHECK_IN,
    ENDPOINTS.helper,
  ]);
});

test.each([
  'https://helper.example/',
  'https://th.ooni.org.example/',
  'https://ooni.org.example/',
  'https://notooni.org/',
  'http://0.th.ooni.org/',
  'https://0.th.ooni.org:8443/',
  'https://name:word@0.th.ooni.org/',
  'https://192.0.2.1/',
  'no address',
])('a helper at %s is not asked, whoever names it', async (address) => {
  const named = (...addresses: string[]) =>
    answeredWith({
      conf: {
        test_helpers: { 'web-connectivity': addresses.map((one) => ({ address: one, type: 'https' })) },
      },
    });
  const helper: ProbeResult = { kind: 'failed', failure: 'reset', error: '', ms: 30 };
  const { urls } = await runTestHelperCheck({ checkIn: named(address), helper });
  expect(urls).toEqual([CHECK_IN, ENDPOINTS.helper]);
  expect((await runTestHelperCheck({ checkIn: named(address, OTHER_HELPER), helper })).urls.at(-1)).toBe(
    OTHER_HELPER,
  );
});

test.each([
  ['DE', 'DE'],
  ['ZZ', undefined],
  ['<b>', undefined],
  [49, undefined],
])('check-in gives %j as the country of the network', async (probe_cc, probeCc) => {
  const checkIn = answeredWith({ ...checkInAnswer, probe_cc });
  expect((await runTestHelperCheck({ checkIn, helper: answeredWith(works) })).probeCc).toBe(probeCc);
});

test('the country of the network stays known when the test helper says nothing', async () => {
  const checkIn = answeredWith({ ...checkInAnswer, probe_cc: 'DE' });
  const { outcome, probeCc } = await runTestHelperCheck({ checkIn, helper: timedOut });
  expect([outcome.kind, probeCc]).toEqual(['timeout', 'DE']);
});

test.each([
  [{ probe_asn: 'AS64500', probe_network_name: 'Example Telecom' }, 'AS64500', 'Example Telecom'],
  [{ probe_asn: 'AS64500', probe_network_name: null }, 'AS64500', ''],
  [{ probe_asn: 'AS64500', probe_network_name: 'a'.repeat(10_000) }, 'AS64500', 'a'.repeat(200)],
  [{ probe_asn: 'AS0', probe_network_name: '' }, undefined, undefined],
  [{ probe_asn: 'Example', probe_network_name: 'Example' }, undefined, undefined],
])(
  'check-in gives the number and the name of the network: %#',
  async (network, probeAsn, probeNetworkName) => {
    const checkIn = answeredWith({ ...checkInAnswer, probe_cc: 'PK', ...network });
    const found = await runTestHelperCheck({ checkIn, helper: answeredWith(works) });
    expect(found).toMatchObject({ probeCc: 'PK' });
    expect([found.probeAsn, found.probeNetworkName]).toEqual([probeAsn, probeNetworkName]);
  },
);
