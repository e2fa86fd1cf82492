import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VirtualClock } from '../base/testing/virtual-clock.ts';
import { MINUTE_MS } from '../base/time.ts';
import {
  ConnectionLimits,
  MAX_CONNECTIONS_AT_ONCE,
  MAX_CONNECTIONS_PER_MINUTE,
} from './connection-limits.ts';

interface Visit {
  host: string;
  /** When it asks for its turn, for how long it can wait, and how long its connection takes, ms. */
  at: number;
  maxWaitMs: number;
  takesMs: number;
  /** When it is aborted, ms after it asked. */
  abortAfterMs?: number | undefined;
}

type VisitEnd = 'done' | 'no-turn' | 'aborted';

interface Played {
  visit: Visit;
  end: VisitEnd;
  startedAt: number | undefined;
  endedAt: number;
}

/** Plays all visits on a clock of their own. @returns them in the order in which they asked */
async function play(visits: readonly Visit[]): Promise<Played[]> {
  const clock = new VirtualClock();
  const limits = new ConnectionLimits(clock);
  const visitHost = async (visit: Visit): Promise<Played> => {
    await clock.pause(visit.at);
    const aborter = new AbortController();
    if (visit.abortAfterMs !== undefined) void clock.pause(visit.abortAfterMs).then(() => aborter.abort());
    let startedAt: number | undefined;
    let end: VisitEnd = 'done';
    try {
      const endTurn = await limits.takeTurn(visit.host, visit.maxWaitMs, aborter.signal);
      if (endTurn) {
        startedAt = clock.now();
        await Promise.race([
          clock.pause(visit.takesMs),
          new Promise((resolve) => aborter.signal.addEventListener('abort', resolve)),
        ]);
        endTurn();
      } else end = 'no-turn';
    } catch {
      end = 'aborted';
    }
    return { visit, end, startedAt, endedAt: clock.now() };
  };
  return clock.run(Promise.all(visits.toSorted((a, b) => a.at - b.at).map(visitHost)));
}

const visitOf = (more: Partial<Visit> = {}): Visit => ({
  host: 'x.com',
  at: 0,
  maxWaitMs: 10 * MINUTE_MS,
  takesMs: 100,
  ...more,
});
const anyVisits = fc.array(
  fc.record({
    host: fc.constantFrom('x.com', '192.0.2.1'),
    at: fc.nat(90_000),
    maxWaitMs: fc.oneof(fc.nat(5_000), fc.constant(10 * MINUTE_MS)),
    takesMs: fc.nat(20_000),
    abortAfterMs: fc.option(fc.nat(20_000), { nil: undefined }),
  }),
  { maxLength: 25 },
);
const startsOf = (played: readonly Played[], host: string): Played[] =>
  played.filter(({ visit, startedAt }) => visit.host === host && startedAt !== undefined);

const eachHost = async (
  visits: readonly Visit[],
  check: (started: Played[], all: Played[]) => void,
): Promise<void> => {
  const played = await play(visits);
  for (const host of ['x.com', '192.0.2.1'])
    check(
      startsOf(played, host),
      played.filter(({ visit }) => visit.host === host),
    );
};

test('never more connections at once than are allowed', () =>
  fc.assert(
    fc.asyncProperty(anyVisits, (visits) =>
      eachHost(visits, (started) => {
        for (const { startedAt = 0 } of started) {
          // One that ends in the moment in which another starts has made room for it.
          const open = started.filter((o) => (o.startedAt ?? 0) <= startedAt && o.endedAt > startedAt);
          expect(open.length).toBeLessThanOrEqual(MAX_CONNECTIONS_AT_ONCE);
        }
      }),
    ),
    { numRuns: 40 },
  ));

test('never more starts in any minute than are allowed', () =>
  fc.assert(
    fc.asyncProperty(anyVisits, (visits) =>
      eachHost(visits, (started) => {
        const starts = started.map(({ startedAt = 0 }) => startedAt).toSorted((a, b) => a - b);
        for (const [i, at] of starts.entries()) {
          const next = starts[i + MAX_CONNECTIONS_PER_MINUTE];
          if (next !== undefined) expect(next - at).toBeGreaterThanOrEqual(MINUTE_MS);
        }
      }),
    ),
    { numRuns: 40 },
  ));

test('turns come in the order in which they were asked for', () =>
  fc.assert(
    fc.asyncProperty(anyVisits, (visits) =>
      eachHost(visits, (started) => {
        const starts = started.map(({ startedAt = 0 }) => startedAt);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      }),
    ),
    { numRuns: 40 },
  ));

test('who can wait long enough gets a turn; nobody waits for longer than it can', () =>
  fc.assert(
    fc.asyncProperty(anyVisits, (visits) =>
      eachHost(visits, (_, all) => {
        for (const { visit, end, startedAt, endedAt } of all) {
          if (visit.maxWaitMs === 10 * MINUTE_MS) expect(end).not.toBe('no-turn');
          expect((startedAt ?? endedAt) - visit.at).toBeLessThanOrEqual(visit.maxWaitMs);
        }
      }),
    ),
    { numRuns: 40 },
  ));

test('an aborted connection frees its place, and one that waits is gone at once', async () => {
  const [first, second, third, fourth] = await play([
    visitOf({ takesMs: 9_000, abortAfterMs: 500 }),
    visitOf({ takesMs: 9_000 }),
    visitOf({ abortAfterMs: 200 }),
    visitOf(),
  ]);
  expect(first?.endedAt).toBe(500);
  expect(second?.startedAt).toBe(0);
  expect([third?.end, third?.endedAt]).toEqual(['aborted', 200]);
  expect(fourth?.startedAt).toBe(500);
});

test('a turn that cannot begin in time is refused at once, not after the wait', async () => {
  const played = await play([
    ...Array.from({ length: MAX_CONNECTIONS_PER_MINUTE }, () => visitOf({ takesMs: 0 })),
    visitOf({ at: 100, maxWaitMs: 4_000 }),
  ]);
  expect([played.at(-1)?.end, played.at(-1)?.endedAt]).toEqual(['no-turn', 100]);
});

test('another host, and another address, has turns of its own', async () => {
  const played = await play([
    ...Array.from({ length: 4 }, () => visitOf({ takesMs: 9_000 })),
    visitOf({ host: '192.0.2.1' }),
  ]);
  expect(played.filter(({ startedAt }) => startedAt === 0)).toHaveLength(MAX_CONNECTIONS_AT_ONCE + 1);
});

test('an aborted signal gets no turn, and ending a turn twice ends it once', async () => {
  const limits = new ConnectionLimits(new VirtualClock());
  await expect(limits.takeTurn('x.com', 1_000, AbortSignal.abort())).rejects.toThrow();
  const { signal } = new AbortController();
  const endTurn = await limits.takeTurn('x.com', 0, signal);
  endTurn?.();
  endTurn?.();
  await limits.takeTurn('x.com', 0, signal);
  await limits.takeTurn('x.com', 0, signal);
  let hasTurn = false;
  void limits.takeTurn('x.com', 1_000, signal).then(() => {
    hasTurn = true;
  });
  await new Promise((resolve) => setTimeout(resolve));
  expect(hasTurn).toBe(false);
});

test('a new network, and a clock that was set back, begin a new minute', async () => {
  let now = MINUTE_MS;
  const limits = new ConnectionLimits({ now: () => now, pause: () => new Promise(() => {}) });
  const { signal } = new AbortController();
  const useUp = async () => {
    for (let turn = 0; turn < MAX_CONNECTIONS_PER_MINUTE; turn++)
      (await limits.takeTurn('x.com', 0, signal))?.();
    expect(await limits.takeTurn('x.com', 0, signal)).toBeUndefined();
  };
  await useUp();
  limits.reset();
  await useUp();
  now = 0;
  await useUp();
});
