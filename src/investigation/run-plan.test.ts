import { expect, test } from 'vitest';
import { deriveFindings } from '../diagnosis/findings/findings.ts';
import { errorSymptom, hangSymptom } from '../diagnosis/testing/observations.ts';
import type { Probe, ProbeRequest, ProbeResult } from '../model/probe.ts';
import { MAX_REQUESTS, PLAN_MS } from './open-questions.ts';

import {
  caseWith,
  fakeNetwork,
  neverAnswers,
  okResult,
  resetResult,
  runPlanOn,
  timeoutResult,
  whereXGives,
} from './testing/plan-run.ts';

test('a page that works again costs only the first row of the plan', async () => {
  const net = fakeNetwork(whereXGives(okResult));
  await runPlanOn(caseWith(errorSymptom('reset')), net);
  expect(net.urls().filter((u) => /dns|twitter/.test(u))).toEqual([]);
});

test('an answer ends the plan: slow controls are not waited for', async () => {
  const seen = await runPlanOn(
    caseWith(errorSymptom('reset')),
    fakeNetwork((url) => (url.startsWith('https://x.com') ? okResult : neverAnswers())),
  );
  expect(seen.map((o) => o.key)).toEqual(['retry:1']);
});

test('a repeated failure starts the checks of name and plain HTTP, and a second retry', async () => {
  const net = fakeNetwork(whereXGives(resetResult));
  const seen = await runPlanOn(caseWith(errorSymptom('reset')), net);
  expect(seen.map((o) => o.key).sort()).toEqual(
    [
      ...[
        'test-helper:ooni:x.com',
        'test-helper:ooni:x.com:2',
        'captive-portal:firefox',
        'captive-portal:google',
        'plain-http:x.com',
        'retry:1',
        'retry:2',
        // Globalping answers without a measurement, so it is not asked again.
        'vantage-points:globalping:x.com',
        'measurements:ooni:x.com',
      ],
      ...[
        'control:apple',
        'control:cloudflare',
        'control:google',
        'doh-lookup:cloudflare:x.com',
        'doh-lookup:google:x.com',
      ],
    ].sort(),
  );
});

test('if no site works, the platform’s name goes to no DoH resolver', async () => {
  const net = fakeNetwork(() => resetResult);
  await runPlanOn(caseWith(errorSymptom('reset')), net);
  expect(net.urls().filter((u) => u.includes('dns'))).toEqual([]);
});

test('after a hang requests have short deadlines, and a silent host is not retried', async () => {
  const net = fakeNetwork((url) => (url.startsWith('https://x.com') ? timeoutResult : okResult));
  await runPlanOn(caseWith(hangSymptom), net);
  // The one that repeats the hang may take a little longer: a slowed-down handshake takes two seconds.
  const longest = ({ url }: ProbeRequest) => (url.endsWith('/favicon.ico') ? 2_800 : 2_300);
  expect(net.asked.filter((request) => request.timeoutMs > longest(request))).toEqual([]);
  expect(net.urls().filter((url) => /^https:\/\/x\.com\//.test(url))).toEqual(['https://x.com/favicon.ico']);
});

test('on a slow line, a request that was given up too early does not count as a timeout', async () => {
  const slow: ProbeResult = { ...okResult, ms: 1_800 };
  const net = fakeNetwork((url) => (url.startsWith('https://x.com') ? timeoutResult : slow));
  const seen = await runPlanOn(caseWith(hangSymptom), net);
  const files = net.asked.filter(({ url }) => /^https:\/\/x\.com\/[a-z]/.test(url));
  expect(files.map(({ url, timeoutMs }) => [url, timeoutMs])).toEqual([
    ['https://x.com/favicon.ico', 2_800],
    ['https://x.com/robots.txt', 5_760],
  ]);
  const plain = net.asked.find(({ url }) => url.startsWith('http://x.com'));
  expect(plain?.timeoutMs).toBe(5_760);
  expect(
    deriveFindings({ ...caseWith(hangSymptom), observations: seen, isSamePlatform: () => true })
      .retryFailureClasses,
  ).toEqual([]);
});

test('a run after the worker was killed repeats no observation', async () => {
  const first = fakeNetwork(whereXGives(resetResult));
  const all = await runPlanOn(caseWith(errorSymptom('reset')), first);
  const half = all.slice(0, 5);
  const second = fakeNetwork(whereXGives(resetResult));
  const rest = await runPlanOn(caseWith(errorSymptom('reset'), half), second);
  expect(new Set(rest.map((o) => o.key))).toEqual(new Set(all.map((o) => o.key)));
  expect(rest.length).toBe(all.length);
  expect(second.asked.length).toBe(first.asked.length - half.length);
});

test('a check that fails with a defect of its own ends the run with that error', async () => {
  const broken: Probe = async () => {
    throw new TypeError('a defect');
  };
  const running = runPlanOn(caseWith(errorSymptom('reset')), fakeNetwork(neverAnswers), {
    context: { probe: broken, now: () => 0, random: () => 0.5, findBlockPage: async () => undefined },
  });
  await expect(running).rejects.toThrow('a defect');
});

test('an abort ends the run without an observation', async () => {
  const stop = new AbortController();
  const probe: Probe = (_request, signal) =>
    new Promise((_, no) => {
      signal.addEventListener('abort', () => no(signal.reason));
    });
  const running = runPlanOn(caseWith(errorSymptom('reset')), fakeNetwork(neverAnswers), {
    context: { probe, now: () => 0, random: () => 0.5, findBlockPage: async () => undefined },
    abortSignal: stop.signal,
  });
  stop.abort();
  expect(await running).toEqual([]);
});

test.each([errorSymptom('reset'), hangSymptom])('the most requests of a case: $kind', async (symptom) => {
  let now = 0;
  const answers: [RegExp, unknown][] = [
    [/globalping.io\/v1\/measurements$/, { id: 'slow' }],
    [/measurements\/slow$/, { status: 'in-progress', results: [] }],
  ];
  // Each service elsewhere answers as late and as much as it may, and none has a result.
  const net = fakeNetwork((url) => {
    if (url.includes('//x.com') || url.includes('twitter')) return timeoutResult;
    const said = answers.find(([address]) => address.test(url))?.[1];
    return { ...okResult, body: new TextEncoder().encode(JSON.stringify(said ?? '')) };
  });
  await runPlanOn(caseWith(symptom), net, {
    context: {
      ...net.tools,
      now: () => now,
      pause: async (ms) => {
        now += ms;
      },
    },
  });
  expect(net.asked.filter(({ url }) => url.includes('globalping')).length).toBeGreaterThan(2);
  expect(net.asked.length).toBeLessThanOrEqual(MAX_REQUESTS);
});

test.each([
  ['lost at once: asked a second time', { ...resetResult, ms: 30 }, 2],
  ['timed out: not asked again', { kind: 'timeout', ms: 4_000 } as const, 1],
])('volunteers abroad, %s', async (_, lost, times) => {
  const net = fakeNetwork((url) => (/globalping|ooni/.test(url) ? lost : whereXGives(resetResult)(url)));
  let now = 0;
  const tools = {
    ...net.tools,
    now: () => now,
    pause: async () => {},
    probe: async (request: ProbeRequest) => {
      const result = await net.tools.probe(request);
      if (request.url.includes('globalping')) now += result.ms;
      return result;
    },
  };
  await runPlanOn(caseWith(errorSymptom('reset')), net, { context: tools });
  expect(net.urls().filter((url) => url.includes('globalping'))).toHaveLength(times);
});

test('the plan stays within its budgets of time and requests', () => {
  // Where pace is the question a sample takes up to 18 s; nobody waits longer than half a minute for a verdict.
  expect(PLAN_MS).toBeLessThanOrEqual(30_000);
  expect(MAX_REQUESTS).toBeLessThanOrEqual(40);
});
