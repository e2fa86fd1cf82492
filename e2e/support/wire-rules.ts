/** What an observer on the line notes of the traffic, and rules of one line each that would tell an installed extension. */
import type { BrowserKind } from '../browsers/browser.ts';
import type { LogEntry } from '../network/log.ts';
import { OWN_RESOLVER } from '../network/places.ts';
import { BROWSER_TRAFFIC } from './header-audit.ts';

/** One thing on the line. */
export interface Sight {
  /** ms since the page began to load. */
  ms: number;
  kind: 'DNS' | 'TLS' | 'HTTP' | 'odd port';
  /** The name in it; an address where TLS names none. */
  name: string;
  /** In the clear alone. */
  path?: string | undefined;
  /** Bytes of the connection, to the server and back. */
  sizes?: [up: number, down: number] | undefined;
}

const KINDS = { dns: 'DNS', tcp: 'odd port', tls: 'TLS', 'plain-http': 'HTTP' } as const;
/** Names that a browser asks for by itself, with or without an extension. */
const OWN_NAMES =
  /(^|\.)(googleapis\.com|gvt1\.com|mozilla\.(org|com|net)|mozaws\.net|accounts\.google\.com|local)$/;

/** The traffic from the page load on, without what is inside TLS and what the browser does by itself. */
export function sightsOf(log: readonly LogEntry[], began: number): Sight[] {
  const connections = new Map(log.filter(({ layer }) => layer === 'tcp').map((one) => [one.connection, one]));
  const seen = new Set<string>();
  const isNew = (entry: LogEntry): boolean => {
    // A handshake is one thing, though the log has several steps of it.
    const key = entry.layer === 'tls' ? `tls ${entry.connection}` : JSON.stringify(entry);
    return !seen.has(key) && seen.add(key) !== undefined;
  };
  return log
    .filter((entry) => entry.at >= began && isOnTheLine(entry) && isNew(entry))
    .map((entry) => toSight(entry, began, connections.get(entry.connection)))
    .sort((a, b) => a.ms - b.ms);
}

function isOnTheLine({ layer, host, action, from = OWN_RESOLVER }: LogEntry): boolean {
  if (layer === 'tcp') return /others$/.test(action);
  return layer !== 'https' && !isOfBrowser(host) && from === OWN_RESOLVER;
}

function toSight({ layer, host, at, path }: LogEntry, began: number, tcp: LogEntry | undefined): Sight {
  const kind = layer === 'https' ? 'TLS' : KINDS[layer];
  return {
    ms: at - began,
    kind,
    name: host,
    path: layer === 'plain-http' ? path : undefined,
    sizes: tcp && [tcp.receivedBytes?.() ?? 0, tcp.sentBytes?.() ?? 0],
  };
}

const isOfBrowser = (host: string): boolean =>
  BROWSER_TRAFFIC.includes(host) || (OWN_NAMES.test(host) && host !== 'ajax.googleapis.com');

interface WireRule {
  name: string;
  /** The sights that match. */
  find(sights: readonly Sight[], browser: BrowserKind): Sight[];
}

const questions = (sights: readonly Sight[]) => sights.filter(({ kind }) => kind === 'DNS');
const isAddress = (name: string): boolean => /^[\d.]+$|:/.test(name);
const PORTAL_OF = { chromium: 'detectportal.firefox.com', firefox: 'connectivitycheck.gstatic.com' } as const;
/** More handshakes with different names in this time, ms, than a front page needs. */
const VOLLEY = { ms: 30, names: 5 };

/** The first five are finding H4 of the security review, in its order. */
export const WIRE_RULES: readonly WireRule[] = [
  {
    name: '1. a question for a service, _80._https.*',
    find: (sights) => questions(sights).filter(({ name }) => name.startsWith('_')),
  },
  {
    name: '2. a made-up name: digits in a row, or one label under two domains',
    find: (sights) =>
      questions(sights).filter(
        ({ name }, _, all) => /^www\d{4,}\./.test(name) || (!/^www\./.test(name) && hasTwin(name, all)),
      ),
  },
  {
    name: '3. a portal page of another browser',
    find: (sights, browser) =>
      sights.filter(
        ({ name, path = '' }) =>
          name === PORTAL_OF[browser] || (browser === 'firefox' && path === '/generate_204'),
      ),
  },
  {
    name: '4. a connection to an odd port, or TLS on port 80',
    find: (sights) => sights.filter(({ kind }) => kind === 'odd port'),
  },
  {
    name: '5. TLS without a name',
    find: (sights) => sights.filter(({ kind, name }) => kind === 'TLS' && isAddress(name)),
  },
  {
    name: '6. a name of OONI or Globalping',
    find: (sights) => sights.filter(({ name }) => /ooni|globalping|d33d1gs9kpq1c5/.test(name)),
  },
  {
    name: `7. a volley: ${VOLLEY.names} names or more in TLS within ${VOLLEY.ms} ms, or a request of 16 KB`,
    find: (sights) => {
      const hellos = sights.filter(({ kind }) => kind === 'TLS');
      const isVolley = ({ ms }: Sight) =>
        new Set(hellos.filter((one) => one.ms >= ms && one.ms < ms + VOLLEY.ms).map(({ name }) => name))
          .size >= VOLLEY.names;
      return hellos.filter((one) => isVolley(one) || (one.sizes?.[0] ?? 0) > 16_000);
    },
  },
];

/** Whether the first label of a name stands under another domain as well. */
function hasTwin(name: string, all: readonly Sight[]): boolean {
  const [label] = name.split('.');
  return (
    name.split('.').length > 2 &&
    all.some(
      (other) => other.name !== name && other.name.split('.')[0] === label && !isSameSite(other.name, name),
    )
  );
}
const domainOf = (name: string): string => name.split('.').slice(-2).join('.');
const isSameSite = (a: string, b: string): boolean => domainOf(a) === domainOf(b);
