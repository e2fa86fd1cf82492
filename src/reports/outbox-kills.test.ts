/** Each report arrives exactly once, with random kills of the background and random faults of the collector. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectorFault, createCollector } from '../../tools/collector/server.ts';
import { queueShown } from '../../tools/collector/testing/outbox-harness.ts';
import { seededRandom } from '../base/random.ts';
import type { SessionMemory } from '../base/session-memory.ts';
import { startLoopbackServer } from '../base/testing/loopback-server.ts';
import { createSessionMemory } from '../base/testing/session-memory.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { Outbox } from './outbox.ts';
import { createDiskReportStore, createMemoryReportStore } from './report-store.ts';
import { makeCase, reportContext } from './testing/fixtures.ts';

const SEED = 20240217;
const RUNS = 240;
const REPORTS_A_RUN = 3;
/** No fault that discards reports, which the outbox cannot prevent. A hang costs real time, so it is not in this list. */
const FAULTS: CollectorFault[] = [
  ...Array<CollectorFault>(8).fill('none'),
  '503',
  '503',
  'reset-after-store',
  'reset-after-store',
  'reset-after-store',
  'rubbish',
  'oversize',
  'oversize',
];

const clock = { now: Date.UTC(2024, 1, 17, 12) };
const random = seededRandom(SEED);
const upTo = (n: number): number => Math.floor(random() * n);
const faultQueue: CollectorFault[] = [];
const collector = createCollector({ now: () => clock.now, indexLagMs: 4 * 60_000 });
let server: Awaited<ReturnType<typeof startLoopbackServer>>;
beforeAll(async () => {
  server = await startLoopbackServer((request, response) => {
    collector.setFault(faultQueue.shift() ?? 'none');
    collector.handleRequest(request, response);
  });
});
afterAll(() => server.close());

const tally = { kills: 0, requests: 0, unseen: 0 };

interface Death {
  /** Number of the step, to disk or network, at which the background dies. Without it, the background lives. */
  atStep?: number;
  /** Whether it dies after a request, before it sees the response; otherwise it dies before the step. */
  isResponseLost?: boolean;
}

/** A background that dies once. Dead, it can use neither disk nor network; `died` resolves at its death. */
function startBackground(
  db: Database,
  memory: SessionMemory,
  { atStep, isResponseLost = false }: Death = {},
) {
  let steps = 0;
  let dead = false;
  let resolveDied = () => {};
  const died = new Promise<void>((resolve) => {
    resolveDied = resolve;
  });
  const dieNow = (): Promise<never> => {
    if (!dead) tally.kills++;
    dead = true;
    resolveDied();
    return new Promise(() => {});
  };
  const outbox = new Outbox({
    disk: createDiskReportStore(async () => {
      if (dead || ++steps === atStep) return dieNow();
      return db;
    }),
    memory: createMemoryReportStore(memory),
    mayKeepOnDisk: async () => true,
    async fetch(url, init) {
      const isLastStep = ++steps === atStep;
      if (dead || (isLastStep && !isResponseLost)) return dieNow();
      tally.requests++;
      const answer = await fetch(url, init).finally(() => isLastStep && tally.unseen++);
      return isLastStep ? dieNow() : answer;
    },
    now: () => clock.now,
    random,
    newId: () => crypto.randomUUID(),
    endpoints: async () => ({ collector: server.base }),
    deadlineMs: 2_000,
  });
  return { outbox, died };
}

test(`${RUNS} runs of random kills and faults: nothing lost, nothing doubled`, {
  timeout: 120_000,
}, async () => {
  const ids = new Map<string, string>();
  for (let run = 0; run < RUNS; run++) {
    const db = await openDatabase(`kills-${run}`);
    const memory = createSessionMemory();
    const calm = startBackground(db, memory).outbox;
    for (let n = 0; n < REPORTS_A_RUN; n++) {
      const host = `report-${run}-${n}.example`;
      const { id } = await queueShown(
        calm,
        await calm.createDraft(makeCase({ id: host, host }), reportContext),
      );
      ids.set(id, `https://${host}/`);
    }
    for (let life = 0; life < 8; life++) {
      faultQueue.splice(
        0,
        faultQueue.length,
        ...Array.from({ length: 12 }, () => FAULTS[upTo(FAULTS.length)] ?? 'none'),
      );
      const { outbox, died } = startBackground(db, memory, {
        atStep: 1 + upTo(16),
        isResponseLost: random() < 0.5,
      });
      await Promise.race([outbox.deliverDueReports(), died]);
      clock.now += upTo(20 * 60_000);
    }
    faultQueue.splice(0);
    for (let due = await calm.nextDueAt(); due !== undefined; due = await calm.nextDueAt()) {
      clock.now = Math.max(clock.now, due);
      await calm.deliverDueReports();
    }
    for (const report of await db.getAll('reports')) expect(report.state, report.problem).toBe('sent');
    db.close();
  }
  const countArrived = (input: string): number =>
    collector.reports.filter((r) => r.content.input === input).length;
  const counts = [...ids.values()].map(countArrived);
  const lost = counts.filter((n) => n === 0).length;
  const doubled = counts.filter((n) => n > 1).length;
  console.log(
    `seed ${SEED}: ${RUNS} runs, ${counts.length} reports, ${tally.kills} kills (${tally.unseen} with an answer under way), ` +
      `${tally.requests} requests: ${lost} lost, ${doubled} doubled`,
  );
  expect({ lost, doubled, problems: collector.problems }).toEqual({ lost: 0, doubled: 0, problems: [] });
  expect(tally.kills).toBeGreaterThan(200);
});
