import '../testing/fake-web-request.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { forbiddenHosts, webRequest } from '../testing/fake-web-request.ts';
import { FetchProbe } from './fetch-probe.ts';

/** A request that fails when it is told to, or is called back; as `fetch`, it does not say why. */
const failing = new Map<string, () => void>();
vi.stubGlobal(
  'fetch',
  (url: string, { signal }: RequestInit) =>
    new Promise((_, fail) => {
      failing.set(url, () => fail(new TypeError('Failed to fetch')));
      signal?.addEventListener('abort', () => fail(signal.reason));
    }),
);

const HTTP = 'http://x.com/';
const HTTPS = 'https://x.com/';
const fetchProbe = new FetchProbe(['*://*.x.com/*']);
const startProbe = (url: string) =>
  fetchProbe.probe({ url, timeoutMs: 5_000, maxBodyBytes: 0 }, new AbortController().signal);
const { onBeforeRequest, onBeforeRedirect, onErrorOccurred } = webRequest;
const dispatchStart = (requestId: string, url: string, tabId = -1) =>
  onBeforeRequest.dispatchDetails({ requestId, url, tabId });
const dispatchError = (requestId: string, url: string, error: string) => {
  onErrorOccurred.dispatchDetails({ requestId, url, error, tabId: -1 });
};
const waitUntilFetched = (url: string) => vi.waitFor(() => expect(failing.has(url)).toBe(true));

test('the browser’s name for an error is that of the request, not of the page’s own to the same address', async () => {
  const probe = startProbe(HTTPS);
  await waitUntilFetched(HTTPS);
  dispatchStart('7', HTTPS, 3);
  dispatchStart('8', HTTPS);
  dispatchError('7', HTTPS, 'net::ERR_ABORTED');
  dispatchError('8', HTTPS, 'net::ERR_CONNECTION_RESET');
  failing.get(HTTPS)?.();
  expect(await probe).toMatchObject({ kind: 'failed', failure: 'reset' });
});

test('a plain request that the browser takes to https is none of those that ask there', async () => {
  failing.clear();
  const plain = startProbe(HTTP);
  const secure = startProbe(HTTPS);
  await Promise.all([waitUntilFetched(HTTP), waitUntilFetched(HTTPS)]);
  dispatchStart('1', HTTP);
  dispatchStart('2', HTTPS);
  onBeforeRedirect.dispatchDetails({
    requestId: '1',
    url: HTTP,
    redirectUrl: HTTPS,
    tabId: -1,
    statusCode: 307,
  });
  // It keeps its number on the way, and ends as one that was called back, whether or not its probe is over by then.
  expect(await plain).toMatchObject({ kind: 'answered', hstsUpgraded: true });
  dispatchStart('1', HTTPS);
  dispatchError('1', HTTPS, 'net::ERR_ABORTED');
  failing.get(HTTPS)?.();
  // The name of an error may come after the error.
  await new Promise((resolve) => setTimeout(resolve));
  dispatchError('2', HTTPS, 'net::ERR_CONNECTION_RESET');
  expect(await secure).toMatchObject({ kind: 'failed', failure: 'reset' });
});

test('a request that the browser does not report was not permitted, and is no failure of the network', async () => {
  failing.clear();
  const probe = startProbe(HTTPS);
  await waitUntilFetched(HTTPS);
  failing.get(HTTPS)?.();
  expect(await probe).toMatchObject({ kind: 'not-sent', why: 'not-permitted' });
});

test('a request to a host that the person took away never leaves: it would carry the extension’s own address', async () => {
  failing.clear();
  forbiddenHosts.add('x.com');
  expect(await startProbe(HTTPS)).toMatchObject({ kind: 'not-sent', why: 'not-permitted' });
  expect(failing.has(HTTPS)).toBe(false);
  forbiddenHosts.clear();
});

test('a redirect of https to itself is no upgrade', async () => {
  failing.clear();
  const probe = startProbe(HTTPS);
  await waitUntilFetched(HTTPS);
  dispatchStart('1', HTTPS);
  onBeforeRedirect.dispatchDetails({ requestId: '1', url: HTTPS, redirectUrl: HTTPS, tabId: -1 });
  dispatchError('1', HTTPS, 'net::ERR_CONNECTION_RESET');
  failing.get(HTTPS)?.();
  expect(await probe).not.toMatchObject({ hstsUpgraded: true });
});

test.each(['documentUrl', 'originUrl', 'initiator'])(
  'what a page’s worker meets at the same address is not the probe’s (%s)',
  async (field) => {
    failing.clear();
    const probe = startProbe(HTTPS);
    await waitUntilFetched(HTTPS);
    onBeforeRequest.dispatchDetails({
      requestId: '1',
      url: HTTPS,
      tabId: -1,
      [field]: 'https://evil.example',
    });
    onBeforeRedirect.dispatchDetails({
      requestId: '1',
      url: HTTPS,
      redirectUrl: HTTPS,
      tabId: -1,
      statusCode: 307,
    });
    dispatchStart('2', HTTPS);
    dispatchError('2', HTTPS, 'net::ERR_CONNECTION_RESET');
    failing.get(HTTPS)?.();
    expect(await probe).toMatchObject({ kind: 'failed', failure: 'reset' });
  },
);

describe('a body that pauses', () => {
  const encoder = new TextEncoder();
  /** Answers after `headMs` with a body that sends 3 bytes at once, pauses for `pauseMs`, and sends 3 more. */
  const answerWithPause = (headMs: number, pauseMs: number) => async (_url: string, init: RequestInit) => {
    await new Promise((resolve) => setTimeout(resolve, headMs));
    return new Response(
      new ReadableStream({
        async start(stream) {
          init.signal?.addEventListener('abort', () => stream.error(init.signal?.reason));
          stream.enqueue(encoder.encode('one'));
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
          stream.enqueue(encoder.encode('two'));
          stream.close();
        },
      }),
    );
  };
  const sampleOf = async (fetchOnce: ReturnType<typeof answerWithPause>, maxIdleMs?: number) => {
    vi.stubGlobal('fetch', fetchOnce);
    const probe = fetchProbe.probe(
      {
        url: HTTPS,
        timeoutMs: 10_000,
        maxBodyBytes: 1_000,
        maxBodyMs: 6_000,
        ...(maxIdleMs === undefined ? {} : { maxIdleMs }),
      },
      new AbortController().signal,
    );
    await vi.runAllTimersAsync();
    const result = await probe;
    if (result.kind !== 'answered') throw new Error(result.kind);
    return [result.bodyEnd, new TextDecoder().decode(result.body)];
  };
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => vi.useRealTimers());

  test('has stopped, after a head that came at once', async () => {
    expect(await sampleOf(answerWithPause(100, 3_000), 2_000)).toEqual(['stopped', 'one']);
  });

  test('has not, after a head that was itself as slow', async () => {
    expect(await sampleOf(answerWithPause(1_500, 3_000), 2_000)).toEqual(['complete', 'onetwo']);
  });

  test('is read for its time and no longer, after a late head', async () => {
    expect(await sampleOf(answerWithPause(1_500, 9_000), 2_000)).toEqual(['time', 'one']);
  });

  test('is read for its time where no pause is asked about', async () => {
    expect(await sampleOf(answerWithPause(100, 9_000))).toEqual(['time', 'one']);
  });

  test('makes no timeout of an answer: the time of the request is that to its head', async () => {
    expect(await sampleOf(answerWithPause(9_500, 9_000))).toEqual(['time', 'one']);
  });
});
