import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../base/time.ts';
import type { ProbeResult } from '../model/probe.ts';
import { type BudgetStore, RequestBudgets } from './request-budgets.ts';

const HOST = 'api.ooni.org';
const answer = (status: number, headers: Record<string, string> = {}): ProbeResult => ({
  kind: 'answered',
  status,
  headers,
  body: new Uint8Array(),
  hstsUpgraded: false,
  ms: 1,
});

function setUp({
  perHour = 3,
  random = 0,
  store,
}: {
  perHour?: number;
  random?: number;
  store?: BudgetStore;
} = {}) {
  const clock = { now: HOUR_MS };
  const budgets = new RequestBudgets({
    now: () => clock.now,
    random: () => random,
    requestsPerHour: () => perHour,
    ...(store ? { store } : {}),
  });
  return { clock, budgets };
}

test('a host gets so many requests in an hour, then as many again', async () => {
  const { clock, budgets } = setUp();
  const spent = [];
  for (let request = 0; request < 4; request++) spent.push(await budgets.spend(HOST));
  expect(spent).toEqual([undefined, undefined, undefined, 'budget']);
  expect(await budgets.spend('api.globalping.io')).toBeUndefined();
  clock.now += HOUR_MS;
  expect(await budgets.spend(HOST)).toBeUndefined();
});

/** How long a host is left alone after these answers, ms. */
async function pauseAfter(answers: readonly ProbeResult[], random = 0): Promise<number> {
  const { clock, budgets } = setUp({ perHour: 1e9, random });
  let refusedAt = clock.now;
  for (const one of answers) {
    while ((await budgets.spend(HOST)) === 'retry-after') clock.now += 1_000;
    refusedAt = clock.now;
    await budgets.recordAnswer(HOST, one);
  }
  while ((await budgets.spend(HOST)) === 'retry-after') clock.now += 1_000;
  return clock.now - refusedAt;
}

test.each<[string, ProbeResult[], number]>([
  ['an answer', [answer(200)], 0],
  ['an error of the server', [answer(500)], 0],
  ['a refusal', [answer(429)], MINUTE_MS],
  ['too much to do', [answer(503)], MINUTE_MS],
  ['a pause in seconds', [answer(429, { 'retry-after': '7' })], 7_000],
  [
    'a pause until a date, by the clock of the server',
    [
      answer(503, {
        'retry-after': 'Wed, 25 Nov 2026 20:02:00 GMT',
        date: 'Wed, 25 Nov 2026 20:00:00 GMT',
      }),
    ],
    2 * MINUTE_MS,
  ],
  ['a pause of days', [answer(429, { 'retry-after': '999999' })], HOUR_MS],
  ['two refusals', [answer(429), answer(429)], 2 * MINUTE_MS],
  ['three refusals', [answer(429), answer(429), answer(429)], 4 * MINUTE_MS],
  ['ten refusals', Array.from({ length: 10 }, () => answer(429)), HOUR_MS],
  ['refusals that ask for no pause', [answer(429), answer(429, { 'retry-after': '0' })], 2 * MINUTE_MS],
  ['an answer between two refusals', [answer(429), answer(200), answer(429)], MINUTE_MS],
  ['no answer', [{ kind: 'timeout', ms: 9 }], 0],
])('after %s', async (_, answers, ms) => expect(await pauseAfter(answers)).toBe(ms));

test('pauses differ by up to a quarter, and are never shorter than the server asks for', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 600 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      async (s, random) => {
        const pause = await pauseAfter([answer(429, { 'retry-after': String(s) })], random);
        expect(pause).toBeGreaterThanOrEqual(s * 1_000);
        expect(pause).toBeLessThanOrEqual(s * 1_250 + 1_000);
      },
    ),
    { numRuns: 30 },
  ));

test('requests that are refused side by side are one refusal', async () => {
  const { clock, budgets } = setUp();
  await Promise.all([answer(429), answer(429), answer(429)].map((one) => budgets.recordAnswer(HOST, one)));
  clock.now += MINUTE_MS;
  expect(await budgets.spend(HOST)).toBeUndefined();
});

test('after the clock was set back, nothing is held back', async () => {
  const { clock, budgets } = setUp({ perHour: 1 });
  await budgets.spend(HOST);
  await budgets.recordAnswer(HOST, answer(429));
  clock.now = 0;
  expect(await budgets.spend(HOST)).toBeUndefined();
});

/** Keeps what is saved, as a browser's session does. */
function sessionStore(stored: unknown = undefined) {
  const session = { stored, saves: 0 };
  const store: BudgetStore = {
    load: async () => session.stored,
    save: async (records) => {
      session.stored = structuredClone(records);
      session.saves++;
    },
  };
  return { session, store };
}

test('the next background keeps the pause', async () => {
  const { store } = sessionStore();
  const before = setUp({ store });
  await before.budgets.spend(HOST);
  await before.budgets.recordAnswer(HOST, answer(429));
  await Promise.resolve();
  expect(await setUp({ store }).budgets.spend(HOST)).toBe('retry-after');
});

test('requests of one turn are saved once, and what is over is not kept', async () => {
  const { store, session } = sessionStore();
  const { clock, budgets } = setUp({ store });
  await Promise.all([budgets.spend(HOST), budgets.spend('dns.google')]);
  await Promise.resolve();
  expect(session.saves).toBe(1);
  expect(Object.keys(session.stored as object)).toEqual([HOST, 'dns.google']);
  clock.now += 2 * HOUR_MS;
  await budgets.spend('cloudflare-dns.com');
  await Promise.resolve();
  expect(Object.keys(session.stored as object)).toEqual(['cloudflare-dns.com']);
  await budgets.reset();
  await Promise.resolve();
  expect(session.stored).toEqual({});
});

test.each([['nothing readable'], [{ [HOST]: { since: 'x' } }], [null]])(
  'a stored %j counts as nothing',
  async (stored) => {
    const { store } = sessionStore(stored);
    expect(await setUp({ store }).budgets.spend(HOST)).toBeUndefined();
  },
);

test('a store that fails holds nothing back', async () => {
  const failing = () => Promise.reject(new Error('no store'));
  const { budgets } = setUp({ store: { load: failing, save: failing } });
  expect(await budgets.spend(HOST)).toBeUndefined();
});
