import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { isBogon } from '../../src/base/ip.ts';
import { readJson, sendJson } from './json.ts';
import {
  type AddressSeen,
  connectFromElsewhere,
  isTooSlow,
  networkNumber,
  type SiteSeen,
  seeFromElsewhere,
} from './outside.ts';
import { addressesOf } from './places.ts';
import type { Lookup } from './resolver.ts';
import type { Fault } from './scenario.ts';

const EndpointSchema = v.pipe(v.string(), v.regex(/^(\d+\.\d+\.\d+\.\d+|\[[\da-f:.]+\]):\d+$/i));
const HelperRequestSchema = v.object({
  http_request: v.pipe(v.string(), v.url()),
  tcp_connect: v.optional(v.array(EndpointSchema), []),
});

/** Bits of `ip_info.flags`. */
const RESOLVED_BY_PROBE = 1;
const RESOLVED_BY_HELPER = 2;
const BOGON = 4;
const VALID_FOR_DOMAIN = 8;

/** ms after which it gives up on a page that would take far longer: shorter than the real 15 s, so that tests end. */
const GIVE_UP_MS = 1_000;

export interface HelperWorld {
  faultOf(host: string): Fault;
  authoritativeLookup: Lookup;
  lookAtAddress(address: string, host: string): AddressSeen | undefined;
}

/** OONI's test helper (spec ts-017): loads a page, and connects to its addresses, from a network without blocks. */
export async function answerTestHelper(
  request: IncomingMessage,
  response: ServerResponse,
  world: HelperWorld,
): Promise<void> {
  if (request.method !== 'POST') return sendJson(response, 200, { message: 'Hello OONItarian!' });
  const question = v.safeParse(HelperRequestSchema, await readJson(request));
  if (!question.success) return sendJson(response, 400, { detail: question.issues[0].message });
  const { hostname } = new URL(question.output.http_request);
  const seen = seeFromElsewhere(world.faultOf(hostname));
  const isLate = seen.failure === null && isTooSlow(seen);
  if (isLate) await new Promise((done) => setTimeout(done, GIVE_UP_MS));
  const place = world.authoritativeLookup(hostname, 'A');
  const found = place ? addressesOf(place) : [];
  const given = question.output.tcp_connect.map((endpoint) =>
    endpoint.replace(/:\d+$/, '').replace(/[[\]]/g, ''),
  );
  sendJson(response, 200, {
    ...endpointResults({ given, found }, hostname, world),
    quic_handshake: {},
    http_request: httpResult(
      isLate ? { ...seen, failure: 'generic_timeout_error', status: -1, bodyBytes: 0 } : seen,
    ),
    http3_request: null,
    dns: place ? { failure: null, addrs: found } : { failure: 'dns_nxdomain_error', addrs: [] },
  });
}

const httpResult = ({ failure, status, bodyBytes }: SiteSeen) => ({
  body_length: bodyBytes,
  discovered_h3_endpoint: '',
  title: '',
  headers: {},
  failure,
  status_code: status,
});

/** The addresses that the probe gave and those that the helper found; it connects to all but those of no public host. */
function endpointResults(
  { given, found }: { given: string[]; found: string[] },
  host: string,
  world: HelperWorld,
) {
  const results = [...new Set([...given, ...found])].map((address) => {
    const { fault, asn, isBogon } = seeAddress(address, host, found.includes(address), world);
    const ends = connectFromElsewhere(fault);
    const flags =
      (given.includes(address) ? RESOLVED_BY_PROBE : 0) |
      (found.includes(address) ? RESOLVED_BY_HELPER : 0) |
      (isBogon ? BOGON : 0) |
      (!isBogon && ends.tcp === null && ends.tls === null ? VALID_FOR_DOMAIN : 0);
    return { address, isBogon, ends, info: { asn, flags } };
  });
  const reached = results
    .filter(({ isBogon }) => !isBogon)
    .map(({ address, ends }) => ({
      endpoint: `${address.includes(':') ? `[${address}]` : address}:443`,
      ends,
    }));
  const resultOf = (failure: string | null) => ({ status: failure === null, failure });
  return {
    tcp_connect: Object.fromEntries(reached.map(({ endpoint, ends }) => [endpoint, resultOf(ends.tcp)])),
    tls_handshake: Object.fromEntries(
      reached
        .filter(({ ends }) => ends.tcp === null)
        .map(({ endpoint, ends }) => [endpoint, { server_name: host, ...resultOf(ends.tls) }]),
    ),
    ip_info: Object.fromEntries(results.map(({ address, info }) => [address, info])),
  };
}

function seeAddress(
  address: string,
  host: string,
  isFound: boolean,
  { lookAtAddress, faultOf }: HelperWorld,
) {
  const seen = lookAtAddress(address, host);
  // All addresses of the lab are private, and public to its helper.
  if (seen) return { ...seen, isBogon: false };
  // Places that share an address: the host's own is meant.
  const fault = faultOf(host);
  if (isFound)
    return { fault: fault.everywhere ? fault : {}, asn: networkNumber(host, fault), isBogon: false };
  return { fault: { tcp: 'drop' } satisfies Fault, asn: 0, isBogon: isBogon(address) };
}
