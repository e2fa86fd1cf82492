import { ENDPOINTS } from '../../src/config/endpoints.ts';
import type { Fault } from './scenario.ts';
import { frontPageBytes, LONG_FILE_BYTES } from './site.ts';

/** An address, as computers elsewhere see it. */
export interface AddressSeen {
  /** What a client meets that says the name of the site. */
  fault: Fault;
  /** The number of the network that it belongs to. */
  asn: number;
}

/** What a computer elsewhere sees of a site. */
export interface SiteSeen {
  /** OONI's failure strings (spec df-007). */
  failure: string | null;
  /** -1 after a failure. */
  status: number;
  bodyBytes: number;
  /** ms until the first byte of the answer, without those of the network. */
  waitMs: number;
  /** ms that the whole page takes after that. */
  downloadMs: number;
}

/** OONI's test helper and Globalping take less for a page that never ends. */
const OUTSIDE_PATIENCE_MS = 15_000;
/** Bytes of a TLS handshake to the client, about. */
const HANDSHAKE_BYTES = 1_500;

const TLS_FAILURES: Record<NonNullable<Fault['tls']>, string> = {
  refuse: 'connection_refused',
  reset: 'connection_reset',
  drop: 'generic_timeout_error',
  close: 'eof_error',
  'wrong-name': 'ssl_invalid_hostname',
  expired: 'ssl_invalid_certificate',
  untrusted: 'ssl_unknown_authority',
  'not-tls': 'ssl_failed_handshake',
  'not-tls-redirect': 'ssl_failed_handshake',
};
const CUT_FAILURES = { reset: 'connection_reset', close: 'eof_error', hang: 'generic_timeout_error' };

/** Loads the front page elsewhere: only faults that the site has everywhere count. */
export function seeFromElsewhere(fault: Fault): SiteSeen {
  const own: Fault = fault.everywhere ? fault : { ...(fault.page ? { page: fault.page } : {}) };
  const pace = Math.min(own.pace ?? Number.POSITIVE_INFINITY, own.https?.rate ?? Number.POSITIVE_INFINITY);
  const bodyBytes = bodyBytesOf(own);
  const seen = {
    bodyBytes,
    waitMs: (own.https?.delay ?? 0) + (HANDSHAKE_BYTES / (own.pace ?? Number.POSITIVE_INFINITY)) * 1000,
    downloadMs: (bodyBytes / pace) * 1000,
  };
  const failure = fault.authoritativeAnswer ? 'dns_nxdomain_error' : failureOf(own, bodyBytes);
  if (failure) return { ...seen, failure, status: -1, bodyBytes: 0 };
  const { status, redirect } = own.https ?? {};
  return { ...seen, failure: null, status: status ?? (redirect === undefined ? 200 : 302) };
}

/** Whether the page takes longer than helpers wait. */
export const isTooSlow = ({ waitMs, downloadMs }: SiteSeen, patienceMs = OUTSIDE_PATIENCE_MS): boolean =>
  waitMs + downloadMs > patienceMs;

function bodyBytesOf({ https, page }: Fault): number {
  const { body, status, redirect, cut, rate } = https ?? {};
  if (body !== undefined) return Buffer.byteLength(body);
  if (cut || status !== undefined || redirect !== undefined) return 0;
  return rate !== undefined && page === undefined ? LONG_FILE_BYTES : frontPageBytes(page);
}

function failureOf({ tcp, tls, https, freezeAfter, isCut }: Fault, bodyBytes: number): string | undefined {
  if (tcp) return tcp === 'refuse' ? 'connection_refused' : 'generic_timeout_error';
  if (tls) return TLS_FAILURES[tls];
  if (freezeAfter !== undefined && freezeAfter < HANDSHAKE_BYTES + bodyBytes)
    return isCut ? 'connection_reset' : 'generic_timeout_error';
  return https?.cut && CUT_FAILURES[https.cut];
}

/** How a connection to an address and the TLS handshake with the name end elsewhere. */
export function connectFromElsewhere({ tcp, tls }: Fault): { tcp: string | null; tls: string | null } {
  if (tcp || tls === 'refuse')
    return { tcp: tcp === 'drop' ? 'generic_timeout_error' : 'connection_refused', tls: null };
  return { tcp: null, tls: tls ? TLS_FAILURES[tls] : null };
}

const HOSTING_NETWORKS: Record<string, number> = {
  google: 15_169,
  cloudflare: 13_335,
  fastly: 54_113,
  akamai: 20_940,
  amazon: 16_509,
  ovh: 16_276,
};
const NETWORK_OF_HOST = new Map(
  ENDPOINTS.speeds.map(({ name, url }) => [new URL(url).hostname, HOSTING_NETWORKS[name]]),
);
/** For private use (RFC 6996). */
const FIRST_PRIVATE_ASN = 64_512;

/** The network of a place: its fault's, that of a known host, or one of its own. */
export function networkNumber(key: string, { asn }: Fault): number {
  const sum = [...key].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 1_000, 7);
  return asn ?? NETWORK_OF_HOST.get(key) ?? FIRST_PRIVATE_ASN + sum;
}
