/** Networks with both kinds of addresses: which are asked for, and what a difference between the two tells. */
import { expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import { wanted } from '../investigation/plan.ts';
import type { Observation } from '../model/observation.ts';
import { diagnose } from './diagnose.ts';
import { deriveFindings } from './findings/findings.ts';
import * as f from './testing/observations.ts';

const CONTROL_IPV6 = '2606:4700::1';
const FOREIGN_IPV6 = '2001:4860::1';
const dualStackControls = [f.control('google', f.answered(204, { ip: CONTROL_IPV6 })), f.control('apple')];
const matchingLookups6 = [f.resolver6('cloudflare', [f.TRUTH6]), f.resolver6('google', [f.TRUTH6])];
const timedOutTwice = [...f.twice(f.timeout), ...f.known];

const addressChecksFor = (seen: Observation[]): string[] =>
  wanted({ host: 'x.com', country: 'PK', alternates: [] }, ENDPOINTS, deriveFindings(f.input(f.hang, seen)))
    .map(({ key }) => key)
    .filter((key) => /^(resolver-ipv6|by-address)/.test(key));

test('addresses of IPv6 are asked for, and asked, only where the network has them', () => {
  expect(addressChecksFor([...timedOutTwice, ...f.controls])).toEqual([`by-address:${f.TRUTH}`]);
  expect(addressChecksFor([...timedOutTwice, ...dualStackControls, ...matchingLookups6])).toEqual([
    'resolver-ipv6:cloudflare:x.com',
    'resolver-ipv6:google:x.com',
    `by-address:${f.TRUTH}`,
    `by-address:${f.TRUTH6}`,
  ]);
  // Firefox's resolver gives both kinds, whether or not the network has them.
  const own = f.ownLookup(FOREIGN_IPV6, '31.13.79.1');
  expect(addressChecksFor([...timedOutTwice, ...f.controls, own])).toContain('by-address:31.13.79.1');
  expect(addressChecksFor([...timedOutTwice, ...dualStackControls, own])).toContain(
    `by-address:${FOREIGN_IPV6}`,
  );
});

const diagnoseDualStack = (ipv4: Observation['outcome'], ipv6: Observation['outcome']) =>
  diagnose(
    f.input(f.hang, [
      ...timedOutTwice,
      ...dualStackControls,
      ...matchingLookups6,
      f.byAddress(ipv4),
      f.byAddress(ipv6, f.TRUTH6),
    ]),
  );

test('an address is dropped only where both kinds are silent; a difference is said', () => {
  const answers = f.failed('other');
  expect(diagnoseDualStack(f.timeout, f.timeout)).toMatchObject({ kind: 'blocked', mechanism: 'ip-timeout' });
  const half = diagnoseDualStack(f.timeout, answers);
  expect(half.mechanism).not.toBe('ip-timeout');
  expect(half.evidence.map(({ sign }) => sign)).toContain('address-ipv6-only');
  expect(diagnoseDualStack(answers, f.timeout).evidence.map(({ sign }) => sign)).toContain(
    'address-ipv4-only',
  );
});

test('a name that leads astray in IPv6 alone is a sinkhole, too', () => {
  const diagnoseReached = (ip: string) => {
    const again = f.twice(f.failed('untrusted', ip));
    return diagnose(
      f.input(f.error('untrusted', ip), [...again, ...dualStackControls, ...f.known, ...matchingLookups6]),
    );
  };
  expect(diagnoseReached(FOREIGN_IPV6)).toMatchObject({ kind: 'blocked', mechanism: 'dns-sinkhole' });
  expect(diagnoseReached(f.TRUTH6).mechanism).not.toBe('dns-sinkhole');
});
