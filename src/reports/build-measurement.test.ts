import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import { FAILURES } from '../model/failure.ts';
import { MeasurementSchema } from '../model/measurement.ts';
import { CHECK_NAMES } from '../model/observation.ts';
import { CONFIDENCES, MECHANISMS, VERDICTS } from '../model/verdict.ts';
import { buildMeasurement } from './build-measurement.ts';
import { formatPreview } from './format-preview.ts';
import { makeCase, reportContext } from './testing/fixtures.ts';

test('a block becomes one OONI measurement, field by field', () => {
  expect(buildMeasurement(makeCase(), reportContext)).toEqual({
    annotations: {
      confidence: 'certain',
      engine_name: 'is-it-blocked',
      mechanism: 'tls-reset',
      rule: 'tls-reset-after-client-hello',
      verdict: 'blocked',
    },
    data_format_version: '0.2.0',
    input: 'https://x.com/',
    measurement_start_time: '2024-02-17 12:00:00',
    probe_asn: 'AS64500',
    probe_cc: 'PK',
    probe_ip: '127.0.0.1',
    probe_network_name: 'Example Telecom',
    software_name: 'is-it-blocked',
    software_version: '0.1.0',
    test_keys: { browser: 'chrome', load_time_ms: 404, result: 'error' },
    test_name: 'browser_web',
    test_runtime: 1.842,
    test_start_time: '2024-02-17 12:00:00',
    test_version: '0.1.0',
  });
});

test('the preview shows exactly the measurement', () => {
  const measurement = buildMeasurement(makeCase(), reportContext);
  expect(JSON.parse(formatPreview(measurement))).toEqual(measurement);
});

test('number and country are those of the network at the time of the checks', () => {
  const abroad = makeCase({ country: 'TR', probeCc: 'DE', probeAsn: 'AS64501', probeNetworkName: 'Other' });
  expect(buildMeasurement(abroad, reportContext)).toMatchObject({
    probe_cc: 'DE',
    probe_asn: 'AS64501',
    probe_network_name: 'Other',
  });
});

test('a network that was not asked for is unknown, its country too: the clock says nothing of a network', () => {
  const { probeAsn: _, probeNetworkName: __, probeCc: ___, ...unasked } = makeCase({ country: 'TR' });
  for (const one of [unasked, { ...unasked, probeCc: 'PK' }, { ...unasked, probeAsn: 'AS0', probeCc: 'ZZ' }])
    expect(buildMeasurement(one, reportContext)).toMatchObject({
      probe_cc: 'ZZ',
      probe_asn: 'AS0',
      probe_network_name: '',
    });
});

test('the result is ok only for a reachable platform', () => {
  const verdict = { ...makeCase().verdict, kind: 'reachable' as const };
  expect(buildMeasurement(makeCase({ verdict }), reportContext).test_keys.result).toBe('ok');
});

test('the input holds only the host name', () => {
  for (const host of ['user:secret@x.com', 'x.com:8443', 'x.com/a/b?c#d', 'X.COM.'])
    expect(buildMeasurement(makeCase({ host }), reportContext).input).toBe('https://x.com/');
});

test('rejects an IP address as host', () => {
  for (const host of [
    '192.0.2.1',
    '0x7f.1',
    '[2001:db8::1]',
    '2001:db8::1',
    '192.0.2.1.example.com',
    '',
    'x',
    ' ',
  ])
    expect(() => buildMeasurement(makeCase({ host }), reportContext), host).toThrow(/the host is no name/);
});

test.each([
  'host-10-1-2-3.dsl.example',
  'ip_192_0_2_1',
  'static 203 0 113 7 pool',
  '7.113.0.203.in-addr.arpa',
  'cpe-2001-db8-0-1.example',
  '010001002003.pppoe.example',
  'dsl c0000201',
])('a network’s name with an address in it is left out: %s', (networkName) => {
  expect(
    buildMeasurement(makeCase({ probeNetworkName: networkName }), reportContext).probe_network_name,
  ).toBe('');
});

test.each([
  'Pakistan Telecommunication Company Limited',
  'AS 64500 Example',
  'Telefonica O2 Czech Republic, a.s.',
  'T-2 d.o.o.',
  '1&1 Internet SE',
  'Level 3 Parent, LLC',
  'MCI-AS Mobile Communication Company of Iran PLC',
  'BREIZH-IX e.V.',
  'Kcell 4G 2023-2024',
  'A-B-C-D Net',
  'e.g. B.V. a.b.c.d',
])('a network’s name without an address stays: %s', (networkName) => {
  expect(
    buildMeasurement(makeCase({ probeNetworkName: networkName }), reportContext).probe_network_name,
  ).not.toBe('');
});

test('rejects an invalid context, naming the field', () => {
  expect(() => buildMeasurement(makeCase({ probeAsn: '64500' }), reportContext)).toThrow(/probe_asn/);
  expect(() => buildMeasurement(makeCase(), { ...reportContext, version: '1 <b>' })).toThrow(
    /software_version/,
  );
  expect(() => buildMeasurement(makeCase({ startedAt: Number.POSITIVE_INFINITY }), reportContext)).toThrow(
    /startedAt/,
  );
});

const hostileText = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.string({ unit: 'binary' }),
  fc.tuple(fc.ipV4(), fc.string()).map(([ip, text]) => `<title>${text} for ${ip}</title>`),
  fc.constantFrom('../../etc/passwd', '"},"probe_ip":"192.0.2.1', 'Cookie: id=1', '__proto__'),
);
const host = fc.oneof(
  fc.domain(),
  hostileText,
  fc.tuple(hostileText, fc.domain()).map(([user, name]) => `${user}@${name}`),
  fc.tuple(fc.domain(), hostileText).map(([name, rest]) => `${name}/${rest}?q=${rest}`),
  fc.tuple(fc.domain(), fc.ipV4()).map(([name, ip]) => `${ip}.${name}`),
);
const anyNumber = fc.oneof(fc.double(), fc.integer());
const hostileCase = fc
  .record({
    id: hostileText,
    platform: hostileText,
    platformName: hostileText,
    host,
    country: fc.oneof(hostileText, fc.constantFrom('PK', 'TR', '')),
    secure: fc.boolean(),
    startedAt: fc.oneof(fc.integer({ min: 0, max: 4e12 }), anyNumber),
    settledAt: anyNumber,
    symptom: fc.record({
      kind: fc.constant('error' as const),
      failure: fc.constantFrom(...FAILURES),
      error: hostileText,
      ms: anyNumber,
      ip: hostileText,
    }),
    verdict: fc.record({
      kind: fc.constantFrom(...VERDICTS),
      mechanism: fc.constantFrom(...MECHANISMS),
      confidence: fc.constantFrom(...CONFIDENCES),
      rule: hostileText,
      evidence: fc.constant<Case['verdict']['evidence']>([]),
    }),
    observations: fc.array(
      fc.record({
        check: fc.constantFrom(...CHECK_NAMES),
        key: hostileText,
        host: hostileText,
        at: anyNumber,
        ms: anyNumber,
        outcome: fc.record({
          kind: fc.constant('failed' as const),
          failure: fc.constant('reset' as const),
          error: hostileText,
          ip: hostileText,
        }),
      }),
      { maxLength: 3 },
    ),
  })
  .map((fields) => makeCase(fields));

test('no case can bring an address, a path, a query or another key into a report', () => {
  let built = 0;
  fc.assert(
    fc.property(hostileCase, hostileText, (item, networkName) => {
      let measurement: ReturnType<typeof buildMeasurement>;
      try {
        measurement = buildMeasurement({ ...item, probeNetworkName: networkName }, reportContext);
      } catch (error) {
        expect(String(error)).toMatch(/^Error: No report can be made: /);
        return;
      }
      built++;
      expect(v.safeParse(MeasurementSchema, measurement).success).toBe(true);
      expect(measurement.input).toMatch(/^https?:\/\/[a-z0-9_.-]+\/$/);
      expect(Object.keys(measurement.annotations).sort()).toEqual([
        'confidence',
        'engine_name',
        'mechanism',
        'rule',
        'verdict',
      ]);
      const jsonAnswer = JSON.stringify({ ...measurement, probe_ip: '' });
      expect(jsonAnswer).not.toMatch(/(?<![\d.])\d{1,3}(\.\d{1,3}){3}(?![\d.])/);
      expect(jsonAnswer).not.toMatch(/[0-9a-f]*::[0-9a-f]|([0-9a-f]{1,4}:){3}/i);
      expect(jsonAnswer).not.toMatch(/[?#@<]/);
      // A host name may contain `null`: `anulla.example`.
      expect(jsonAnswer.replace(measurement.input, '')).not.toMatch(/\/|null/);
      expect(measurement.input).not.toMatch(/\/null\//);
    }),
    { numRuns: 3_000 },
  );
  // If nearly all cases were rejected, the property would prove little.
  expect(built).toBeGreaterThan(300);
});
