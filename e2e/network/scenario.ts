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
  /** ms before the first byte. With nothing else wrong, the healthy answer follows. Small files come at once. */
  delay?: number;
  /** Speed of the body, bytes a second. Without a `body`: of the healthy file, or of a page of 200 KB unless `page` names one. */
  rate?: number;
  /** What happens in place of an answer once the head of the request is read. */
  cut?: 'reset' | 'close' | 'hang';
}

/**
 * Answer of the person's own resolver. `sinkhole`: address of the block page; `to`: of another host; `mute`: none;
 * `loopback`: 127.0.0.1, as from a hosts file; `unspecified`: 0.0.0.0 and ::. Nothing listens at the last two.
 */
export type DnsFault = 'nxdomain' | 'sinkhole' | 'mute' | 'loopback' | 'unspecified' | { to: string };

/** What is wrong with one host, layer by layer. A layer without a field is healthy. */
export interface Fault {
  /**
   * `alternating`: each lookup takes the next answer of the list, then the first again. Chromium asks no resolver in the
   * lab, so only Firefox and the real network can play it.
   */
  dns?: DnsFault | { alternating: ('right' | DnsFault)[] };
  /** Both ports. `refuse`: RST to the SYN; `drop`: the SYN is swallowed. */
  tcp?: 'refuse' | 'drop';
  /**
   * On port 443, after the ClientHello (`refuse`: before). `drop`: the hello is swallowed; `close`: FIN; `not-tls`: an
   * error in plain HTTP; `not-tls-redirect`: a redirect to a warning, in plain HTTP.
   */
  tls?:
    | 'refuse'
    | 'reset'
    | 'drop'
    | 'close'
    | 'wrong-name'
    | 'expired'
    | 'untrusted'
    | 'not-tls'
    | 'not-tls-redirect';
  /**
   * Connections to port 443 that name the host pass so many bytes to the client, the TLS handshake included. After that
   * nothing passes either way, and no FIN or RST tells of it. With `everywhere` also connections without a name.
   */
  freezeAfter?: number;
  /** With `freezeAfter`: the connection is reset instead, as by a filter that reads what comes. */
  isCut?: true;
  /**
   * Bytes a second to the client on port 443, the TLS handshake included: of each connection that names the host, as
   * policing by name does (Xue et al., IMC '21). With `everywhere` also of connections without a name.
   */
  pace?: number;
  /** For so many ms after a ClientHello that names the host, its address swallows what any new connection says. */
  residualMs?: number;
  /** Of the connections to port 443 of the host's address within a minute, those beyond this number get no answer. */
  maxConnections?: number;
  /** Over TLS. */
  https?: HttpFault;
  /** The front page where it is not faulty. Without it: 12 KB that load a script of 200 KB. */
  page?: PageKind;
  /** On port 80, after the head of the request (`refuse`: before). `drop`: the request is swallowed. */
  plainHttp?: HttpFault | 'refuse' | 'reset' | 'drop' | 'close';
  /** Resolvers elsewhere. */
  authoritativeAnswer?: 'nxdomain';
  /** The address is one of a content network: it holds a valid certificate for each name that a resolver leads to it. */
  isEdge?: true;
  /** The number of the network that the address belongs to, as OONI's test helper tells it. */
  asn?: number;
  /** The fault is the site's own: OONI's test helper and Globalping see it as well. */
  everywhere?: true;
  /**
   * Only the first n connections are faulty, over both ports. Not with `dns`, `tcp` or a refused port. Rely on it for
   * answers and certificates only: browsers open spare connections and repeat reset ones (Firefox up to ten times).
   */
  times?: number;
  /** What comes after `times`, in place of health. */
  after?: Pick<Fault, 'tls' | 'https' | 'plainHttp'>;
  /** Only of `@line`: ms of a round trip. */
  roundTrip?: number;
}

/**
 * Of the front page. `long`: 180 KB of HTML; `short`: 6 KB, and no long files at the host; `redirect`: to a page deeper
 * down. Pages deeper down are long in each case.
 */
export type PageKind = 'long' | 'short' | 'redirect';

/**
 * By host (`x.com`), by domain (`*.x.com`: `x.com` and everything under it), by role (the hosts of `src/config/endpoints.ts`:
 * `@controls @portals @resolvers @speeds @helper @collector @globalping @outages`), or `*`. Only the most specific key counts.
 * Two keys are about the person's network as a whole, and count besides the others:
 * - `@line`: `pace` and `roundTrip` of all connections on both ports, together.
 * - `@unknown-names`: `dns`, the own resolver's answer for every name that resolvers elsewhere do not know.
 */
export type Faults = Record<string, Fault>;

interface Answer {
  verdict: VerdictKind;
  mechanism: Mechanism | '';
  /** Absent where any confidence is right. */
  confidence?: Confidence;
}

export interface Expectation extends Answer {
  /** Other answers that are as true. */
  alsoRight?: readonly Answer[];
  /** Slug of the platform that must be named, where it is not that of the address. */
  platform?: string;
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

/** Whether an answer is a true one, whatever its confidence. Without a case its words are empty. */
export function isRightAnswer(
  expected: Expectation | null,
  { verdict, mechanism }: { verdict: string; mechanism: string },
): boolean {
  if (!expected) return verdict === '';
  const right = [expected, ...(expected.alsoRight ?? [])];
  return right.some((answer) => answer.verdict === verdict && answer.mechanism === mechanism);
}
