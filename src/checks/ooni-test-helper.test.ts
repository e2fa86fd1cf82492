import { expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import type { ProbeRequest, ProbeResult } from '../model/probe.ts';
import { testHelperCheck } from './ooni-test-helper.ts';
import { findFakeBlockPage, utf8Bytes } from './testing/run-check.ts';

const checkInAnswer = {
  conf: { test_helpers: { 'web-connectivity': [{ address: 'https://0.th.ooni.org/', type: 'https' }] } },
};
async function runTestHelperCheck(helper: unknown, first: unknown = checkInAnswer) {
  const asked: ProbeRequest[] = [];
  const fakeProbe = async (request: ProbeRequest): Promise<ProbeResult> => {
    const said = asked.push(request) === 1 ? first : helper;
    return {
      kind: 'answered',
      status: 200,
      headers: {},
      body: utf8Bytes(JSON.stringify(said)),
      hstsUpgraded: false,
      ms: 5,
    };
  };
  const task = testHelperCheck({ host: 'x.com', timeoutMs: 3000 }, ENDPOINTS);
  const seen = await task.run(
    { probe: fakeProbe, now: () => 0, random: () => 0.5, findBlockPage: findFakeBlockPage },
    new AbortController().signal,
  );
  return { ...seen, asked };
}

test('the test helper that check-in names loads the front page, and learns no more than the host', async () => {
  const { outcome, asked } = await runTestHelperCheck({ http_request: { failure: null, status_code: 200 } });
  expect(outcome).toEqual({ kind: 'test-helper', works: true, status: 200 });
  expect(asked.map((a) => a.url)).toEqual([
    `${ENDPOINTS.collector}/api/v1/check-in`,
    'https://0.th.ooni.org/',
  ]);
  expect(asked[0]?.postBody).not.toContain('x.com');
  expect(JSON.parse(asked[1]?.postBody ?? '')).toMatchObject({ http_request: 'https://x.com/' });
});

test.each([
  [
    { http_request: { failure: 'connection_refused', status_code: 0 } },
    { kind: 'test-helper', works: false, failure: 'connection_refused' },
  ],
  [
    {
      http_request: { failure: null, status_code: 200 },
      dns: { failure: null, addrs: ['2606:4700::6810:9', '104.16.0.9', 'localhost', '104.16.0.9:8080'] },
    },
    { kind: 'test-helper', works: true, status: 200, addresses: ['104.16.0.9'] },
  ],
  [
    { http_request: { failure: 'dns_nxdomain_error', status_code: 0 }, dns: { addrs: null } },
    { kind: 'test-helper', works: false, failure: 'dns_nxdomain_error' },
  ],
  [{ http_request: { failure: null, status_code: 503 } }, { kind: 'test-helper', works: false, status: 503 }],
  ['<html>blocked', { kind: 'void', why: "status 200, no helper's answer" }],
])('the answer %j of a test helper', async (helper, outcome) => {
  expect((await runTestHelperCheck(helper)).outcome).toEqual(outcome);
});

test('without a check-in the known test helper is asked', async () => {
  const { asked } = await runTestHelperCheck(
    { http_request: { failure: null, status_code: 200 } },
    'rubbish',
  );
  expect(asked[1]?.url).toBe(ENDPOINTS.helper);
});

test.each([
  ['DE', 'DE'],
  ['ZZ', undefined],
  ['<b>', undefined],
  [49, undefined],
])('check-in gives %j as the country of the network', async (probe_cc, probeCc) => {
  const helper = { http_request: { failure: null, status_code: 200 } };
  expect((await runTestHelperCheck(helper, { ...checkInAnswer, probe_cc })).probeCc).toBe(probeCc);
});

test('the country of the network stays known when the test helper says nothing', async () => {
  const seen = await runTestHelperCheck('<html>', { ...checkInAnswer, probe_cc: 'DE' });
  expect([seen.outcome.kind, seen.probeCc]).toEqual(['void', 'DE']);
});
