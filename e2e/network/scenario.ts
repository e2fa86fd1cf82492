import type { Confidence, Mechanism, VerdictKind } from '../../src/model/verdict.ts';

/** How an answer to an HTTP request differs from the healthy one. */
export interface HttpFault {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Answers by path in place of `body`, such as the script of a service worker. */
  files?: Record<string, { type: string; body: string | Uint8Array }>;
  /** Value of `Location`; the status is 302 unless given. */
  redirect?: string;
  /** ms before the first byte. */
  delay?: number;
  /** Speed of the body, bytes a second; without a `body`, of one of 200 KB. */
  rate?: number;
  /** What happens in place of an answer once the head of the request is read. */
  cut?: 'reset' | 'close' | 'hang';
}

/** What is wrong with one host, layer by layer. A layer without a field is healthy. */
export interface Fault {
  /** Answer of the person's own resolver. `sinkhole`: address of the block page; `to`: of another host; `mute`: none. */
  dns?: 'nxdomain' | 'sinkhole' | 'mute' | { to: string };
  /** Both ports. `refuse`: RST to the SYN; `drop`: the SYN is swallowed. */
  tcp?: 'refuse' | 'drop';
  /** On port 443, after the ClientHello (`refuse`: before). `drop`: the hello is swallowed; `close`: FIN. */
  tls?: 'refuse' | 'reset' | 'drop' | 'close' | 'wrong-name' | 'expired' | 'untrusted' | 'not-tls';
  /** Over TLS. */
  https?: HttpFault;
  /** On port 80, after the head of the request (`refuse`: before). `drop`: the request is swallowed. */
  plainHttp?: HttpFault | 'refuse' | 'reset' | 'drop' | 'close';
  /** Resolvers elsewhere. */
  authoritativeAnswer?: 'nxdomain';
  /** The fault is the site's own: OONI's test helper and Globalping see it as well. */
  everywhere?: true;
  /**
   * Only the first n connections are faulty, over both ports. Not with `dns`, `tcp` or a refused port. Rely on it for
   * answers and certificates only: browsers open spare connections and repeat reset ones (Firefox up to ten times).
   */
  times?: number;
}

/**
 * By host (`x.com`), by domain (`*.x.com`: `x.com` and everything under it), by role (the hosts of `src/config/endpoints.ts`:
 * `@controls @portals @resolvers @speeds @helper @collector @globalping @outages`), or `*`. Only the most specific key counts.
 */
export type Faults = Record<string, Fault>;

export interface Expectation {
  verdict: VerdictKind;
  mechanism: Mechanism | '';
  /** Absent where any confidence is right. */
  confidence?: Confidence;
}

/** One page load in a network, and what the product must say about it. */
export interface Scenario {
  name: string;
  /** One line for a human. */
  about: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Country of the network where it is another one, as with a VPN or abroad. */
  networkCountry?: string;
  /** IANA name, `Asia/Karachi`. */
  timezone: string;
  /** The address that the person types. */
  url: string;
  faults: Faults;
  /** Whether there is no block: a verdict of one would be a false accusation. */
  innocent: boolean;
  /** Null: no case. */
  expect: Expectation | null;
  /** The coarser answer of a browser that cannot tell as much as the other. */
  lessSpecific?: { browser: 'chromium' | 'firefox' } & Expectation;
  /** Chromium asks no resolver in the lab, so a mute one cannot be simulated. `npm run e2e:real` plays both browsers. */
  only?: 'firefox';
}

/** The expected answer of a browser; null: no case. */
export function expectationFor(
  browser: 'chromium' | 'firefox',
  { expect, lessSpecific }: Scenario,
): Expectation | null {
  return lessSpecific?.browser === browser ? lessSpecific : expect;
}
