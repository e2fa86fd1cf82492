import { expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { VirtualClock } from '../base/testing/virtual-clock.ts';
import type { ProbeRequest, ProbeResult } from '../model/probe.ts';
import { failureOutcome } from './check.ts';
import { LimitedProbe } from './limited-probe.ts';

const answered = (status = 200): ProbeResult => ({
  kind: 'answered',
  status,
  headers: {},
  body: new Uint8Array(),
  hstsUpgraded: false,
  ms: 1,
});
const timedOut: ProbeResult = { kind: 'timeout', ms: 2_000 };

/** A network in which every host gives the same, and a request without an answer takes all of its time. */
function setUp(result: ProbeResult, requestsPerHour = 100, random = () => 0) {
  const clock = new VirtualClock();
  const sent: ProbeRequest[] = [];
  const sentAt: number[] = [];
  const limited = new LimitedProbe({
    ...clock,
    random,
    requestsPerHour: () => requestsPerHour,
    isPlatformHost: (host) => host === 'x.com',
    async probe(request, abortSignal) {
      sent.push(request);
      sentAt.push(clock.now());
      await clock.pause(result.kind === 'timeout' ? request.timeoutMs : 10);
      abortSignal.throwIfAborted();
      return result;
    },
  });
  const ask = (url: string, abortSignal = new AbortController().signal) =>
    limited.probe({ url, timeoutMs: 2_000, maxBodyBytes: 0 }, abortSignal);
  return { clock, sent, sentAt, limited, ask };
}

test('a platform that is silent is asked by two requests; the others are not sent, and say nothing', async () => {
  const { clock, sent, ask } = setUp(timedOut);
  const results = await clock.run(
    Promise.all(['a', 'b', 'c', 'd'].map((path) => ask(`https://x.com/${path}`))),
  );
  expect(results.map(({ kind }) => kind)).toEqual(['timeout', 'timeout', 'not-sent', 'not-sent']);
  expect(sent.map(({ url }) => url)).toEqual(['https://x.com/a', 'https://x.com/b']);
  const [, , third] = results;
  expect(third?.kind === 'not-sent' && failureOutcome(third)).toEqual({
    kind: 'void',
    why: 'connection-limit',
  });
  expect(third?.ms).toBe(1_000);
});

test('a platform that answers gets all requests in turn, within the minute’s limit, over http as well', async () => {
  const { clock, sent, ask } = setUp(answered());
  const urls = ['https', 'http'].flatMap((scheme) => [1, 2, 3, 4].map((n) => `${scheme}://x.com/${n}`));
  const results = await clock.run(Promise.all(urls.map((url) => ask(url))));
  expect(results.map(({ kind }) => kind)).toEqual([...Array(6).fill('answered'), 'not-sent', 'not-sent']);
  // What the wait has used up is missing at the end.
  expect(sent.map(({ timeoutMs }) => timeoutMs)).toEqual([2_000, 2_000, 1_990, 1_990, 1_980, 1_980]);
});

test('a service is asked side by side, and left alone once it refuses', async () => {
  const { clock, sent, ask } = setUp(answered(429));
  await clock.run(Promise.all([1, 2, 3].map((n) => ask(`https://api.ooni.org/${n}`))));
  expect(sent).toHaveLength(3);
  expect(await clock.run(ask('https://api.ooni.org/4'))).toEqual({
    kind: 'not-sent',
    why: 'retry-after',
    ms: 0,
  });
  expect(await clock.run(ask('https://dns.google/1'))).toMatchObject({ kind: 'answered' });
});

test('a refusal over plain http may be anybody’s, and counts for nothing', async () => {
  const { clock, ask } = setUp(answered(503));
  await clock.run(ask('http://detectportal.firefox.com/success.txt'));
  const again = await clock.run(ask('http://detectportal.firefox.com/success.txt'));
  expect(again).toMatchObject({ kind: 'answered', status: 503 });
});

test('services that are asked at once get their requests at different moments, and the platform at once', async () => {
  const { clock, sentAt, ask } = setUp(answered(), 100, seededRandom(7));
  const start = clock.now();
  await clock.run(Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ask(`https://${name}.example/`))));
  const waits = sentAt.map((at) => at - start);
  expect(new Set(waits).size).toBe(6);
  expect(Math.max(...waits)).toBeLessThan(200);
  expect(waits.filter((ms) => ms < 30).length).toBeLessThan(5);
  const askedAt = clock.now();
  await clock.run(ask('https://x.com/'));
  expect(sentAt.at(-1)).toBe(askedAt);
});

test('a platform that refuses is asked again: that it refuses is what the checks look for', async () => {
  const { clock, ask } = setUp(answered(503));
  await clock.run(ask('https://x.com/'));
  expect(await clock.run(ask('https://x.com/'))).toMatchObject({ kind: 'answered', status: 503 });
});

test('an aborted request frees its place', async () => {
  const { clock, ask } = setUp(timedOut);
  const aborter = new AbortController();
  const aborted = ask('https://x.com/1', aborter.signal).catch(() => 'aborted');
  void clock.pause(500).then(() => aborter.abort());
  const others = [2, 3].map((n) => ask(`https://x.com/${n}`));
  await clock.run(Promise.all(others).catch(() => {}));
  expect(await clock.run(aborted)).toBe('aborted');
  expect(await clock.run(ask('https://x.com/4'))).toMatchObject({ kind: 'timeout' });
});

test('a new network begins a new minute; deleting everything forgets budgets too', async () => {
  const { clock, limited, ask } = setUp(answered(), 1);
  const askSix = () => clock.run(Promise.all([1, 2, 3, 4, 5, 6].map((n) => ask(`https://x.com/${n}`))));
  await askSix();
  expect(await clock.run(ask('https://x.com/'))).toMatchObject({ kind: 'not-sent' });
  limited.networkChanged();
  expect((await askSix()).every(({ kind }) => kind === 'answered')).toBe(true);
  await clock.run(ask('https://dns.google/'));
  expect(await ask('https://dns.google/')).toMatchObject({ kind: 'not-sent', why: 'budget' });
  await limited.forgetAll();
  expect(await clock.run(ask('https://dns.google/'))).toMatchObject({ kind: 'answered' });
  expect(await clock.run(ask('https://x.com/'))).toMatchObject({ kind: 'answered' });
});
