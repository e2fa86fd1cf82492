import { expect, test } from 'vitest';
import type { LogEntry } from '../network/log.ts';
import { OWN_RESOLVER } from '../network/places.ts';
import { untoldOnTheLine } from './wire-audit.ts';

const scenario = { url: 'https://x.com/', country: 'PK', faults: {} };
const entry = (layer: LogEntry['layer'], host: string, more: Partial<LogEntry> = {}): LogEntry => ({
  at: 0,
  layer,
  host,
  action: '',
  ...more,
});
const question = (host: string) => entry('dns', host, { from: OWN_RESOLVER });
const untold = (...log: LogEntry[]) => untoldOnTheLine(log, scenario);

test('what the column tells passes', () => {
  expect(
    untold(
      question('x.com'),
      question('twitter.com'),
      question('www.gstatic.com'),
      question('api.ooni.org'),
      question('img-fra3.x.com'),
      question('cdn12-ams.gstatic.com'),
      entry('dns', 'anything.example', { from: 'dns.google' }),
      entry('tcp', '127.0.0.1', { action: 'connected, tls' }),
      entry('plain-http', 'x.com', { path: '/' }),
      entry('plain-http', 'connectivitycheck.gstatic.com', { path: '/generate_204' }),
      // Firefox itself.
      question('firefox.settings.services.mozilla.com'),
    ),
  ).toEqual([]);
});

test.each<[string, LogEntry[]]>([
  ['question: _80._https.x.com', [question('_80._https.x.com')]],
  ['question: www112345.gstatic.com', [question('www112345.gstatic.com')]],
  ['question: img-fra3.example.org', [question('img-fra3.example.org')]],
  ['label under two domains: img-fra3', [question('img-fra3.x.com'), question('img-fra3.gstatic.com')]],
  ['port: 127.0.0.1 connected, others', [entry('tcp', '127.0.0.1', { action: 'connected, others' })]],
  ['in the clear: api.ooni.org/', [entry('plain-http', 'api.ooni.org', { path: '/' })]],
  ['size: x.com', [entry('https', 'x.com', { path: `/?${'1'.repeat(17_000)}` })]],
])('%s', (said, log) => {
  expect(untold(...log)).toEqual([expect.stringContaining(said)]);
});
