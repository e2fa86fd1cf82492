import { expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import type { ProbeResult } from '../model/probe.ts';
import { captivePortalCheck } from './captive-portal.ts';
import { controlCheck, foreignCheck } from './control.ts';
import { httpsCheck } from './https-request.ts';
import { bareAddressCheck, ipLiteralCheck } from './ip-literal.ts';
import { pageHeadCheck } from './page-head.ts';
import { plainHttpCheck } from './plain-http.ts';
import { staticFileCheck } from './static-file.ts';
import { systemLookupCheck } from './system-resolver-lookup.ts';
import { findFakeBlockPage, runWithResult, utf8Bytes } from './testing/run-check.ts';
import { throughputCheck } from './throughput.ts';

const [firstPortal] = ENDPOINTS.portals;
const [firstControl] = ENDPOINTS.controls;
if (!firstPortal || !firstControl) throw new Error('endpoints are empty');

test('a retry requests only the front page, and reads the error that the browser names', async () => {
  const task = httpsCheck({ check: 'retry', id: '1', host: 'x.com', timeoutMs: 4000 });
  const { outcome, asked } = await runWithResult(task, {
    kind: 'failed',
    failure: 'reset',
    error: 'net::ERR_CONNECTION_RESET',
    ms: 4,
  });
  expect(asked).toEqual({ url: 'https://x.com/', timeoutMs: 4000, maxBodyBytes: 0 });
  expect(outcome).toEqual({ kind: 'failed', failure: 'reset', error: 'net::ERR_CONNECTION_RESET' });
});

test('an answer shows its status, its peer, its redirect target and the server’s clock', async () => {
  const headers = { location: '/login?next=%2Fsecret', date: new Date(1_060_000).toUTCString() };
  const { outcome } = await runWithResult(
    httpsCheck({ check: 'retry', id: '1', host: 'x.com', timeoutMs: 1 }),
    {
      status: 302,
      headers,
      ip: '1.2.3.4',
    },
  );
  expect(outcome).toEqual({
    kind: 'answered',
    status: 302,
    secure: true,
    ip: '1.2.3.4',
    redirectHost: 'x.com',
    redirectSecure: true,
    clockSkewMs: 60_000,
  });
});

test('a control counts with any status', async () => {
  expect((await runWithResult(controlCheck(firstControl, 1), { status: 404 })).outcome).toMatchObject({
    kind: 'answered',
    status: 404,
  });
});

test.each([
  [{ status: 200, body: utf8Bytes('success\n') }, true],
  [{ status: 200, body: utf8Bytes('<html>Welcome to the hotel') }, false],
  [{ status: 302, headers: { location: 'https://portal.example/' } }, false],
  [{ status: 511 }, false],
])('the portal page %o is as expected: %s', async (answer, matchesExpected) => {
  expect((await runWithResult(captivePortalCheck(firstPortal, 1), answer)).outcome).toMatchObject({
    matchesExpected,
  });
});

test('a plain HTTP request that the browser upgraded is void', async () => {
  expect(
    (await runWithResult(plainHttpCheck('x.com', 1), { hstsUpgraded: true, status: 307 })).outcome,
  ).toEqual({
    kind: 'void',
    why: 'hsts',
  });
  expect((await runWithResult(captivePortalCheck(firstPortal, 1), { hstsUpgraded: true })).outcome).toEqual({
    kind: 'void',
    why: 'hsts',
  });
});

test('of a page over plain HTTP only the name of a known fingerprint is kept', async () => {
  const { outcome } = await runWithResult(plainHttpCheck('x.com', 1), {
    body: utf8Bytes('<h1>blocked by order 66</h1>'),
  });
  expect(outcome).toEqual({
    kind: 'answered',
    status: 200,
    secure: false,
    blockPage: 'isp_x',
    blockPageScope: 'isp',
  });
});

test('a page is read for a second and judged by what has come, so that drops make no timeout of it', async () => {
  const answer = { body: utf8Bytes('<h1>blocked by order 66</h1>'), bodyEnd: 'time' } as const;
  const retry = { check: 'retry', id: '1', host: 'x.com', timeoutMs: 4_000, matchBlockPages: true } as const;
  for (const check of [plainHttpCheck('x.com', 4_000), httpsCheck(retry)]) {
    const { asked, outcome } = await runWithResult(check, answer);
    expect(asked?.maxBodyMs).toBe(1_000);
    expect(outcome).toMatchObject({ blockPage: 'isp_x' });
  }
});

test('an address without its name: any error comes from a server, only a timeout is silence', async () => {
  const { asked, outcome } = await runWithResult(ipLiteralCheck('1.2.3.4', 'x.com', 9), {
    kind: 'failed',
    failure: 'other',
    error: '',
    ms: 3,
  });
  expect(asked).toMatchObject({ url: 'https://1.2.3.4/', noCors: true });
  expect(outcome.kind).toBe('failed');
  expect(
    (await runWithResult(ipLiteralCheck('1.2.3.4', 'x.com', 9), { kind: 'timeout', ms: 9 })).outcome,
  ).toEqual({
    kind: 'timeout',
  });
});

test('times of an address are taken under keys of their own, all for one address', () => {
  const attempts = [1, 2, 3].map((attempt) => ipLiteralCheck('1.2.3.4', 'x.com', 9, attempt));
  expect(attempts.map(({ key }) => key)).toEqual([
    'ip-literal:1.2.3.4',
    'ip-literal:1.2.3.4:2',
    'ip-literal:1.2.3.4:3',
  ]);
  expect(new Set(attempts.map(({ address }) => address))).toEqual(new Set(['1.2.3.4']));
});

test('a bare address is asked without any name, and its key says that it is nobody’s of the platform', async () => {
  const check = bareAddressCheck({ name: 'cloudflare', address: '1.1.1.1' }, 4000);
  expect([check.key, check.name, check.host, check.address]).toEqual([
    'ip-literal:bare:cloudflare',
    'ip-literal',
    '1.1.1.1',
    '1.1.1.1',
  ]);
  const { outcome, asked } = await runWithResult(check, { status: 301 });
  expect(asked).toMatchObject({ url: 'https://1.1.1.1/', noCors: true, maxBodyBytes: 0 });
  // An answer without a name has no status that the extension may read, and proves no identity.
  expect(outcome).toEqual({ kind: 'answered', secure: false });
});

test('a site abroad is asked for its file, of which nothing is read, and any status counts', async () => {
  const check = foreignCheck({ name: 'hetzner', url: 'https://speed.example/100MB.bin' }, 4000);
  expect([check.key, check.name]).toEqual(['foreign:hetzner', 'foreign']);
  const { outcome, asked } = await runWithResult(check, { status: 403 });
  const url = 'https://speed.example/100MB.bin';
  expect(asked).toEqual({ url, timeoutMs: 4000, maxBodyBytes: 0, isHeadRequest: true });
  expect(outcome).toMatchObject({ kind: 'answered', status: 403, secure: true });
});

test('of a page’s head nothing but the head is asked for', async () => {
  const check = pageHeadCheck('x.com', 8000);
  expect([check.key, check.name, check.host]).toEqual(['page-head:x.com', 'page-head', 'x.com']);
  const { outcome, asked } = await runWithResult(check, { status: 503, ip: '1.2.3.4' });
  expect(asked).toEqual({ url: 'https://x.com/', timeoutMs: 8000, maxBodyBytes: 0, isHeadRequest: true });
  expect(outcome).toMatchObject({ kind: 'answered', status: 503, secure: true, ip: '1.2.3.4' });
});

test.each<[ProbeResult, object]>([
  [{ kind: 'timeout', ms: 8000 }, { kind: 'timeout' }],
  [
    { kind: 'failed', failure: 'reset', error: 'net::ERR_CONNECTION_RESET', ms: 4 },
    { kind: 'failed', failure: 'reset' },
  ],
  [
    { kind: 'not-sent', why: 'connection-limit', ms: 0 },
    { kind: 'void', why: 'connection-limit' },
  ],
])('a head that does not come is the outcome %o', async (result, outcome) => {
  expect((await runWithResult(pageHeadCheck('x.com', 8000), result)).outcome).toMatchObject(outcome);
});

test('an IPv6 address stands in brackets', async () => {
  const { asked } = await runWithResult(ipLiteralCheck('2a04:9d40::1', 'x.com', 9), {
    kind: 'timeout',
    ms: 9,
  });
  expect(asked).toMatchObject({ url: 'https://[2a04:9d40::1]/' });
});

test.each([
  [1, 'https://x.com/favicon.ico', 'static-file:x.com'],
  [2, 'https://x.com/robots.txt', 'static-file:x.com:2'],
  [3, 'https://x.com/favicon.ico?', 'static-file:x.com:3'],
] as const)(
  'attempt %i asks a silent host for %s, as browsers and crawlers do',
  async (attempt, url, key) => {
    const check = staticFileCheck('x.com', 2000, attempt);
    expect([check.key, check.host]).toEqual([key, 'x.com']);
    const { outcome, asked } = await runWithResult(check, { status: 404 });
    // Any status shows that the front end is there; of the file itself nothing is read.
    expect(outcome).toMatchObject({ kind: 'answered', status: 404, secure: true });
    expect(asked).toEqual({ url, timeoutMs: 2000, maxBodyBytes: 0 });
  },
);

test('a host that closes the connection, or is silent, has not answered for its small file', async () => {
  const cut: ProbeResult = { kind: 'failed', failure: 'reset', error: 'net::ERR_CONNECTION_RESET', ms: 4 };
  expect((await runWithResult(staticFileCheck('x.com', 2000), cut)).outcome).toMatchObject({
    kind: 'failed',
    failure: 'reset',
  });
  const silent: ProbeResult = { kind: 'timeout', ms: 2000 };
  expect((await runWithResult(staticFileCheck('x.com', 2000), silent)).outcome).toEqual({ kind: 'timeout' });
});

test.each<[string[] | 'timeout', object]>([
  [['192.0.2.1', '2001:db8::1'], { kind: 'resolved', rcode: 'NOERROR' }],
  [[], { kind: 'resolved', rcode: 'NXDOMAIN', addresses: [] }],
  ['timeout', { kind: 'timeout' }],
])('the system resolver gives %j', async (said, expected) => {
  const asked: string[] = [];
  const resolveName = async (host: string) => {
    asked.push(host);
    return said;
  };
  const tools = {
    probe: rejectProbe,
    now: () => 0,
    random: () => 0.5,
    findBlockPage: findFakeBlockPage,
    resolveName,
  };
  const { outcome } = await systemLookupCheck('x.com', 2000).run(tools, new AbortController().signal);
  expect(outcome).toMatchObject(expected);
  expect(asked).toEqual(['x.com']);
});
const rejectProbe = async (): Promise<ProbeResult> => {
  throw new Error('no request is needed for it');
};

test('a retry reads the body only if asked to, and keeps no more than a fingerprint’s name', async () => {
  const body = utf8Bytes('blocked by order of the court, dear Alice');
  const plainly = await runWithResult(
    httpsCheck({ check: 'retry', id: '1', host: 'x.com', timeoutMs: 4000 }),
    { status: 403, body },
  );
  expect(plainly.asked?.maxBodyBytes).toBe(0);
  const { outcome } = await runWithResult(
    httpsCheck({ check: 'retry', id: '1', host: 'x.com', timeoutMs: 4000, matchBlockPages: true }),
    {
      status: 403,
      body,
    },
  );
  expect(outcome).toMatchObject({ status: 403, blockPage: 'isp_x', blockPageScope: 'isp' });
  expect(JSON.stringify(outcome)).not.toContain('Alice');
});

test('throughput counts bytes as they were sent, not as they were decompressed', async () => {
  const task = throughputCheck('platform', { name: 'x', url: 'https://x.com/' }, 1, 4000);
  const { outcome, asked } = await runWithResult(task, { body: new Uint8Array(60_000), bodyMs: 3000 });
  expect(asked?.isRangeRequest).toBe(true);
  expect(outcome).toEqual({ kind: 'measured', of: 'platform', bytes: 60_000, bodyMs: 3000, end: 'time' });
});
