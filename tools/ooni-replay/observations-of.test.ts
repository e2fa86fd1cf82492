import * as v from 'valibot';
import { expect, test } from 'vitest';
import rows from '../../src/checks/fingerprints.json' with { type: 'json' };
import { Fingerprints } from '../../src/checks/fingerprints.ts';
import { ObservationSchema, type Outcome } from '../../src/model/observation.ts';
import { SymptomSchema } from '../../src/model/symptom.ts';
import { readMeasurement } from './read-measurement.ts';
import { caseOf } from './replay-measurement.ts';
import { GIVEN_CASES } from './testing/given-cases.ts';
import {
  dohLookup,
  HOST,
  helper,
  ISP_IP,
  measurement,
  PAGE,
  request,
  SITE_IP,
  systemLookup,
  tcpConnect,
  tlsHandshake,
  udpLookup,
} from './testing/measurements.ts';
import { OTHER_CASES } from './testing/other-cases.ts';
import { REDIRECT_CASES } from './testing/redirect-cases.ts';

const fingerprints = new Fingerprints(rows);
const readCase = (text: string) => caseOf(readMeasurement(text), fingerprints);
const outcomesIn = (text: string): Record<string, Outcome> =>
  Object.fromEntries(readCase(text).observations.map(({ key, outcome }) => [key, outcome]));

test.each([...GIVEN_CASES, ...OTHER_CASES, ...REDIRECT_CASES])(
  '$name: valid observations, each key once',
  ({ text }) => {
    const { symptom, observations } = readCase(text);
    expect(v.parse(SymptomSchema, symptom)).toEqual(symptom);
    for (const one of observations) expect(v.parse(ObservationSchema, one)).toEqual(one);
    expect(new Set(observations.map(({ key }) => key)).size).toBe(observations.length);
  },
);

test('what OONI concludes is not even read', () => {
  expect(JSON.stringify(readMeasurement(measurement({})))).not.toContain('OONI says');
});

test('the test helper tells what it found at the address that this network gives', () => {
  const outcomes = outcomesIn(
    measurement({
      queries: [systemLookup([ISP_IP]), dohLookup([SITE_IP])],
      tcp_connect: [tcpConnect(ISP_IP, 443)],
      tls_handshakes: [tlsHandshake(ISP_IP, 'ssl_invalid_hostname')],
      control: helper({ at: { [SITE_IP]: {}, [ISP_IP]: { tls: 'ssl_invalid_hostname' } } }),
    }),
  );
  expect(outcomes['test-helper:ooni']).toEqual({
    kind: 'test-helper',
    works: true,
    status: 200,
    addresses: [SITE_IP],
    bodyLength: PAGE.length,
    endpoints: [{ address: ISP_IP, connects: true, validForName: false, asn: 64500 }],
  });
  expect(outcomes[`ip-literal:${SITE_IP}`]).toBeUndefined();
  expect(outcomes[`ip-literal:${ISP_IP}`]).toEqual({ kind: 'answered', secure: false });
});

test('after a redirect, the helper tells nothing of the second name', () => {
  const second = { host: 'second.example', depth: 1 };
  const { symptom, secure, observations } = readCase(
    measurement({
      queries: [systemLookup([SITE_IP]), systemLookup('dns_nxdomain_error', second)],
      tcp_connect: [tcpConnect(SITE_IP, 443)],
      tls_handshakes: [tlsHandshake(SITE_IP)],
      requests: [request(`https://${HOST}/`, { code: 302, headers: { location: 'http://second.example/' } })],
    }),
  );
  expect(symptom).toMatchObject({ kind: 'error', failure: 'dns' });
  expect(secure).toBe(false);
  const told = observations.find(({ check }) => check === 'test-helper')?.outcome;
  expect(told).toEqual({ kind: 'test-helper', works: true, status: 200, bodyLength: PAGE.length });
  expect(observations.filter(({ check }) => check === 'retry').map(({ host }) => host)).toEqual([
    'second.example',
    'second.example',
  ]);
});

test('OONI that took the measurement, its helper, and resolvers that answered are the controls', () => {
  const controlsIn = (text: string) =>
    Object.keys(outcomesIn(text)).filter((key) => key.startsWith('control:'));
  expect(controlsIn(measurement({}))).toEqual([
    'control:ooni-backend',
    'control:ooni-test-helper',
    'control:https://doh.example/dns-query',
    'control:9.9.9.10:53',
  ]);
  expect(
    controlsIn(
      measurement({
        queries: [systemLookup([SITE_IP]), dohLookup('connection_reset'), udpLookup('generic_timeout_error')],
        control: null,
        control_failure: 'connection_reset',
      }),
    ),
  ).toEqual(['control:ooni-backend']);
});

test('a DoH resolver that is blocked itself knows nothing of the name', () => {
  const outcomes = outcomesIn(
    measurement({ queries: [systemLookup([SITE_IP]), dohLookup('connection_reset')] }),
  );
  expect(outcomes[`doh-lookup:https://doh.example/dns-query:${HOST}`]).toMatchObject({
    kind: 'failed',
    failure: 'reset',
  });
  expect(outcomes[`doh-lookup:test-helper:${HOST}`]).toMatchObject({
    kind: 'resolved',
    addresses: [SITE_IP],
  });
});

test('a body is a sample, and has stopped if no byte came in its last five seconds', () => {
  const events = [
    { operation: 'bytes_received_cumulative', address: `${SITE_IP}:443`, num_bytes: 9_000, t: 1 },
    { operation: 'bytes_received_cumulative', address: `${SITE_IP}:443`, num_bytes: 16_000, t: 2 },
    { operation: 'bytes_received_cumulative', address: `${SITE_IP}:443`, num_bytes: 16_000, t: 11 },
  ];
  const stalled = request(`https://${HOST}/`, {
    failure: 'generic_timeout_error',
    code: 200,
    body: 'x'.repeat(15_000),
  });
  const outcomes = outcomesIn(
    measurement({
      tcp_connect: [tcpConnect(SITE_IP, 443)],
      tls_handshakes: [tlsHandshake(SITE_IP)],
      requests: [{ ...stalled, t0: 1, t: 11 }],
      network_events: events,
    }),
  );
  expect(outcomes['throughput:platform:1']).toEqual({
    kind: 'measured',
    of: 'platform',
    bytes: 15_000,
    bodyMs: 10_000,
    end: 'stopped',
  });
});

test('nothing but the input: nothing is claimed', () => {
  const { symptom, observations } = readCase(
    JSON.stringify({ test_name: 'web_connectivity', input: 'https://a.example/', test_keys: {} }),
  );
  expect(symptom).toMatchObject({ kind: 'error', failure: 'other' });
  expect(observations.map(({ key }) => key)).toEqual(['control:ooni-backend', 'test-helper:ooni']);
});
