import type { IncomingMessage, ServerResponse } from 'node:http';
import * as dns from '@leichtgewicht/dns-packet';
import { readRequestBody } from '../../tools/collector/request-body.ts';
import { MAX_REQUEST_BYTES } from './json.ts';
import type { Addresses } from './places.ts';

/** The addresses of a name, null if there is no such name, undefined if the resolver must not answer. */
export type Lookup = (name: string, type: string) => Addresses | null | undefined;

const DNS_MESSAGE_TYPE = 'application/dns-message';
const NXDOMAIN = 3;
const TTL_S = 1;

/** A resolver over https, GET and POST (RFC 8484). Every name has one address of each kind, and nothing else. */
export async function answerDoh(
  request: IncomingMessage,
  response: ServerResponse,
  lookup: Lookup,
): Promise<{ name: string; said: string } | undefined> {
  const url = new URL(request.url ?? '/', 'https://resolver.invalid');
  const query =
    request.method === 'POST'
      ? await readRequestBody(request, MAX_REQUEST_BYTES)
      : Buffer.from(url.searchParams.get('dns') ?? '', 'base64url');
  const answer = buildDnsAnswer(query, lookup);
  if (!answer) {
    response.writeHead(400, { 'content-type': 'text/plain' }).end('No DNS question');
    return undefined;
  }
  // Without an answer the client waits until its own deadline.
  if (!answer.bytes) return answer;
  response
    .writeHead(200, {
      'content-type': DNS_MESSAGE_TYPE,
      'content-length': answer.bytes.length,
      'cache-control': `max-age=${TTL_S}`,
      'access-control-allow-origin': '*',
    })
    .end(answer.bytes);
  return answer;
}

/** Undefined for a message without a question; `bytes` is null where the resolver must not answer. */
export function buildDnsAnswer(
  query: Uint8Array,
  lookup: Lookup,
): { bytes: Uint8Array | null; name: string; said: string } | undefined {
  const packet = decodeQuery(query);
  const question = packet?.questions?.[0];
  if (!packet || !question) return undefined;
  const name = question.name.toLowerCase().replace(/\.$/, '');
  const place = lookup(name, question.type ?? 'A');
  if (place === undefined) return { bytes: null, name, said: 'nothing' };
  const flags = dns.RECURSION_DESIRED | dns.RECURSION_AVAILABLE | (place === null ? NXDOMAIN : 0);
  const type = question.type === 'AAAA' ? 'AAAA' : 'A';
  const data = place ? addressOfType(place, question.type) : undefined;
  const bytes = dns.encode({
    id: packet.id ?? 0,
    type: 'response',
    flags,
    questions: [question],
    answers: data === undefined ? [] : [{ type, name: question.name, ttl: TTL_S, data }],
  });
  return { bytes, name, said: place === null ? 'NXDOMAIN' : (data ?? `no ${question.type}`) };
}

function addressOfType({ address, address6 }: Addresses, type: string): string | undefined {
  if (type === 'A') return address;
  return type === 'AAAA' ? address6 : undefined;
}

function decodeQuery(query: Uint8Array): dns.Packet | undefined {
  try {
    return dns.decode(query);
  } catch {
    return undefined;
  }
}
