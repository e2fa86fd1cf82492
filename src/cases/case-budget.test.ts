import { expect, test, vi } from 'vitest';
import { createSessionMemory } from '../base/testing/session-memory.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/time.ts';
import { requestedSymptom } from '../diagnosis/testing/media-observations.ts';
import { errorSymptom, partialLoadSymptom } from '../diagnosis/testing/observations.ts';
import { CaseBudget } from './case-budget.ts';
import { createCaseWorld } from './testing/case-world.ts';

function budgetAt(start = 1_000_000_000_000) {
  const memory = createSessionMemory();
  const clock = { now: start };
  const create = () => new CaseBudget(memory, () => clock.now);
  return { memory, clock, create, budget: create() };
}

test('a platform waits longer after each case: 5 minutes, 30 minutes, 3 hours, 12 hours', async () => {
  const { clock, budget } = budgetAt();
  const begun: number[] = [];
  for (const start = clock.now; clock.now - start < 2 * DAY_MS; clock.now += MINUTE_MS) {
    if (!(await budget.hasRoomFor('x'))) continue;
    begun.push(Math.round((clock.now - start) / MINUTE_MS));
    await budget.spend('x');
  }
  expect(begun.map((at, n) => at - (begun[n - 1] ?? 0))).toEqual([0, 1, 1, 5, 30, 180, 720, 720, 720]);
});

test('all platforms together get ten cases an hour and forty a day, also after the background was killed', async () => {
  const { clock, create } = budgetAt();
  const countFor = async (ms: number): Promise<number> => {
    let count = 0;
    for (const start = clock.now; clock.now - start < ms; clock.now += MINUTE_MS) {
      const budget = create();
      if (!(await budget.hasRoomFor(`platform-${clock.now}`))) continue;
      await budget.spend(`platform-${clock.now}`);
      count++;
    }
    return count;
  };
  expect(await countFor(HOUR_MS)).toBe(10);
  expect(await countFor(DAY_MS - HOUR_MS)).toBe(30);
});

test('another network lets platforms begin anew, and gives all together nothing', async () => {
  const { budget } = budgetAt();
  for (let n = 0; n < 3; n++) await budget.spend('x');
  expect(await budget.hasRoomFor('x')).toBe(false);
  await budget.networkChanged();
  expect(await budget.hasRoomFor('x')).toBe(true);
  for (let n = 3; n < 10; n++) await budget.spend(`platform-${n}`);
  await budget.networkChanged();
  expect(await budget.hasRoomFor('x')).toBe(false);
});

test('a platform opens the popup once a day', async () => {
  const { clock, budget, create } = budgetAt();
  await budget.notePopup('x');
  expect([await budget.mayOpenPopup('x'), await create().mayOpenPopup('facebook')]).toEqual([false, true]);
  clock.now += DAY_MS;
  expect(await budget.mayOpenPopup('x')).toBe(true);
});

test('a clock that was ahead holds nothing back', async () => {
  const { clock, budget } = budgetAt(4_000_000_000_000);
  for (let n = 0; n < 10; n++) await budget.spend('x');
  await budget.notePopup('x');
  clock.now = 1_000_000_000_000;
  expect([await budget.hasRoomFor('x'), await budget.mayOpenPopup('x')]).toEqual([true, true]);
});

test('a memory that is full is no way around', async () => {
  const { memory, budget } = budgetAt();
  vi.spyOn(memory, 'write').mockRejectedValue(new Error('full'));
  for (let n = 0; n < 3; n++) await budget.spend('x');
  expect(await budget.hasRoomFor('x')).toBe(false);
});

test('what is held back asks nobody and says so; a click asks, and costs nothing', async () => {
  const world = createCaseWorld();
  const manager = world.startManager();
  const open = (tabId: number, symptom = errorSymptom('reset')) => {
    world.now += 6 * MINUTE_MS;
    return manager.openCase(world.loadOf('x.com', tabId), symptom, { isPrivate: false });
  };
  for (const tabId of [1, 2, 3, 4]) await open(tabId);
  const asked = world.askedUrls.length;
  await open(5);
  expect(world.askedUrls).toHaveLength(asked);
  expect(await world.store.ofTab(5)).toMatchObject({ mode: 'quiet', isHeldBack: true, phase: 'settled' });
  expect((await world.store.ofTab(5))?.verdict.nextStep).toBeUndefined();

  await manager.recheckTab(5);
  expect(await world.store.ofTab(5)).toMatchObject({ mode: 'standard', verdict: { kind: 'blocked' } });
  expect(await world.store.ofTab(5)).not.toHaveProperty('isHeldBack');
  await open(6, requestedSymptom);
  expect(await world.store.ofTab(6)).toMatchObject({ mode: 'standard' });
});

test('a failure that goes on keeps its verdict while it is not checked again', async () => {
  const world = createCaseWorld();
  const manager = world.startManager();
  for (let n = 0; n < 12; n++) {
    await manager.openCase(world.loadOf(), partialLoadSymptom('reset'), { isPrivate: false });
    world.now += 5.5 * MINUTE_MS;
  }
  expect(world.settled.filter(({ mode }) => mode === 'standard').length).toBeLessThanOrEqual(5);
  expect(await world.store.ofTab(7)).toMatchObject({ mode: 'standard', verdict: { kind: 'blocked' } });
});
