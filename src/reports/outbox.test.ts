import { expect, test } from 'vitest';
import { createOutboxHarness, queueShown } from '../../tools/collector/testing/outbox-harness.ts';
import { createDeferred } from '../base/deferred.ts';
import { DAY_MS } from '../base/time.ts';
import { formatPreview } from './format-preview.ts';
import { CONFIRMATION_DELAY_MS, Outbox } from './outbox.ts';
import { makeCase, reportContext } from './testing/fixtures.ts';

test('delivers exactly the measurement of the draft, once, after consent', async () => {
  const { outbox, collector, stored } = await createOutboxHarness();
  const draft = await outbox.createDraft(makeCase(), reportContext);
  expect(draft.state).toBe('draft');
  await outbox.deliverDueReports();
  expect(collector.reports).toEqual([]);
  expect(await outbox.nextDueAt()).toBeUndefined();

  expect(await queueShown(outbox, draft)).toMatchObject({ state: 'queued' });
  await outbox.deliverDueReports();
  const sent = await stored(draft.id);
  expect(sent).toMatchObject({ state: 'sent', attempts: 1 });
  expect(sent.measurementUid).toBe(collector.reports[0]?.uid);
  const { report_id, ...content } = collector.reports[0]?.content ?? {};
  expect(report_id).toBe(sent.reportId);
  expect(JSON.stringify(content, null, 2)).toBe(formatPreview(draft.measurement));

  await queueShown(outbox, draft);
  await outbox.deliverDueReports();
  expect(collector.reports).toHaveLength(1);
  expect(collector.problems).toEqual([]);
});

test('a case has one draft until it changes, and consent to an older draft is rejected', async () => {
  const { outbox, db, memory } = await createOutboxHarness();
  const first = await outbox.createDraft(makeCase(), reportContext);
  expect((await outbox.createDraft(makeCase(), reportContext)).id).toBe(first.id);
  const second = await outbox.createDraft(makeCase({ probeAsn: 'AS64501' }), reportContext);
  expect(second.id).not.toBe(first.id);
  expect([memory.kept.size, await db.count('reports')]).toEqual([1, 0]);
  await expect(queueShown(outbox, first)).rejects.toThrow(/changed or is gone/);
});

test('consent to another text than the draft’s is rejected, and nothing is sent', async () => {
  const { outbox, collector } = await createOutboxHarness();
  const draft = await outbox.createDraft(makeCase(), reportContext);
  const other = { ...draft.measurement, input: 'https://example.org/' };
  for (const shown of [formatPreview(other), '', `${formatPreview(draft.measurement)} `])
    await expect(outbox.queueDraft(draft.id, shown)).rejects.toThrow(/changed or is gone/);
  await outbox.deliverDueReports();
  expect(await outbox.findByCase('case-1')).toEqual(draft);
  expect(collector.reports).toEqual([]);
});

test('a case gets no second report', async () => {
  const { outbox, queue } = await createOutboxHarness();
  const report = await queue();
  await outbox.deliverDueReports();
  const again = await outbox.createDraft(makeCase({ round: 2, settledAt: 0 }), reportContext);
  expect(again).toMatchObject({ id: report.id, state: 'sent' });
  expect(await outbox.findByCase('case-1')).toEqual(again);
  expect(await outbox.findByCase('case-2')).toBeNull();
});

test('stores nothing of a private window', async () => {
  const { outbox, db } = await createOutboxHarness();
  await expect(outbox.createDraft(makeCase({ private: true }), reportContext)).rejects.toThrow(
    /private window/,
  );
  expect(await db.count('reports')).toBe(0);
});

test('never sends a report that was withdrawn in time, and returns a sent one', async () => {
  const { outbox, queue, collector, db } = await createOutboxHarness();
  const draft = await outbox.createDraft(makeCase(), reportContext);
  expect(await outbox.withdrawReport(draft.id)).toBeNull();
  const queued = await queue();
  expect(await outbox.withdrawReport(queued.id)).toBeNull();
  expect(await outbox.withdrawReport(queued.id)).toBeNull();
  await outbox.deliverDueReports();
  expect(collector.reports).toEqual([]);
  expect(await db.count('reports')).toBe(0);

  const gone = await queue();
  await outbox.deliverDueReports();
  expect(await outbox.withdrawReport(gone.id)).toMatchObject({ state: 'sent' });
});

test('does not submit a report that is withdrawn during the request for an id', async () => {
  let id = '';
  const { outbox, queue, collector, db } = await createOutboxHarness(
    {},
    {
      async fetch(url, init) {
        const answer = await fetch(url, init);
        if (String(url).endsWith('/report')) expect(await outbox.withdrawReport(id)).toBeNull();
        return answer;
      },
    },
  );
  ({ id } = await queue());
  await outbox.deliverDueReports();
  expect(collector.reports).toEqual([]);
  expect(await db.count('reports')).toBe(0);
});

test('concurrent calls make one delivery, which includes reports queued meanwhile', async () => {
  const late: { flush?: Promise<void> } = {};
  const { outbox, queue, collector } = await createOutboxHarness(
    {},
    {
      async fetch(url, init) {
        const answer = await fetch(url, init);
        if (!late.flush) {
          await queue({ id: 'case-2', host: 'late.example' });
          late.flush = outbox.deliverDueReports();
        }
        return answer;
      },
    },
  );
  await queue();
  await Promise.all([outbox.deliverDueReports(), outbox.deliverDueReports(), outbox.deliverDueReports()]);
  expect(collector.reports.map((r) => r.content.input)).toEqual(['https://x.com/', 'https://late.example/']);
});

test('two backgrounds at once deliver a report once', async () => {
  const { outbox, tools, queue, stored, clock, collector } = await createOutboxHarness({
    faults: ['none', 'none', 'rubbish'],
  });
  const { id } = await queue();
  const other = new Outbox(tools);
  await Promise.all([outbox.deliverDueReports(), other.deliverDueReports()]);
  expect((await stored(id)).state).toBe('sending');
  clock.now += CONFIRMATION_DELAY_MS;
  await Promise.all([outbox.deliverDueReports(), other.deliverDueReports()]);
  expect((await stored(id)).state).toBe('sent');
  expect(collector.reports).toHaveLength(1);
});

test('hostile texts in a case do not reach the report', async () => {
  const { outbox, collector } = await createOutboxHarness();
  const title = '"}],"probe_ip":"192.0.2.1"} <script>alert(1)</script> \u202e\u0000';
  const currentCase = makeCase({
    id: title,
    platform: title,
    platformName: title,
    probeNetworkName: title,
    host: `${encodeURIComponent(title)}@x.com`,
    verdict: { ...makeCase().verdict, rule: title },
  });
  const draft = await outbox.createDraft(currentCase, reportContext);
  await queueShown(outbox, draft);
  await outbox.deliverDueReports();
  expect(collector.problems).toEqual([]);
  expect(collector.reports[0]?.content).toMatchObject({ input: 'https://x.com/', probe_network_name: '' });
});

test('a draft lies in memory alone until the person sends it, and from then on on the disk alone', async () => {
  const { outbox, db, memory } = await createOutboxHarness();
  const draft = await outbox.createDraft(makeCase(), reportContext);
  expect([memory.kept.size, await db.count('reports')]).toEqual([1, 0]);
  expect(await outbox.findByCase('case-1')).toEqual(draft);
  await queueShown(outbox, draft);
  expect([memory.kept.size, await db.count('reports')]).toEqual([0, 1]);
  expect(await outbox.findByCase('case-1')).toMatchObject({ id: draft.id, state: 'queued' });
});

test('two clicks on Send are one report, also if the second comes through when the first is sent', async () => {
  const sent = createDeferred();
  let asked = 0;
  const { outbox, collector } = await createOutboxHarness(
    {},
    {
      async mayKeepOnDisk() {
        if (++asked === 2) await sent.promise;
        return true;
      },
    },
  );
  const draft = await outbox.createDraft(makeCase(), reportContext);
  const [first, second] = [queueShown(outbox, draft), queueShown(outbox, draft)];
  await first;
  await outbox.deliverDueReports();
  sent.resolve();
  expect((await second).state).toBe('sent');
  await outbox.deliverDueReports();
  expect(collector.reports).toHaveLength(1);
});

test('where nothing may lie on the disk, a report waits in memory, and another background delivers it', async () => {
  const { outbox, tools, queue, collector, clock, db } = await createOutboxHarness(
    { faults: ['503'] },
    { mayKeepOnDisk: async () => false },
  );
  const { id } = await queue();
  await outbox.deliverDueReports();
  expect(collector.reports).toEqual([]);
  clock.now += DAY_MS;
  const next = new Outbox(tools);
  await next.deliverDueReports();
  expect(collector.reports).toHaveLength(1);
  expect(await next.findByCase('case-1')).toMatchObject({ id, state: 'sent' });
  expect(await db.count('reports')).toBe(0);
});

test('reports leave the disk when nothing may lie there any more, and are still sent once', async () => {
  let mayKeep = true;
  const { outbox, queue, collector, clock, db } = await createOutboxHarness(
    { faults: ['none', '503'] },
    { mayKeepOnDisk: async () => mayKeep },
  );
  const { id } = await queue();
  await outbox.deliverDueReports();
  expect(await db.count('reports')).toBe(1);
  mayKeep = false;
  await outbox.deliverDueReports();
  expect(await db.count('reports')).toBe(0);
  expect(await outbox.findByCase('case-1')).toMatchObject({ id, state: 'queued' });
  clock.now += DAY_MS;
  await outbox.deliverDueReports();
  expect(collector.reports).toHaveLength(1);
});

test('reports leave the disk at once, also while a delivery is under way', async () => {
  let mayKeep = true;
  const late: { flush?: Promise<void> } = {};
  const { outbox, queue, db } = await createOutboxHarness(
    { faults: ['503', 'none', '503'] },
    {
      mayKeepOnDisk: async () => mayKeep,
      async fetch(url, init) {
        const answer = await fetch(url, init);
        mayKeep = false;
        late.flush ??= outbox.deliverDueReports();
        return answer;
      },
    },
  );
  await queue();
  await outbox.deliverDueReports();
  await late.flush;
  expect(await db.count('reports')).toBe(0);
});

test('a finished report of the future is deleted', async () => {
  const { outbox, queue, clock, db } = await createOutboxHarness();
  await queue();
  await outbox.deliverDueReports();
  clock.now -= 30 * 60_000;
  await outbox.deliverDueReports();
  expect(await db.count('reports')).toBe(1);
  clock.now -= DAY_MS;
  await outbox.deliverDueReports();
  expect(await db.count('reports')).toBe(0);
});

test('deletes drafts after a week and finished reports after a month, but no waiting report', async () => {
  const { outbox, queue, clock, collector, db, memory } = await createOutboxHarness({}, {});
  await queue();
  await outbox.deliverDueReports();
  await outbox.createDraft(makeCase({ id: 'case-2' }), reportContext);
  expect(memory.kept.size).toBe(1);
  collector.setFault('503');
  const waiting = await queue({ id: 'case-3' });
  clock.now += 8 * DAY_MS;
  await outbox.deliverDueReports();
  expect(memory.kept.size).toBe(0);
  expect((await db.getAll('reports')).map((r) => r.state).sort()).toEqual(['queued', 'sent']);
  clock.now += 30 * DAY_MS;
  await outbox.deliverDueReports();
  expect((await db.getAll('reports')).map((r) => r.id)).toEqual([waiting.id]);
});
