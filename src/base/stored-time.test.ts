import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createOutboxHarness } from '../../tools/collector/testing/outbox-harness.ts';
import { RequestBudgets } from '../checks/request-budgets.ts';
import { fetchFeed } from '../live/feed-cache.ts';
import type { ProbeResult } from '../model/probe.ts';
import { CONFIRMATION_DELAY_MS } from '../reports/outbox.ts';
import { makeCase, reportContext } from '../reports/testing/fixtures.ts';
import { openDatabase } from '../storage/database.ts';
import { UpdateClient } from '../updates/update-client.ts';
import { isTooFarAhead } from './stored-time.ts';
import { createSessionMemory } from './testing/session-memory.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';

const NOW = Date.UTC(2026, 10, 26);
/** How far ahead the clock was when the time was stored. A day is what a report may truly have to wait. */
const AHEAD_MS = [2 * DAY_MS + HOUR_MS, 400 * DAY_MS, 73 * 365 * DAY_MS];

test('a time is too far ahead when nothing plans so far, or when it is no time', () => {
  expect(isTooFarAhead(NOW, NOW)).toBe(false);
  expect(isTooFarAhead(NOW + DAY_MS, NOW, DAY_MS)).toBe(false);
  expect(isTooFarAhead(NOW + DAY_MS + 1, NOW, DAY_MS)).toBe(true);
  expect(isTooFarAhead(Number.NaN, NOW, DAY_MS)).toBe(true);
  expect(isTooFarAhead(Number.POSITIVE_INFINITY, NOW, DAY_MS)).toBe(true);
});

/** Everything that waits for a stored time. Each stores it with the clock ahead, and is asked again with the clock right. */
test.each(AHEAD_MS)(
  'with a clock that was %i ms ahead: a report that failed is tried at once',
  async (aheadMs) => {
    let online = false;
    const { outbox, clock, queue, stored } = await createOutboxHarness(
      {},
      { fetch: (url, init) => (online ? fetch(url, init) : Promise.reject(new TypeError('offline'))) },
    );
    const rightNow = clock.now;
    clock.now += aheadMs;
    const { id } = await queue();
    await outbox.deliverDueReports();
    expect((await stored(id)).notBefore).toBeGreaterThan(clock.now);
    clock.now = rightNow;
    online = true;
    await outbox.deliverDueReports();
    expect(await stored(id)).toMatchObject({ state: 'sent' });
  },
);

test.each(AHEAD_MS)(
  'with a clock that was %i ms ahead: a lost answer is asked about after the usual delay',
  async (aheadMs) => {
    let collectorNow = 0;
    const { outbox, clock, collector, queue, stored } = await createOutboxHarness(
      { faults: ['none', 'reset-after-store'], now: () => collectorNow },
      { deadlineMs: 1_000 },
    );
    const rightNow = clock.now;
    collectorNow = rightNow;
    clock.now += aheadMs;
    const { id } = await queue();
    await outbox.deliverDueReports();
    expect(await stored(id)).toMatchObject({ state: 'sending' });
    clock.now = rightNow;
    await outbox.deliverDueReports();
    expect(await outbox.nextDueAt()).toBe(rightNow + CONFIRMATION_DELAY_MS);
    clock.now += CONFIRMATION_DELAY_MS;
    collectorNow = clock.now;
    await outbox.deliverDueReports();
    expect(await stored(id)).toMatchObject({ state: 'sent' });
    expect(collector.reports).toHaveLength(1);
  },
);

test.each(AHEAD_MS)('with a clock that was %i ms ahead: a preview does not stay', async (aheadMs) => {
  const { outbox, clock, db } = await createOutboxHarness();
  const rightNow = clock.now;
  clock.now += aheadMs;
  const { id } = await outbox.createDraft(makeCase(), reportContext);
  clock.now = rightNow;
  await outbox.deliverDueReports();
  expect(await db.get('reports', id)).toBeUndefined();
});

test.each(AHEAD_MS)(
  'with a clock that was %i ms ahead: records are looked for within the hour',
  async (aheadMs) => {
    const db = await openDatabase(`updates-${aheadMs}`);
    await db.put('meta', { last: null, lastGoodAt: null, nextAt: NOW + aheadMs }, 'updates');
    const updates = new UpdateClient({
      db: async () => db,
      fetch,
      now: () => NOW,
      random: () => 0.5,
      mirrors: async () => ['https://mirror.example/'],
      isNetworkAllowed: async () => true,
      trustAnchor: { keys: ['unused'], threshold: 1, minRootVersion: 1 },
    });
    expect(await updates.nextCheckAt()).toBe(NOW + 0.5 * HOUR_MS);
  },
);

test.each(AHEAD_MS)(
  'with a clock that was %i ms ahead: a service that wanted a pause, or was used up, is asked',
  async (aheadMs) => {
    const host = 'api.ooni.org';
    for (const record of [
      { since: NOW, requests: 0, refusals: 1, pausedUntil: NOW + aheadMs + MINUTE_MS },
      { since: NOW + aheadMs, requests: 9, refusals: 0, pausedUntil: 0 },
    ]) {
      const budgets = new RequestBudgets({
        now: () => NOW,
        random: () => 0,
        requestsPerHour: () => 9,
        store: { load: async () => ({ [host]: record }), save: async () => {} },
      });
      expect(await budgets.spend(host)).toBeUndefined();
    }
  },
);

test.each(AHEAD_MS)(
  'with a clock that was %i ms ahead: a feed’s cached answer is no fresh one',
  async (aheadMs) => {
    const memory = createSessionMemory();
    await memory.write('live:feed', { value: 'old', at: NOW + aheadMs });
    const answer: ProbeResult = {
      kind: 'answered',
      status: 200,
      headers: {},
      body: new TextEncoder().encode('"new"'),
      hstsUpgraded: false,
      ms: 1,
    };
    const result = await fetchFeed(
      { memory, probe: async () => answer, now: () => NOW },
      { key: 'feed', url: 'https://feed.example/', schema: v.string(), freshMs: HOUR_MS, parse: String },
    );
    expect(result).toEqual({ value: 'new', at: NOW, stale: false });
  },
);
