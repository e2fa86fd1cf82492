/** Networks with both kinds of addresses: which are asked for, and what a difference between the two tells. */
import { expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import { wanted } from '../investigation/plan.ts';
import type { Observation } from '../model/observation.ts';
import { diagnose } from './diagnose.ts';
import { deriveFindings } from './findings/findings.ts';
import * as f from './testing/observations.ts';

const PEER6 = '2606:4700::1';
const FOREIGN6 = '2001:4860::1';
const both = [f.control('google', f.answered(204, { ip: PEER6 })), f.control('apple')];
const known6 = [f.resolver6('cloudflare', [f.TRUTH6]), f.resolver6('google', [f.TRUTH6])];
const silent = [...f.twice(f.timeout), ...f.known];

const asked = (seen: Observation[]): string[] =>
  wanted({ host: 'x.com', country: 'PK', alternates: [] }, ENDPOINTS, deriveFindings(f.input(f.hang, seen)))
    .map(({ key }) => key)
    .filter((key) => /^(resolver-ipv6|by-address)/.test(key));

test('addresses of IPv6 are asked for, and asked, only where the network has them', () => {
  expect(asked([...silent, ...f.controls])).toEqual([`by-address:${f.TRUTH}`]);
  expect(asked([...silent, ...both, ...known6])).toEqual([
    'resolver-ipv6:cloudflare:x.com',
    'resolver-ipv6:google:x.com',
    `by-address:${f.TRUTH}`,
    `by-address:${f.TRUTH6}`,
  ]);
  // Firefox's resolver gives both kinds, whether or not the network has them.
  const own = f.ownLookup(FOREIGN6, '31.13.79.1');
  expect(asked([...silent, ...f.controls, own])).toContain('by-address:31.13.79.1');
  expect(asked([...silent, ...both, own])).toContain(`by-address:${FOREIGN6}`);
});

const seen = (ipv4: Observation['outcome'], ipv6: Observation['outcome']) =>
  diagnose(f.input(f.hang, [...silent, ...both, ...known6, f.byAddress(ipv4), f.byAddress(ipv6, f.TRUTH6)]));

test('an address is dropped only where both kinds are silent; a difference is said', () => {
  const answers = f.failed('other');
  expect(seen(f.timeout, f.timeout)).toMatchObject({ kind: 'blocked', mechanism: 'ip-timeout' });
  const half = seen(f.timeout, answers);
  expect(half.mechanism).not.toBe('ip-timeout');
  expect(half.evidence.map(({ sign }) => sign)).toContain('address-ipv6-only');
  expect(seen(answers, f.timeout).evidence.map(({ sign }) => sign)).toContain('address-ipv4-only');
});

test('a name that leads astray in IPv6 alone is a sinkhole, too', () => {
  const astray = (ip: string) => {
    const again = f.twice(f.failed('untrusted', ip));
    return diagnose(f.input(f.error('untrusted', ip), [...again, ...both, ...f.known, ...known6]));
  };
  expect(astray(FOREIGN6)).toMatchObject({ kind: 'blocked', mechanism: 'dns-sinkhole' });
  expect(astray(f.TRUTH6).mechanism).not.toBe('dns-sinkhole');
});
