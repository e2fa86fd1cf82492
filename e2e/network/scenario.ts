import type { Confidence, Mechanism, VerdictKind } from '../../src/model/verdict.ts';

/** An answer to an HTTP request other than the healthy one. */
export interface HttpFault {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** By path, what is answered there in place of `body`: the script of a service worker. */
  files?: Record<string, { type: string; body: string | Uint8Array }>;
  /** Value of `Location`; the status is 302 unless given. */
  redirect?: string;
  /** ms before the first byte. */
  delay?: number;
  /** Bytes a second at which the body comes; without a `body`, one of 200 KB. */
  rate?: number;
  /** What happens, instead of an answer, once the head of the request is read. */
  cut?: 'reset' | 'close' | 'hang';
}

/** What is wrong with one host, layer by layer. A field that is absent: that layer is healthy. */
export interface Fault {
  /** What the person's own resolver says; `sinkhole`: the address of the block-page server; `to`: another host's; `mute`: nothing. */
  dns?: 'nxdomain' | 'sinkhole' | 'mute' | { to: string };
  /** Both ports. `refuse`: RST to the SYN; `drop`: the SYN is swallowed. */
  tcp?: 'refuse' | 'drop';
  /** On port 443, once the ClientHello is read, but `refuse`. `drop`: the hello is swallowed; `close`: FIN. */
  tls?: 'refuse' | 'reset' | 'drop' | 'close' | 'wrong-name' | 'expired' | 'untrusted' | 'not-tls';
  /** Over TLS. */
  https?: HttpFault;
  /** Port 80, once the head of the request is read, but `refuse`. `drop`: the request is swallowed. */
  plainHttp?: HttpFault | 'refuse' | 'reset' | 'drop' | 'close';
  /** What resolvers elsewhere say. */
  authoritativeAnswer?: 'nxdomain';
  /** The fault is the site's own: OONI's test helper and Globalping see it from elsewhere as well. */
  everywhere?: true;
  /**
   * Only the first n connections that meet the fault are faulty, ports taken together. Not with `dns`, `tcp` or a
   * refused port. Browsers make spare connections and try a reset one again by themselves, each as often as it likes
   * (Firefox ten times): count on answers and certificates only.
   */
  times?: number;
}

/**
 * By host (`x.com`), by domain (`*.x.com`: `x.com` and everything under it), by role (the hosts of `src/config/endpoints.ts`:
 * `@controls @portals @resolvers @speeds @helper @collector @globalping @outages`), or `*`. The most exact key wins, alone.
 */
export type Faults = Record<string, Fault>;

export interface Expectation {
  verdict: VerdictKind;
  mechanism: Mechanism;
  /** Left open where any is right. */
  confidence?: Confidence;
}

/** One moment in which a page does not load, or does, and what the product must say about it. */
export interface Scenario {
  name: string;
  /** One line for a human. */
  about: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Where others take the network to be, if not there: a VPN, a journey. */
  networkCountry?: string;
  /** IANA name, `Asia/Karachi`. */
  timezone: string;
  /** What is typed. */
  url: string;
  faults: Faults;
  /** Whether nobody blocks anything: calling it blocked would be a false accusation. */
  innocent: boolean;
  /** Null: no case at all. */
  expect: Expectation | null;
  /** Where one browser cannot tell what the other can: its coarser answer. */
  lessSpecific?: { browser: 'chromium' | 'firefox' } & Expectation;
  /** Chromium asks no resolver here, so none can leave it without an answer; `npm run e2e:real` plays these in both. */
  only?: 'firefox';
}

/** What a browser is expected to say; null: no case. */
export function expectationFor(
  browser: 'chromium' | 'firefox',
  { expect, lessSpecific }: Scenario,
): Expectation | null {
  return lessSpecific?.browser === browser ? lessSpecific : expect;
}
