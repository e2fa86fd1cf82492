import 'fake-indexeddb/auto';
import { afterEach } from 'vitest';
import { startLoopbackServer } from '../../../src/base/testing/loopback-server.ts';
import { createSessionMemory } from '../../../src/base/testing/session-memory.ts';
import type { Report } from '../../../src/model/report.ts';
import { formatPreview } from '../../../src/reports/format-preview.ts';
import { Outbox, type OutboxDeps } from '../../../src/reports/outbox.ts';
import { createDiskReportStore, createMemoryReportStore } from '../../../src/reports/report-store.ts';
import { makeCase, reportContext } from '../../../src/reports/testing/fixtures.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { type CollectorOptions, createCollector } from '../server.ts';

/** Run in order after each test. */
export const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const closePanel of cleanups.splice(0)) await closePanel();
});
let databases = 0;

/** What a click on *Send* does: consents to the draft as its preview shows it. */
export const queueShown = (outbox: Outbox, { id, measurement }: Report): Promise<Report> =>
  outbox.queueDraft(id, formatPreview(measurement));

/** An outbox between a collector, a disk, a memory and a clock. */
export async function createOutboxHarness(options: CollectorOptions = {}, tools: Partial<OutboxDeps> = {}) {
  const clock = { now: Date.UTC(2024, 1, 17, 12, 5) };
  const collector = createCollector({ now: () => clock.now, ...options });
  const server = await startLoopbackServer(collector.handleRequest);
  const db = await openDatabase(`outbox-${databases++}`);
  const memory = createSessionMemory();
  cleanups.push(server.close, () => db.close());
  const all: OutboxDeps = {
    disk: createDiskReportStore(async () => db),
    memory: createMemoryReportStore(memory),
    mayKeepOnDisk: async () => true,
    fetch: (url, init) => fetch(url, init),
    now: () => clock.now,
    random: () => 0.5,
    newId: () => crypto.randomUUID(),
    endpoints: async () => ({ collector: server.base }),
    // Long enough for a busy machine; tests of a collector that hangs set a shorter one.
    deadlineMs: 5_000,
    ...tools,
  };
  const outbox = new Outbox(all);
  const queue = async (more: Parameters<typeof makeCase>[0] = {}): Promise<Report> =>
    queueShown(outbox, await outbox.createDraft(makeCase(more), reportContext));
  const stored = async (id: string): Promise<Report> => {
    const report = await db.get('reports', id);
    if (!report) throw new Error(`no report ${id}`);
    return report;
  };
  return { clock, collector, server, db, memory, tools: all, outbox, queue, stored };
}
