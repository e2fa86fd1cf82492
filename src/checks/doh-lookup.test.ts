import * as dns from '@leichtgewicht/dns-packet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import { dohLookupCheck, encodeQuery } from './doh-lookup.ts';
import { runWithResult, utf8Bytes } from './testing/run-check.ts';

const [firstResolver] = ENDPOINTS.resolvers;
if (!firstResolver) throw new Error('endpoints are empty');

test('the query to a resolver follows RFC 8484: id 0, base64url without its padding, one A question', () => {
  const packet = dns.decode(
    Uint8Array.from(atob(encodeQuery('x.com', 'A').replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    ),
  );
  expect(packet).toMatchObject({ id: 0, type: 'query', questions: [{ name: 'x.com', type: 'A' }] });
  expect(encodeQuery('www.example.com', 'AAAA')).not.toMatch(/[+/=]/);
});

test('queries are padded to 128 bytes, whatever the length of the name', () => {
  for (let letters = 1; letters <= 63; letters++) {
    const text = encodeQuery(`${'a'.repeat(letters)}.example.com`, 'A');
    expect(Buffer.from(text, 'base64url').length).toBe(128);
  }
  const long = Array.from({ length: 4 }, () => 'b'.repeat(60)).join('.');
  expect(Buffer.from(encodeQuery(long, 'A'), 'base64url').length).toBe(384);
});

const dnsReply = (more: Partial<dns.Packet>) =>
  dns.encode({ id: 0, type: 'response', questions: [{ type: 'A', name: 'x.com' }], ...more });
const runDohLookup = (body: Uint8Array, status = 200) =>
  runWithResult(dohLookupCheck(firstResolver, 'x.com', 1), { body, status });

test('a resolver gives addresses through aliases', async () => {
  const body = dnsReply({
    answers: [
      { type: 'CNAME', name: 'x.com', data: 'edge.example' },
      { type: 'A', name: 'edge.example', data: '104.244.42.1', ttl: 60 },
    ],
  });
  expect((await runDohLookup(body)).outcome).toEqual({
    kind: 'resolved',
    rcode: 'NOERROR',
    addresses: ['104.244.42.1'],
  });
});

test('a resolver that is asked for IPv6 gives addresses as browsers write them', async () => {
  const body = dnsReply({
    questions: [{ type: 'AAAA', name: 'x.com' }],
    answers: [
      { type: 'A', name: 'x.com', data: '104.244.42.1', ttl: 60 },
      { type: 'AAAA', name: 'x.com', data: '2a04:9d40:0:0:0:0:0:1', ttl: 60 },
    ],
  });
  const task = dohLookupCheck(firstResolver, 'x.com', 1, 'AAAA');
  expect(task).toMatchObject({ name: 'doh-lookup-ipv6', key: `doh-lookup-ipv6:${firstResolver.name}:x.com` });
  expect((await runWithResult(task, { body })).outcome).toMatchObject({ addresses: ['2a04:9d40::1'] });
});

test('a resolver denies a name', async () => {
  const body = dnsReply({});
  body[3] = (body[3] ?? 0) | 3;
  expect((await runDohLookup(body)).outcome).toEqual({ kind: 'resolved', rcode: 'NXDOMAIN', addresses: [] });
});

test("a resolver's own policy says nothing about the name (Extended DNS Error 16)", async () => {
  const body = new Uint8Array([...dnsReply({}), 0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 6, 0, 15, 0, 2, 0, 16]);
  body[11] = 1;
  expect((await runDohLookup(body)).outcome).toEqual({ kind: 'void', why: 'policy 16' });
});

const ADDRESS = { name: 'x.com', data: '104.244.42.1', ttl: 60 };
const NXDOMAIN = { flags: 3 };
const question = (more: Partial<dns.Question>): Partial<dns.Packet> => ({
  questions: [{ type: 'A', name: 'x.com', ...more }],
});

test.each([
  ['zero bytes', new Uint8Array(12)],
  ['the question alone, as it was asked', Buffer.from(encodeQuery('x.com', 'A'), 'base64url')],
  [
    'an answer that is marked as a question',
    dnsReply({ type: 'query', answers: [{ type: 'A', ...ADDRESS }] }),
  ],
  ['an answer without its question', dnsReply({ questions: [], answers: [{ type: 'A', ...ADDRESS }] })],
  ['an answer that was cut off', dnsReply({ flags: dns.TRUNCATED_RESPONSE })],
  ['a denial of another name', dnsReply({ ...question({ name: 'y.com' }), ...NXDOMAIN })],
  ['a denial of another kind of address', dnsReply({ ...question({ type: 'AAAA' }), ...NXDOMAIN })],
  ['a denial of another class', dnsReply({ ...question({ class: 'CH' }), ...NXDOMAIN })],
  [
    'denials of two names at once',
    dnsReply({
      questions: [
        { type: 'A', name: 'x.com' },
        { type: 'A', name: 'y.com' },
      ],
      ...NXDOMAIN,
    }),
  ],
  [
    'the address of another name',
    dnsReply({ answers: [{ type: 'A', ...ADDRESS, name: 'sinkhole.example' }] }),
  ],
  [
    'an address behind the alias of another name',
    dnsReply({
      answers: [
        { type: 'CNAME', name: 'y.com', data: 'edge.example' },
        { type: 'A', ...ADDRESS, name: 'edge.example' },
      ],
    }),
  ],
])('%s is no answer', async (_what, body) => {
  expect((await runDohLookup(body)).outcome).toEqual({ kind: 'void', why: 'no answer to the question' });
});

test('case, a final dot and the order of aliases make no difference', async () => {
  const body = dnsReply({
    ...question({ name: 'X.com' }),
    answers: [
      { type: 'A', ...ADDRESS, name: 'far.example' },
      { type: 'CNAME', name: 'Edge.example', data: 'far.example' },
      { type: 'CNAME', name: 'x.COM', data: 'edge.EXAMPLE' },
    ],
  });
  expect((await runDohLookup(body)).outcome).toMatchObject({ addresses: ['104.244.42.1'] });
});

test('a block page in place of a resolver’s answer says nothing', async () => {
  expect((await runDohLookup(utf8Bytes('<html>blocked</html>'))).outcome).toEqual({
    kind: 'void',
    why: 'no DNS message',
  });
  expect((await runDohLookup(new Uint8Array(), 403)).outcome).toEqual({ kind: 'void', why: 'status 403' });
});

test('any bytes are an outcome', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (body) => {
      expect(['resolved', 'void']).toContain((await runDohLookup(body)).outcome.kind);
    }),
  );
});
