import { expect, test } from 'vitest';
import { cleanups, createOutboxHarness, queueShown } from '../../tools/collector/testing/outbox-harness.ts';
import { startLoopbackServer } from '../base/testing/loopback-server.ts';
import { DAY_MS, MINUTE_MS } from '../base/time.ts';
import type { Report } from '../model/report.ts';
import { CONFIRMATION_DELAY_MS } from './outbox.ts';
import { makeCase, reportContext } from './testing/fixtures.ts';

/** A collector that hangs costs the whole deadline. */
const deadlineFor = (fault: string) => (fault === 'hang' ? { deadlineMs: 1_000 } : {});

test('offline: waits longer after each attempt, and delivers when the network is back', async () => {
  let online = false;
  const { outbox, clock, collector, queue, stored } = await createOutboxHarness(
    {},
    { fetch: (url, init) => (online ? fetch(url, init) : fetch('http://127.0.0.1:1/', init)) },
  );
  const { id } = await queue();
  const waits: number[] = [];
  for (let i = 0; i < 9; i++) {
    await outbox.deliverDueReports();
    const due = (await outbox.nextDueAt()) ?? 0;
    waits.push((due - clock.now) / MINUTE_MS);
    await outbox.deliverDueReports(); // too early: no attempt
    clock.now = due;
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  expect(await stored(id)).toMatchObject({ state: 'queued', attempts: 9 });
  expect((await stored(id)).problem).toMatch(/^POST \/report: no answer/);
  online = true;
  await outbox.deliverDueReports();
  expect(await stored(id)).toMatchObject({ state: 'sent' });
  expect((await stored(id)).problem).toBeUndefined();
  expect(collector.reports).toHaveLength(1);
});

test('the delay varies by half in both directions', async () => {
  for (const [random, expected] of [
    [0, 0.5],
    [0.999_999, 1.5],
  ] as const) {
    const { outbox, clock, queue } = await createOutboxHarness(
      { faults: ['rubbish'] },
      { random: () => random },
    );
    await queue();
    await outbox.deliverDueReports();
    expect(((await outbox.nextDueAt()) ?? 0) - clock.now).toBeCloseTo(expected * MINUTE_MS, -3);
  }
});

test('503: retries with the same id when the collector asked for it', async () => {
  const { outbox, clock, collector, queue, stored } = await createOutboxHarness({ faults: ['none', '503'] });
  const { id } = await queue();
  await outbox.deliverDueReports();
  const waiting = await stored(id);
  expect(waiting).toMatchObject({ state: 'queued', notBefore: clock.now + 2 * MINUTE_MS });
  expect(waiting.problem).toMatch(/status 503/);
  clock.now += 2 * MINUTE_MS - 1;
  await outbox.deliverDueReports();
  expect(collector.reports).toEqual([]);
  clock.now += 1;
  await outbox.deliverDueReports();
  expect(collector.reports).toHaveLength(1);
  expect(collector.reports[0]?.reportId).toBe(waiting.reportId);
});

test.each(['rubbish', 'oversize', 'reset-after-store', 'hang'] as const)(
  'asks again for a report id after %s',
  async (fault) => {
    const { outbox, clock, collector, queue, stored } = await createOutboxHarness(
      { faults: [fault] },
      deadlineFor(fault),
    );
    const { id } = await queue();
    await outbox.deliverDueReports();
    expect(await stored(id)).toMatchObject({ state: 'queued', attempts: 1 });
    clock.now += 2 * MINUTE_MS;
    await outbox.deliverDueReports();
    expect(await stored(id)).toMatchObject({ state: 'sent' });
    expect(collector.reports).toHaveLength(1);
  },
);

test.each([
  ['reset-after-store', true],
  ['oversize', true],
  ['hang', false],
  ['rubbish', false],
] as const)(
  'after a submission with %s, asks the collector before it submits again',
  async (fault, taken) => {
    const { outbox, clock, collector, queue, stored } = await createOutboxHarness(
      { faults: ['none', fault], indexLagMs: 4 * MINUTE_MS },
      deadlineFor(fault),
    );
    const { id } = await queue();
    await outbox.deliverDueReports();
    const unknown = await stored(id);
    expect(unknown).toMatchObject({ state: 'sending', notBefore: clock.now + CONFIRMATION_DELAY_MS });
    expect(collector.reports).toHaveLength(taken ? 1 : 0);
    clock.now += CONFIRMATION_DELAY_MS - 1;
    await outbox.deliverDueReports();
    expect(await stored(id)).toEqual(unknown);
    clock.now += 1;
    await outbox.deliverDueReports();
    expect(await stored(id)).toMatchObject({ state: 'sent', measurementUid: collector.reports[0]?.uid });
    expect(collector.reports).toHaveLength(1);
    expect(collector.reports[0]?.reportId).toBe(unknown.reportId);
  },
);

test('a report stays in sending while the collector gives no answer about it', async () => {
  const { outbox, clock, collector, queue, stored } = await createOutboxHarness({
    faults: ['none', 'reset-after-store', '503', 'rubbish'],
  });
  const { id } = await queue();
  for (let i = 0; i < 3; i++) {
    await outbox.deliverDueReports();
    expect((await stored(id)).state).toBe('sending');
    clock.now += 10 * MINUTE_MS;
  }
  await outbox.deliverDueReports();
  expect((await stored(id)).state).toBe('sent');
  expect(collector.reports).toHaveLength(1);
});

test('thrown away or refused: kept here, with the reason, and never sent again', async () => {
  const { outbox, clock, queue, stored, collector } = await createOutboxHarness({
    faults: ['none', 'empty'],
  });
  const { id } = await queue();
  await outbox.deliverDueReports();
  expect(await stored(id)).toMatchObject({ state: 'not-accepted', problem: 'discarded' });
  clock.now += DAY_MS;
  await outbox.deliverDueReports();
  expect(collector.reports).toEqual([]);

  const unknown = await outbox.createDraft(makeCase({ id: 'case-2', probeAsn: 'AS0' }), reportContext);
  await queueShown(outbox, unknown);
  await outbox.deliverDueReports();
  expect(await stored(unknown.id)).toMatchObject({ state: 'not-accepted', problem: 'discarded' });

  const exported = JSON.parse(await outbox.exportAll()) as { state: string; measurement: unknown }[];
  expect(exported).toHaveLength(2);
  expect(exported[0]).toHaveProperty('measurement.input', 'https://x.com/');
});

test('a refusal of the collector is final, and its reason is stored', async () => {
  const server = await startLoopbackServer((_request, response) => {
    response.writeHead(422).end('{"detail":"software_name"}');
  });
  cleanups.push(server.close);
  const { outbox, queue, stored } = await createOutboxHarness(
    {},
    { endpoints: async () => ({ collector: server.base }) },
  );
  const { id } = await queue();
  await outbox.deliverDueReports();
  expect(await stored(id)).toMatchObject({
    state: 'not-accepted',
    problem: 'POST /report: status 422: {"detail":"software_name"}',
  });
  expect(await outbox.nextDueAt()).toBeUndefined();
});

/** A full disk as browsers report it: they accept a write, then its transaction fails. Returns the way back. */
function fillDisk(): () => void {
  const store = IDBObjectStore.prototype;
  const { put } = store;
  const restorePut = () => {
    store.put = put;
  };
  store.put = function (this: IDBObjectStore, ...args) {
    const request = put.apply(this, args);
    (this.transaction as unknown as { _abort(name: string): void })._abort('QuotaExceededError');
    return request;
  };
  cleanups.unshift(restorePut);
  return restorePut;
}

test('a full disk: tells the person, sends nothing unrecorded, loses nothing', async () => {
  const { outbox, stored, collector } = await createOutboxHarness();
  const draft = await outbox.createDraft(makeCase(), reportContext);
  let free = fillDisk();
  await expect(queueShown(outbox, draft)).rejects.toThrow(/no space left/);
  free();
  expect(await outbox.findByCase('case-1')).toEqual(draft);
  await queueShown(outbox, draft);
  free = fillDisk();
  await expect(outbox.deliverDueReports()).rejects.toThrow(/no space left/);
  free();
  expect(collector.reports).toEqual([]);
  expect((await stored(draft.id)).state).toBe('queued');
  await outbox.deliverDueReports();
  expect((await stored(draft.id)).state).toBe('sent');
  expect(collector.reports).toHaveLength(1);
});

test('a disk that fills up during a submission: asks the collector, does not send twice', async () => {
  let free = () => {};
  const { outbox, queue, stored, clock, collector } = await createOutboxHarness(
    {},
    {
      async fetch(url, init) {
        const answer = await fetch(url, init);
        if (/\/report\/./.test(String(url))) free = fillDisk();
        return answer;
      },
    },
  );
  const { id } = await queue();
  await expect(outbox.deliverDueReports()).rejects.toThrow(/no space left/);
  free();
  expect((await stored(id)).state).toBe('sending');
  clock.now += CONFIRMATION_DELAY_MS;
  await outbox.deliverDueReports();
  expect((await stored(id)).state).toBe('sent');
  expect(collector.reports).toHaveLength(1);
});

test('names an invalid record, and delivers the others', async () => {
  const { outbox, queue, stored, db } = await createOutboxHarness();
  const { id } = await queue();
  const broken = { ...(await stored(id)), id: 'broken', createdAt: 'yesterday' };
  await db.put('reports', broken as unknown as Report);
  await expect(outbox.deliverDueReports()).rejects.toThrow(/cannot be read: createdAt: /);
  expect((await stored(id)).state).toBe('sent');
});
