import { expect, test } from 'vitest';
import type { ProbeRequest, ProbeResult } from '../model/probe.ts';
import { findFakeBlockPage, utf8Bytes } from './testing/run-check.ts';
import { SAMPLE_BYTES, throughputCheck } from './throughput.ts';

type Answer = Partial<Extract<ProbeResult, { kind: 'answered' }>>;
const HTML = { 'content-type': 'text/html' };
const LONG: Answer = { body: new Uint8Array(80_000), bodyEnd: 'complete', bodyMs: 300 };
const page = (html: string): Answer => ({
  headers: HTML,
  body: utf8Bytes(html),
  bodyEnd: 'complete',
  bodyMs: 5,
});

/** Samples `https://x.com/` in a network in which each URL comes to this, and nothing else exists. */
async function sample(answers: Record<string, Answer | 'timeout'>, of: 'platform' | 'control' = 'platform') {
  const asked: ProbeRequest[] = [];
  const isSameSite = (host: string) => host === 'x.com' || host === 'abs.twimg.com';
  const check = throughputCheck(
    of,
    { name: 'page', url: 'https://x.com/', ...(of === 'platform' ? { isSameSite } : {}) },
    1,
    8_000,
  );
  const { outcome } = await check.run(
    {
      async probe(request) {
        asked.push(request);
        const answer = answers[request.url] ?? { status: 404, bodyEnd: 'complete' as const };
        if (answer === 'timeout') return { kind: 'timeout', ms: request.timeoutMs };
        const empty = { status: 200, headers: {}, body: new Uint8Array(), hstsUpgraded: false, ms: 5 };
        return { kind: 'answered', ...empty, ...answer };
      },
      now: () => 0,
      random: () => 0.5,
      findBlockPage: findFakeBlockPage,
    },
    new AbortController().signal,
  );
  return { key: check.key, outcome, asked, urls: asked.map(({ url }) => url) };
}

test('a sample is bytes as they were sent over time, and how they ended', async () => {
  const { key, outcome, asked } = await sample({
    'https://x.com/': { body: new Uint8Array(16_384), bodyMs: 5_040, bodyEnd: 'stopped' },
  });
  expect(key).toBe('throughput:platform:page:1');
  expect(outcome).toEqual({ kind: 'measured', of: 'platform', bytes: 16_384, bodyMs: 5_040, end: 'stopped' });
  // Browsers ask for a range uncompressed; the deadline is for the head alone, so it ends no sample.
  expect(asked).toEqual([
    {
      url: 'https://x.com/',
      timeoutMs: 8_000,
      maxBodyBytes: SAMPLE_BYTES,
      maxBodyMs: 4_000,
      maxIdleMs: 5_000,
      isRangeRequest: true,
    },
  ]);
});

test('a silent host gives no sample', async () => {
  expect((await sample({ 'https://x.com/': 'timeout' })).outcome).toEqual({ kind: 'timeout' });
});

test('where the page is short, a script of it stands in, at the same host first', async () => {
  const { outcome, urls } = await sample({
    'https://x.com/': page(
      '<img src="/logo.png"><script src="https://abs.twimg.com/a.js"></script><script src="/b.js?a=1&amp;b=2"></script>',
    ),
    'https://x.com/b.js?a=1&b=2': LONG,
  });
  expect(urls).toEqual(['https://x.com/', 'https://x.com/b.js?a=1&b=2']);
  expect(outcome).toMatchObject({ bytes: 80_000, end: 'complete' });
});

test('a redirect within the platform is followed, and one that leads out of it is not', async () => {
  const movedTo = (location: string): Answer => ({ status: 301, headers: { location }, bodyEnd: 'complete' });
  const within = await sample({ 'https://x.com/': movedTo('/home'), 'https://x.com/home': LONG });
  expect(within.outcome).toMatchObject({ bytes: 80_000 });
  for (const target of ['https://elsewhere.example/', 'http://x.com/home'])
    expect((await sample({ 'https://x.com/': movedTo(target), [target]: LONG })).urls).toEqual([
      'https://x.com/',
    ]);
});

test('a file at another host counts if it stops; that it comes quickly acquits no other name', async () => {
  const html = page('<script src="https://abs.twimg.com/a.js"></script>');
  const stopped: Answer = { body: new Uint8Array(14_000), bodyMs: 5_000, bodyEnd: 'stopped' };
  const atOther = (answer: Answer) =>
    sample({ 'https://x.com/': html, 'https://abs.twimg.com/a.js': answer });
  expect((await atOther(stopped)).outcome).toMatchObject({ bytes: 14_000, end: 'stopped' });
  const { outcome } = await atOther(LONG);
  expect(outcome).toMatchObject({ end: 'complete' });
  expect((outcome as { bytes: number }).bytes).toBeLessThan(65_536);
});

test('at most three more files are asked for, none twice, and an error page is none of them', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'a'].map((name) => `<script src="/${name}.js"></script>`);
  const { outcome, urls } = await sample({
    'https://x.com/': page(names.join('')),
    'https://x.com/a.js': { ...LONG, status: 503 },
  });
  expect(urls).toEqual(['', 'a.js', 'b.js', 'c.js'].map((file) => `https://x.com/${file}`));
  expect(outcome).toMatchObject({ end: 'complete', bytes: names.join('').length });
});

test('a control that has moved its file, or refuses it, says nothing about the line', async () => {
  const { outcome } = await sample({ 'https://x.com/': { ...LONG, status: 403 } }, 'control');
  expect(outcome).toEqual({ kind: 'void', why: 'status 403' });
});

test('a control names no files', async () => {
  const { urls } = await sample({ 'https://x.com/': page('<script src="/a.js"></script>') }, 'control');
  expect(urls).toEqual(['https://x.com/']);
});
