import * as dns from '@leichtgewicht/dns-packet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ENDPOINTS } from '../endpoints.ts';
import { byAddress } from './by-address.ts';
import { captivePortal } from './captive-portal.ts';
import { control } from './control.ts';
import type { BlockPage } from './fingerprints.ts';
import { frontDoor } from './front-door.ts';
import { otherPort } from './other-port.ts';
import { outside } from './outside.ts';
import { ownLookup } from './own-lookup.ts';
import { plainHttp } from './plain-http.ts';
import type { ProbeRequest, ProbeResult, Task } from './probe.ts';
import { encodeQuery, resolver } from './resolver.ts';
import { askSecurely } from './retry.ts';
import { throughput } from './throughput.ts';

const [portalOf] = ENDPOINTS.portals;
const [resolverOf] = ENDPOINTS.resolvers;
const [controlOf] = ENDPOINTS.controls;
if (!portalOf || !resolverOf || !controlOf) throw new Error('endpoints are empty');

const blockPage = async ({ body }: { body: string }): Promise<BlockPage | undefined> =>
  body.includes('blocked by order') ? { name: 'isp_x', scope: 'isp', countries: [] } : undefined;

/** Runs a task against one given result; tells also what it asked for. */
async function run(task: Task, result: Partial<Extract<ProbeResult, { kind: 'answered' }>> | ProbeResult) {
  const asked: ProbeRequest[] = [];
  const whole: ProbeResult = (
    result.kind && result.kind !== 'answered'
      ? result
      : {
          kind: 'answered',
          status: 200,
          headers: {},
          body: new Uint8Array(),
          upgraded: false,
          ms: 5,
          ...result,
        }
  ) as ProbeResult;
  const probe = async (request: ProbeRequest) => {
    asked.push(request);
    return whole;
  };
  const { outcome } = await task.run(
    { probe, now: () => 1_000_000, random: () => 0.5, blockPage },
    new AbortController().signal,
  );
  return { outcome, asked: asked[0] };
}
const bytes = (text: string) => new TextEncoder().encode(text);

test('a retry asks for nothing but the front page, and reads the error that the browser names', async () => {
  const task = askSecurely('retry', '1', 'x.com', 4000);
  const { outcome, asked } = await run(task, {
    kind: 'failed',
    family: 'reset',
    error: 'net::ERR_CONNECTION_RESET',
    ms: 4,
  });
  expect(asked).toEqual({ url: 'https://x.com/', timeoutMs: 4000, bodyBytes: 0 });
  expect(outcome).toEqual({ kind: 'failed', family: 'reset', error: 'net::ERR_CONNECTION_RESET' });
});

test('an answer tells its status, its peer, where it points and what time it is there', async () => {
  const headers = { location: '/login?next=%2Fsecret', date: new Date(1_060_000).toUTCString() };
  const { outcome } = await run(askSecurely('retry', '1', 'x.com', 1), {
    status: 302,
    headers,
    ip: '1.2.3.4',
  });
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

test('a control counts whatever its status', async () => {
  expect((await run(control(controlOf, 1), { status: 404 })).outcome).toMatchObject({
    kind: 'answered',
    status: 404,
  });
});

test.each([
  [{ status: 200, body: bytes('success\n') }, true],
  [{ status: 200, body: bytes('<html>Welcome to the hotel') }, false],
  [{ status: 302, headers: { location: 'https://portal.example/' } }, false],
  [{ status: 511 }, false],
])('the portal page %o is as expected: %s', async (answer, asExpected) => {
  expect((await run(captivePortal(portalOf, 1), answer)).outcome).toMatchObject({ asExpected });
});

test('a plain request that the browser upgraded says nothing', async () => {
  expect((await run(plainHttp('x.com', 1), { upgraded: true, status: 307 })).outcome).toEqual({
    kind: 'void',
    why: 'hsts',
  });
  expect((await run(captivePortal(portalOf, 1), { upgraded: true })).outcome).toEqual({
    kind: 'void',
    why: 'hsts',
  });
});

test('of a plain page nothing is kept but the name of a known mark', async () => {
  const { outcome } = await run(plainHttp('x.com', 1), { body: bytes('<h1>blocked by order 66</h1>') });
  expect(outcome).toEqual({ kind: 'answered', status: 200, secure: false, blockPage: 'isp_x' });
});

test('an address without a name: an error of any kind is an answer of somebody, only silence is silence', async () => {
  const { asked, outcome } = await run(byAddress('1.2.3.4', 'x.com', 9), {
    kind: 'failed',
    family: 'other',
    error: '',
    ms: 3,
  });
  expect(asked).toMatchObject({ url: 'https://1.2.3.4/', blind: true });
  expect(outcome.kind).toBe('failed');
  expect((await run(byAddress('1.2.3.4', 'x.com', 9), { kind: 'timeout', ms: 9 })).outcome).toEqual({
    kind: 'timeout',
  });
});

test('an address of IPv6 stands in brackets', async () => {
  const { asked } = await run(byAddress('2a04:9d40::1', 'x.com', 9), { kind: 'timeout', ms: 9 });
  expect(asked).toMatchObject({ url: 'https://[2a04:9d40::1]/' });
});

test('the question to a resolver is RFC 8484: id 0, no padding, one A question', () => {
  const packet = dns.decode(
    Uint8Array.from(atob(encodeQuery('x.com', 'A').replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    ),
  );
  expect(packet).toMatchObject({ id: 0, type: 'query', questions: [{ name: 'x.com', type: 'A' }] });
  expect(encodeQuery('www.example.com', 'AAAA')).not.toMatch(/[+/=]/);
});

const reply = (more: Partial<dns.Packet>) =>
  dns.encode({ id: 0, type: 'response', questions: [{ type: 'A', name: 'x.com' }], ...more });
const ask = (body: Uint8Array, status = 200) => run(resolver(resolverOf, 'x.com', 1), { body, status });

test('a resolver: addresses, through aliases', async () => {
  const body = reply({
    answers: [
      { type: 'CNAME', name: 'x.com', data: 'edge.example' },
      { type: 'A', name: 'edge.example', data: '104.244.42.1', ttl: 60 },
    ],
  });
  expect((await ask(body)).outcome).toEqual({
    kind: 'resolved',
    rcode: 'NOERROR',
    addresses: ['104.244.42.1'],
  });
});

test('a resolver, asked for IPv6: addresses as browsers write them', async () => {
  const body = reply({
    answers: [
      { type: 'A', name: 'x.com', data: '104.244.42.1', ttl: 60 },
      { type: 'AAAA', name: 'x.com', data: '2a04:9d40:0:0:0:0:0:1', ttl: 60 },
    ],
  });
  const task = resolver(resolverOf, 'x.com', 1, 'AAAA');
  expect(task).toMatchObject({ check: 'resolver-ipv6', key: `resolver-ipv6:${resolverOf.name}:x.com` });
  expect((await run(task, { body })).outcome).toMatchObject({ addresses: ['2a04:9d40::1'] });
});

test('a resolver: no such name', async () => {
  const body = reply({});
  body[3] = (body[3] ?? 0) | 3;
  expect((await ask(body)).outcome).toEqual({ kind: 'resolved', rcode: 'NXDOMAIN', addresses: [] });
});

test("a resolver's own policy says nothing about the name (Extended DNS Error 16)", async () => {
  const body = new Uint8Array([...reply({}), 0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 6, 0, 15, 0, 2, 0, 16]);
  body[11] = 1;
  expect((await ask(body)).outcome).toEqual({ kind: 'void', why: 'policy 16' });
});

test('a block page in the place of a resolver says nothing', async () => {
  expect((await ask(bytes('<html>blocked</html>'))).outcome).toEqual({ kind: 'void', why: 'no DNS message' });
  expect((await ask(new Uint8Array(), 403)).outcome).toEqual({ kind: 'void', why: 'status 403' });
});

test('whatever bytes come, they are an outcome', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (body) => {
      expect(['resolved', 'void']).toContain((await ask(body)).outcome.kind);
    }),
  );
});

const checkIn = {
  conf: { test_helpers: { 'web-connectivity': [{ address: 'https://0.th.ooni.org/', type: 'https' }] } },
};
async function askOutside(helper: unknown, first: unknown = checkIn) {
  const asked: ProbeRequest[] = [];
  const probe = async (request: ProbeRequest): Promise<ProbeResult> => {
    const said = asked.push(request) === 1 ? first : helper;
    return {
      kind: 'answered',
      status: 200,
      headers: {},
      body: bytes(JSON.stringify(said)),
      upgraded: false,
      ms: 5,
    };
  };
  const task = outside('x.com', ENDPOINTS, 3000);
  const seen = await task.run(
    { probe, now: () => 0, random: () => 0.5, blockPage },
    new AbortController().signal,
  );
  return { ...seen, asked };
}

test('outside: the helper that check-in names loads the front page, and learns no more than the host', async () => {
  const { outcome, asked } = await askOutside({ http_request: { failure: null, status_code: 200 } });
  expect(outcome).toEqual({ kind: 'outside', works: true, status: 200 });
  expect(asked.map((a) => a.url)).toEqual([
    `${ENDPOINTS.collector}/api/v1/check-in`,
    'https://0.th.ooni.org/',
  ]);
  expect(asked[0]?.post).not.toContain('x.com');
  expect(JSON.parse(asked[1]?.post ?? '')).toMatchObject({ http_request: 'https://x.com/' });
});

test.each([
  [
    { http_request: { failure: 'connection_refused', status_code: 0 } },
    { kind: 'outside', works: false, failure: 'connection_refused' },
  ],
  [
    {
      http_request: { failure: null, status_code: 200 },
      dns: { failure: null, addrs: ['2606:4700::6810:9', '104.16.0.9', 'localhost', '104.16.0.9:8080'] },
    },
    { kind: 'outside', works: true, status: 200, addresses: ['104.16.0.9'] },
  ],
  [
    { http_request: { failure: 'dns_nxdomain_error', status_code: 0 }, dns: { addrs: null } },
    { kind: 'outside', works: false, failure: 'dns_nxdomain_error' },
  ],
  [{ http_request: { failure: null, status_code: 503 } }, { kind: 'outside', works: false, status: 503 }],
  ['<html>blocked', { kind: 'void', why: "status 200, no helper's answer" }],
])('outside: %j', async (helper, outcome) => {
  expect((await askOutside(helper)).outcome).toEqual(outcome);
});

test('outside: without a check-in the known helper is asked', async () => {
  const { asked } = await askOutside({ http_request: { failure: null, status_code: 200 } }, 'rubbish');
  expect(asked[1]?.url).toBe(ENDPOINTS.helper);
});

test.each([
  ['DE', 'DE'],
  ['ZZ', undefined],
  ['<b>', undefined],
  [49, undefined],
])('outside: check-in takes the network to be in %j', async (probe_cc, networkCountry) => {
  const helper = { http_request: { failure: null, status_code: 200 } };
  expect((await askOutside(helper, { ...checkIn, probe_cc })).networkCountry).toBe(networkCountry);
});

test('outside: where the network is stays known when the helper says nothing', async () => {
  const seen = await askOutside('<html>', { ...checkIn, probe_cc: 'DE' });
  expect([seen.outcome.kind, seen.networkCountry]).toEqual(['void', 'DE']);
});

test('a server that keeps silent is asked for more than it can read, and any answer shows that it is there', async () => {
  const { outcome, asked } = await run(frontDoor('x.com', 2000, 1), { status: 414 });
  expect(outcome).toMatchObject({ kind: 'answered', status: 414, secure: true });
  expect(asked?.url.length).toBeGreaterThan(16_384);
  expect(asked?.url).toMatch(/^https:\/\/x\.com\/\?1+$/);
});

test('a door that is shut on a request which it heard, twice, is a door', async () => {
  const cut: ProbeResult = { kind: 'failed', family: 'reset', error: 'net::ERR_CONNECTION_RESET', ms: 4 };
  expect((await run(frontDoor('x.com', 2000, 1), cut)).outcome).toMatchObject({
    kind: 'answered',
    status: 0,
  });
  expect((await run(frontDoor('x.com', 2000, 1), { kind: 'timeout', ms: 2000 })).outcome.kind).toBe(
    'timeout',
  );
});

test('another port is asked with TLS, which HSTS lets pass and which whoever is there refuses', async () => {
  const { outcome, asked } = await run(otherPort('x.com', 2000), {
    kind: 'failed',
    family: 'tls',
    error: 'net::ERR_SSL_PROTOCOL_ERROR',
    ms: 4,
  });
  expect(asked?.url).toBe('https://x.com:80/');
  expect(outcome).toMatchObject({ kind: 'failed', family: 'tls' });
});

test.each<[string[] | 'late', object]>([
  [['192.0.2.1', '2001:db8::1'], { kind: 'resolved', rcode: 'NOERROR' }],
  [[], { kind: 'resolved', rcode: 'NXDOMAIN', addresses: [] }],
  ['late', { kind: 'timeout' }],
])('the own resolver says %j', async (said, expected) => {
  const asked: string[] = [];
  const lookUp = async (host: string) => {
    asked.push(host);
    return said;
  };
  const tools = { probe: fail, now: () => 0, random: () => 0.5, blockPage, lookUp };
  const { outcome } = await ownLookup('x.com', 2000).run(tools, new AbortController().signal);
  expect(outcome).toMatchObject(expected);
  expect(asked).toEqual(['x.com']);
});
const fail = async (): Promise<ProbeResult> => {
  throw new Error('no request is needed for it');
};

test('only a page that came with an error’s status is looked at, and nothing of it kept but a mark’s name', async () => {
  const body = bytes('blocked by order of the court, dear Alice');
  const plainly = await run(askSecurely('retry', '1', 'x.com', 4000), { status: 403, body });
  expect(plainly.asked?.bodyBytes).toBe(0);
  const { outcome } = await run(askSecurely('retry', '1', 'x.com', 4000, true), { status: 403, body });
  expect(outcome).toMatchObject({ status: 403, blockPage: 'isp_x' });
  expect(JSON.stringify(outcome)).not.toContain('Alice');
});

test('speed is measured in bytes as they were sent, never as they were unpacked', async () => {
  const task = throughput('platform', { name: 'x', url: 'https://x.com/' }, 1, 4000);
  const { outcome, asked } = await run(task, { body: new Uint8Array(60_000), bodyMs: 3000 });
  expect(asked?.asRange).toBe(true);
  expect(outcome).toEqual({ kind: 'measured', of: 'platform', bytes: 60_000, bodyMs: 3000 });
});
