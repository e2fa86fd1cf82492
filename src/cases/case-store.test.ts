import { beforeEach, expect, test } from 'vitest';
import { createSessionMemory } from '../base/testing/session-memory.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/time.ts';
import { makeCase } from '../reports/testing/fixtures.ts';
import { CaseStore } from './case-store.ts';

const NOW = Date.UTC(2026, 10, 26);
let memory: ReturnType<typeof createSessionMemory>;
let store: CaseStore;
beforeEach(() => {
  memory = createSessionMemory();
  store = new CaseStore(memory);
});

const isKeptAt = async (startedAt: number, openTabIds = [7], more = {}) => {
  await store.saveCase(makeCase({ id: 'one', tabIds: [7], startedAt, ...more }));
  await store.deleteExpired(NOW, openTabIds);
  return (await store.byId('one')) !== undefined;
};

test('a case is kept for seven days in a tab that stays open, and no case of the future is', async () => {
  expect(await isKeptAt(NOW - 7 * DAY_MS)).toBe(true);
  expect(await isKeptAt(NOW - 7 * DAY_MS - 1)).toBe(false);
  // A clock that is put right by minutes takes no case away.
  expect(await isKeptAt(NOW + HOUR_MS)).toBe(true);
  expect(await isKeptAt(Date.UTC(2099, 0))).toBe(false);
});

test('a case that no tab shows any more is kept for five minutes, and in private windows not at all', async () => {
  expect(await isKeptAt(NOW - 5 * MINUTE_MS, [8])).toBe(true);
  expect(await isKeptAt(NOW - 5 * MINUTE_MS - 1, [8])).toBe(false);
  expect(await isKeptAt(NOW - MINUTE_MS, [8], { private: true })).toBe(false);
  expect(await isKeptAt(NOW - MINUTE_MS, [7], { private: true })).toBe(true);
});

test('of 120 cases in one session the newest 50 stay', async () => {
  for (let n = 0; n < 120; n++)
    await store.saveCase(makeCase({ id: `case-${n}`, tabIds: [n], startedAt: NOW + n }));
  expect(memory.kept.size).toBe(50);
  expect((await store.ofTab(119))?.id).toBe('case-119');
  expect(await store.ofTab(69)).toBeUndefined();
});

test('in a full memory the oldest cases make room for the newest', async () => {
  memory = createSessionMemory(30 * JSON.stringify(makeCase()).length);
  store = new CaseStore(memory);
  for (let n = 0; n < 40; n++)
    await store.saveCase(makeCase({ id: `case-${n}`, tabIds: [n], startedAt: NOW + n }));
  expect((await store.ofTab(39))?.id).toBe('case-39');
  expect(await store.ofTab(0)).toBeUndefined();
});

test('two cases that are saved at once do not overwrite each other, and other memory is left alone', async () => {
  await memory.write('requestBudgets', { any: 1 });
  await Promise.all(
    ['one', 'two'].map((id, tabId) => store.saveCase(makeCase({ id, tabIds: [tabId], startedAt: NOW }))),
  );
  expect((await store.ofPlatform('x')).map(({ id }) => id).sort()).toEqual(['one', 'two']);
  expect((await store.clearAll()).sort()).toEqual([0, 1]);
  expect([...memory.kept.keys()]).toEqual(['requestBudgets']);
});
