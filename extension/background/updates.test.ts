import { HOUR_MS } from '../../src/base/time.ts';
import '../testing/fake-browser.ts';
import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/storage/database.ts';
import { testSigner } from '../../tools/publish/sign.ts';
import { alarms, localStorageArea, managedStorageArea } from '../testing/fake-browser.ts';
import { startUpdates, UPDATES_ALARM } from './updates.ts';

// This build trusts no key yet, so it sends no request. With a key it would do this.
vi.mock('../../src/updates/trust-anchor.ts', async () => ({
  TRUST_ANCHOR: { keys: [testSigner('root').publicKey], threshold: 1, minRootVersion: 1 },
}));

/** A busy machine takes its time. */
const waitUntilPasses = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });
const MIRRORS = { mirrors: [{ name: 'one', url: 'https://mirror.example/facts' }] };
let databases = 0;
function startTestUpdates() {
  const db = openDatabase(`alarms-${databases++}`);
  const wrong: unknown[] = [];
  const asked = vi.fn(async (_url: string) => new Response('', { status: 503 }));
  vi.stubGlobal('fetch', asked);
  return {
    ...startUpdates({ openKnowledge: () => db, recordError: (error) => wrong.push(error) }),
    asked,
    wrong,
  };
}
const setChoiceTo = (choice: string): void => void Object.assign(localStorageArea, { settings: { choice } });
const ringAlarm = async (updates: ReturnType<typeof startTestUpdates>): Promise<void> => {
  updates.runDueCheck();
  await waitUntilPasses(async () =>
    expect(await updates.handlers.getUpdateState({})).toMatchObject({ running: false, last: {} }),
  );
};

beforeEach(() => {
  alarms.clear();
  managedStorageArea.endpoints = MIRRORS;
});

test.each(['unset', 'quiet'])(
  '%s: sets no alarm, clears one that was set, and sends nothing when one rings',
  async (choice) => {
    setChoiceTo(choice);
    const updates = startTestUpdates();
    alarms.set(UPDATES_ALARM, 1);
    updates.scheduleCheck();
    await waitUntilPasses(() => expect(alarms.has(UPDATES_ALARM)).toBe(false));
    updates.runDueCheck();
    await expect(updates.handlers.updateNow({})).rejects.toThrow(/only with standard/);
    expect(updates.asked).not.toHaveBeenCalled();
    expect(alarms.size).toBe(0);
  },
);

test('standard: within the hour, then some hours after a check that failed', async () => {
  setChoiceTo('standard');
  const updates = startTestUpdates();
  updates.scheduleCheck();
  await waitUntilPasses(() => expect(alarms.has(UPDATES_ALARM)).toBe(true));
  const first = alarms.get(UPDATES_ALARM) ?? 0;
  expect(first - Date.now()).toBeGreaterThan(0);
  expect(first - Date.now()).toBeLessThanOrEqual(HOUR_MS);

  await ringAlarm(updates);
  expect(updates.asked.mock.calls.map(([url]) => url)).toEqual(['https://mirror.example/facts/root.json']);
  await waitUntilPasses(() => expect(alarms.get(UPDATES_ALARM)).not.toBe(first));
  const next = ((alarms.get(UPDATES_ALARM) ?? 0) - Date.now()) / HOUR_MS;
  expect(next).toBeGreaterThan(2);
  expect(next).toBeLessThan(4);
  expect(updates.wrong).toEqual([]);
});

test('without a mirror no alarm is set, whatever was chosen', async () => {
  setChoiceTo('standard');
  managedStorageArea.endpoints = { mirrors: [] };
  const updates = startTestUpdates();
  alarms.set(UPDATES_ALARM, 1);
  updates.scheduleCheck();
  await waitUntilPasses(() => expect(alarms.has(UPDATES_ALARM)).toBe(false));
  expect(await updates.handlers.getUpdateState({})).toMatchObject({ mode: 'unavailable' });
});
