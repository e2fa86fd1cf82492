/** Networks with IPv4 and IPv6: which addresses are asked for, and what a difference between the two shows. */
import { expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import { nextChecks } from '../investigation/plan.ts';
import type { Observation, RemoteEndpoint } from '../model/observation.ts';
import { diagnose } from './diagnose.ts';
import { deriveFindings } from './findings/findings.ts';
import * as f from './testing/observations.ts';

const CONTROL_IPV6 = '2606:4700::1';
const FOREIGN_IPV6 = '2001:4860::1';
const dualStackControls = [
  f.observedControl('google', f.answeredWith(204, { ip: CONTROL_IPV6 })),
  f.observedControl('apple'),
];
const matchingLookups6 = [
  f.observedLookup6('cloudflare', [f.SITE_IPV6]),
  f.observedLookup6('google', [f.SITE_IPV6]),
];
const timedOutTwice = [...f.twoRetries(f.timedOut), ...f.matchingLookups];

const addressChecksFor = (seen: Observation[]): string[] =>
  nextChecks(f.xTarget, ENDPOINTS, deriveFindings(f.diagnosisInput(f.hangSymptom, seen)))
    .map(({ key }) => key)
    .filter((key) => /^(doh-lookup-ipv6|ip-literal)/.test(key));

test('IPv6 addresses are looked up and requested only if the network has IPv6', () => {
  expect(addressChecksFor([...timedOutTwice, ...f.workingControls])).toEqual([`ip-literal:${f.SITE_IPV4}`]);
  expect(addressChecksFor([...timedOutTwice, ...dualStackControls, ...matchingLookups6])).toEqual([
    'doh-lookup-ipv6:cloudflare:x.com',
    'doh-lookup-ipv6:google:x.com',
    `ip-literal:${f.SITE_IPV4}`,
    `ip-literal:${f.SITE_IPV6}`,
  ]);
  // Firefox's resolver gives addresses of both versions, whether or not the network has IPv6.
  const own = f.observedSystemLookup(FOREIGN_IPV6, '31.13.79.1');
  expect(addressChecksFor([...timedOutTwice, ...f.workingControls, own])).toContain('ip-literal:31.13.79.1');
  expect(addressChecksFor([...timedOutTwice, ...dualStackControls, own])).toContain(
    `ip-literal:${FOREIGN_IPV6}`,
  );
});

const diagnoseDualStack = (ipv4: Observation['outcome'], ipv6: Observation['outcome']) =>
  diagnose(
    f.diagnosisInput(f.hangSymptom, [
      ...timedOutTwice,
      ...dualStackControls,
      ...matchingLookups6,
      f.observedIpLiteral(ipv4),
      f.observedIpLiteral(ipv6, f.SITE_IPV6),
    ]),
  );

test('an address counts as dropped only if both versions are silent; a difference is evidence', () => {
  const answers = f.failedWith('other');
  expect(diagnoseDualStack(f.timedOut, f.timedOut)).toMatchObject({
    kind: 'blocked',
    mechanism: 'ip-timeout',
  });
  const half = diagnoseDualStack(f.timedOut, answers);
  expect(half.mechanism).not.toBe('ip-timeout');
  expect(half.evidence.map(({ key }) => key)).toContain('ipv6-only');
  expect(diagnoseDualStack(answers, f.timedOut).evidence.map(({ key }) => key)).toContain('ipv4-only');
});

test('a name that resolves to a wrong address in IPv6 alone is a sinkhole, too', () => {
  const diagnoseReached = (ip: string, endpoints: RemoteEndpoint[] = []) => {
    const again = f.twoRetries(f.failedWith('untrusted', ip));
    return diagnose(
      f.diagnosisInput(f.errorSymptom('untrusted', ip), [
        ...again,
        ...dualStackControls,
        ...f.matchingLookups,
        ...matchingLookups6,
        f.observedTestHelper(undefined, [f.SITE_IPV4], { endpoints }),
      ]),
    );
  };
  const wrong = { address: FOREIGN_IPV6, connects: true, validForName: false };
  expect(diagnoseReached(FOREIGN_IPV6, [wrong])).toMatchObject({
    kind: 'blocked',
    mechanism: 'dns-sinkhole',
  });
  expect(diagnoseReached(FOREIGN_IPV6).mechanism).not.toBe('dns-sinkhole');
  expect(diagnoseReached(f.SITE_IPV6).mechanism).not.toBe('dns-sinkhole');
});
