import * as dns from '@leichtgewicht/dns-packet';
import { expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import { NAME_SERVERS_FAIL } from '../model/observation.ts';
import type { Probe, ProbeResult } from '../model/probe.ts';
import { madeUpLabels } from './made-up-names.ts';
import { systemResolverCheck } from './system-resolver-health.ts';

const deniedResult: ProbeResult = {
  kind: 'failed',
  failure: 'dns',
  error: 'net::ERR_NAME_NOT_RESOLVED',
  ms: 9,
};
const timedOutResult: ProbeResult = { kind: 'timeout', ms: 2000 };
type Resolver = ProbeResult | ((url: string) => ProbeResult);
/** An answer repeats its question. */
const dnsAnswer =
  (answerTo: (name: string) => Partial<dns.Packet>): Resolver =>
  (url) => {
    const { questions = [] } = dns.decode(
      Buffer.from(new URL(url).searchParams.get('dns') ?? '', 'base64url'),
    );
    const more = answerTo(questions[0]?.name ?? '');
    return {
      kind: 'answered',
      status: 200,
      headers: {},
      body: dns.encode({ type: 'response', questions, ...more }),
      hstsUpgraded: false,
      ms: 5,
    };
  };
const nxdomainAnswer = dnsAnswer(() => ({ flags: 3 }));
const wildcardAnswer = dnsAnswer((name) => ({ answers: [{ type: 'A', name, data: '192.0.2.1' }] }));

async function runSystemResolver(resolver: Resolver, here: ProbeResult, others: ProbeResult) {
  const asked: string[] = [];
  const fakeProbe: Probe = async ({ url }) => {
    asked.push(url);
    if (url.includes('dns-query')) return typeof resolver === 'function' ? resolver(url) : resolver;
    return url.includes('.x.com') ? here : others;
  };
  const task = systemResolverCheck('www.x.com', ENDPOINTS, 2000);
  const tools = {
    probe: fakeProbe,
    now: () => 0,
    random: () => 0.12345,
    findBlockPage: async () => undefined,
  };
  const { outcome } = await task.run(tools, new AbortController().signal);
  return { outcome, asked };
}

test('asks for a missing name, here and at DoH resolvers, and for one under a control’s domain', async () => {
  const { asked } = await runSystemResolver(nxdomainAnswer, deniedResult, deniedResult);
  const [here, elsewhere] = madeUpLabels(() => 0.12345);
  expect(asked.filter((url) => !url.includes('dns-query'))).toEqual([
    `https://${here}.x.com/`,
    `https://${elsewhere}.gstatic.com/`,
  ]);
  expect(asked.filter((url) => url.includes('dns-query'))).toHaveLength(ENDPOINTS.resolvers.length);
});

test.each([
  ['denies it', nxdomainAnswer, deniedResult, deniedResult, { answers: true, answersOthers: true }],
  [
    'drops the platform’s names',
    nxdomainAnswer,
    timedOutResult,
    deniedResult,
    { answers: false, answersOthers: true },
  ],
  [
    'is given up on after a second',
    nxdomainAnswer,
    { ...deniedResult, ms: 1_000 },
    deniedResult,
    { answers: false, answersOthers: true },
  ],
  [
    'is slow for every name',
    nxdomainAnswer,
    { ...deniedResult, ms: 1_000 },
    { ...deniedResult, ms: 900 },
    { answers: true, answersOthers: true },
  ],
  [
    'drops every name',
    nxdomainAnswer,
    timedOutResult,
    timedOutResult,
    { answers: false, answersOthers: false },
  ],
] as const)('a resolver that %s', async (_, elsewhere, here, others, said) => {
  expect((await runSystemResolver(elsewhere, here, others)).outcome).toEqual({
    kind: 'system-resolver-health',
    ...said,
  });
});

test('is void where every name exists, or where no DoH resolver can be asked', async () => {
  expect((await runSystemResolver(wildcardAnswer, timedOutResult, deniedResult)).outcome).toMatchObject({
    kind: 'void',
  });
  expect((await runSystemResolver(timedOutResult, timedOutResult, deniedResult)).outcome).toMatchObject({
    kind: 'void',
  });
});

test('is void where the domain’s own name servers fail for resolvers elsewhere as well (SERVFAIL)', async () => {
  const servfail = dnsAnswer(() => ({ flags: 2 }));
  const { outcome } = await runSystemResolver(servfail, timedOutResult, deniedResult);
  expect(outcome).toEqual({ kind: 'void', why: NAME_SERVERS_FAIL });
});

test.each(['here', 'elsewhere'])('a name that was not asked for %s says nothing', async (where) => {
  const heldBack: ProbeResult = { kind: 'not-sent', why: 'connection-limit', ms: 0 };
  const [here, others] = where === 'here' ? [heldBack, deniedResult] : [deniedResult, heldBack];
  const { outcome } = await runSystemResolver(nxdomainAnswer, here, others);
  expect(outcome).toEqual({ kind: 'void', why: 'connection-limit' });
});
