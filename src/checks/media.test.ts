import { expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import type { CheckContext } from './check.ts';
import { mediaCheck, mediaElsewhereChecks } from './media.ts';
import { mediaSampleCheck } from './media-sample.ts';
import { pagePartsCheck } from './page-parts.ts';

const contextWith = (more: Partial<CheckContext> = {}): CheckContext => ({
  probe: () => Promise.reject(new Error('not asked')),
  now: () => 0,
  random: () => 0.5,
  findBlockPage: async () => undefined,
  ...more,
});
const { signal } = new AbortController();

test('a host of videos is asked once for its front page, without its body', async () => {
  const asked: unknown[] = [];
  const probe: CheckContext['probe'] = async (request) => {
    asked.push(request);
    return { kind: 'answered', status: 404, headers: {}, body: new Uint8Array(), hstsUpgraded: false, ms: 5 };
  };
  const check = mediaCheck('video.twimg.com', 2, 4_000);
  expect(check).toMatchObject({
    key: 'media:host:video.twimg.com:2',
    name: 'media',
    host: 'video.twimg.com',
  });
  expect((await check.run(contextWith({ probe }), signal)).outcome).toMatchObject({
    kind: 'answered',
    status: 404,
  });
  expect(asked).toEqual([{ url: 'https://video.twimg.com/', timeoutMs: 4_000, maxBodyBytes: 0 }]);
});

test('what others know of such a host is kept apart from what they know of the page', () => {
  const checks = mediaElsewhereChecks('video.twimg.com', ENDPOINTS, 4_000);
  expect(new Set(checks.map(({ name }) => name))).toEqual(new Set(['media']));
  expect(checks.map(({ key }) => key)).toContain('media:test-helper:ooni:video.twimg.com');
  expect(checks).toHaveLength(ENDPOINTS.resolvers.length + 1);
});

const isTwitter = (host: string): boolean => host.endsWith('twimg.com');
const readParts = async (reply: unknown) =>
  (await pagePartsCheck(7, 'x.com', isTwitter).run(contextWith({ readPageParts: async () => reply }), signal))
    .outcome;

test('of what the page says it loaded, only hosts of the platform count', async () => {
  const part = (host: string) => ({ host, count: 2, bytes: 0, ms: 40 });
  expect(await readParts([part('pbs.twimg.com'), part('bank.example')])).toEqual({
    kind: 'page-parts',
    parts: [part('pbs.twimg.com')],
  });
  expect(await readParts([{ host: 'pbs.twimg.com' }])).toEqual({ kind: 'void', why: 'no page to ask' });
  expect(await readParts(undefined)).toEqual({ kind: 'void', why: 'no page to ask' });
});

const samplePart = async (samplePagePart: CheckContext['samplePagePart']) =>
  (
    await mediaSampleCheck(7, 'video.twimg.com', 1).run(
      contextWith(samplePagePart ? { samplePagePart } : {}),
      signal,
    )
  ).outcome;

test.each([
  [
    { end: 'time', bytes: 64_000, bodyMs: 4_000, viaWorker: false },
    { kind: 'measured', of: 'platform', end: 'time' },
  ],
  [
    { end: 'stopped', bytes: 16_000, bodyMs: 5_000, viaWorker: false },
    { kind: 'measured', end: 'stopped', bytes: 16_000 },
  ],
  [{ end: 'timeout', bytes: 0, bodyMs: 0, viaWorker: false }, { kind: 'timeout' }],
  [
    { end: 'unreadable', bytes: 0, bodyMs: 0, viaWorker: false },
    { kind: 'void', why: 'unreadable' },
  ],
  [
    { end: 'none', bytes: 0, bodyMs: 0, viaWorker: false },
    { kind: 'void', why: 'none' },
  ],
  [
    { end: 'limit', bytes: 9e9, bodyMs: 1, viaWorker: false },
    { kind: 'void', why: 'no page to ask' },
  ],
  [undefined, { kind: 'void', why: 'no page to ask' }],
])('a sample in the page, %j', async (reply, outcome) => {
  expect(await samplePart(async () => reply)).toMatchObject(outcome);
});

test('a page that runs no script says nothing', async () => {
  expect(await samplePart(() => Promise.reject(new Error('Cannot access')))).toMatchObject({ kind: 'void' });
  expect(await samplePart(undefined)).toMatchObject({ kind: 'void' });
});
