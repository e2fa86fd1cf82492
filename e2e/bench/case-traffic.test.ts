import { expect, test } from 'vitest';
import type { LogEntry } from '../network/log.ts';
import { measureTraffic } from './case-traffic.ts';

const SHARED = '127.10.0.1';
const X = '127.11.0.1';
let connection = 0;

/** A connection that carried 100 bytes: its TCP entry, its hello, and a request if there are headers. */
function opened(at: number, address: string, host: string, headers?: Record<string, string>): LogEntry[] {
  connection++;
  const hello: LogEntry = { at, layer: 'tls', host, action: 'secured', connection };
  const request: LogEntry[] = headers
    ? [{ ...hello, layer: 'https', method: 'GET', path: '/', headers }]
    : [];
  return [
    { at, layer: 'tcp', host: address, action: 'connected, tls', connection, sentBytes: () => 100 },
    hello,
    ...request,
  ];
}
const CHECK = { 'sec-fetch-dest': 'empty' };
const measure = (...log: LogEntry[][]) =>
  measureTraffic(log.flat(), { since: 1_000, sharedAddresses: [SHARED] });

test('counts connections after the failure that neither page nor browser made', () => {
  expect(
    measure(
      opened(900, X, 'x.com', CHECK),
      opened(1_000, X, 'x.com', CHECK),
      opened(1_001, X, 'x.com'),
      opened(1_002, X, 'x.com', { 'sec-fetch-dest': 'document' }),
      opened(1_003, X, 'x.com', { 'upgrade-insecure-requests': '1' }),
      opened(1_004, '127.8.8.8', 'resolver.example', CHECK),
    ),
  ).toEqual({ connections: 2, bytes: 200 });
});

test('counts by name at the address that hosts share', () => {
  const both = [opened(1_000, SHARED, 'a.example', CHECK), opened(1_000, SHARED, 'b.example', CHECK)];
  expect(measure(...both)).toEqual({ connections: 1, bytes: 200 });
  expect(measure(...both, opened(1_000, SHARED, 'a.example', CHECK)).connections).toBe(2);
});

test('is zero where nothing was asked', () => {
  expect(measure()).toEqual({ connections: 0, bytes: 0 });
});
