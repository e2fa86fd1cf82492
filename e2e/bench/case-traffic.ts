import { groupIntoMap } from '../../src/base/group-by.ts';
import type { LogEntry } from '../network/log.ts';
import { BROWSER_TRAFFIC } from '../support/header-audit.ts';

/** What the checks of one case cost the line, as the simulated network saw it. */
export interface CaseTraffic {
  /** The largest number of connections to one address. */
  connections: number;
  /** Bytes that these connections carried to the browser, TLS included. */
  bytes: number;
}

interface CaseScope {
  /** Unix epoch, ms: when the checks began. */
  since: number;
  /** Addresses that many hosts share in the lab: there each name counts by itself. */
  sharedAddresses: readonly string[];
}

/**
 * Counts the connections that the extension opened. Left out are those of the browser itself and those that the page made
 * the first request on. One without any request counts, because a reset hello does not say whose it was. The log has no
 * connection whose SYN was refused or swallowed.
 */
export function measureTraffic(log: readonly LogEntry[], { since, sharedAddresses }: CaseScope): CaseTraffic {
  const byConnection = groupIntoMap(log, ({ connection }) => connection);
  const openedFor = new Map<string, number>();
  let bytes = 0;
  for (const { layer, at, host: address, connection, sentBytes } of log) {
    if (layer !== 'tcp' || at < since) continue;
    const [named, ...more] = (byConnection.get(connection) ?? []).filter((entry) => entry.layer !== 'tcp');
    const request = [named, ...more].find((entry) => entry?.method !== undefined);
    if ((named && BROWSER_TRAFFIC.includes(named.host)) || (request && isMadeByPage(request))) continue;
    const place = sharedAddresses.includes(address) ? (named?.host ?? address) : address;
    openedFor.set(place, (openedFor.get(place) ?? 0) + 1);
    bytes += sentBytes?.() ?? 0;
  }
  return { connections: Math.max(0, ...openedFor.values()), bytes };
}

/** Whether a request loads a document or a part of one. Plain http has no `Sec-Fetch-Dest`. */
function isMadeByPage({ headers = {}, path }: LogEntry): boolean {
  const destination = headers['sec-fetch-dest'];
  if (destination !== undefined) return destination !== 'empty';
  return headers['upgrade-insecure-requests'] !== undefined || path === '/favicon.ico';
}
