import { HOUR_MS } from '../../src/base/time.ts';
import '../testing/fake-browser.ts';
import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/storage/database.ts';
import { testSigner } from '../../tools/publish/sign.ts';
import { alarms, kept, policy } from '../testing/fake-browser.ts';
import { startUpdates, UPDATES_ALARM } from './updates.ts';

// This build trusts no key yet, and so asks nobody: with one it would do this.
vi.mock('../../src/updates/trust-anchor.ts', async () => ({
  TRUST: { keys: [testSigner('root').publicKey], threshold: 1, rootVersion: 1 },
}));

/** A busy machine takes its time. */
const soon = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });
const MIRRORS = { mirrors: [{ name: 'one', url: 'https://mirror.example/facts' }] };
let databases = 0;
function started() {
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
const chosen = (choice: string): void => void Object.assign(kept, { settings: { choice } });
const rung = async (updates: ReturnType<typeof started>): Promise<void> => {
  updates.look();
  await soon(async () =>
    expect(await updates.handlers.getUpdateState({})).toMatchObject({ running: false, last: {} }),
  );
};

beforeEach(() => {
  alarms.clear();
  policy.endpoints = MIRRORS;
});

test.each(['unset', 'quiet'])(
  '%s: no alarm is set, one that was set is taken away, one that rings asks nobody',
  async (choice) => {
    chosen(choice);
    const updates = started();
    alarms.set(UPDATES_ALARM, 1);
    updates.plan();
    await soon(() => expect(alarms.has(UPDATES_ALARM)).toBe(false));
    updates.look();
    await expect(updates.handlers.updateNow({})).rejects.toThrow(/only with standard/);
    expect(updates.asked).not.toHaveBeenCalled();
    expect(alarms.size).toBe(0);
  },
);

test('standard: within the hour, then some hours after a check that failed', async () => {
  chosen('standard');
  const updates = started();
  updates.plan();
  await soon(() => expect(alarms.has(UPDATES_ALARM)).toBe(true));
  const first = alarms.get(UPDATES_ALARM) ?? 0;
  expect(first - Date.now()).toBeGreaterThan(0);
  expect(first - Date.now()).toBeLessThanOrEqual(HOUR_MS);

  await rung(updates);
  expect(updates.asked.mock.calls.map(([url]) => url)).toEqual(['https://mirror.example/facts/root.json']);
  await soon(() => expect(alarms.get(UPDATES_ALARM)).not.toBe(first));
  const next = ((alarms.get(UPDATES_ALARM) ?? 0) - Date.now()) / HOUR_MS;
  expect(next).toBeGreaterThan(2);
  expect(next).toBeLessThan(4);
  expect(updates.wrong).toEqual([]);
});

test('without a mirror no alarm is set, whatever was chosen', async () => {
  chosen('standard');
  policy.endpoints = { mirrors: [] };
  const updates = started();
  alarms.set(UPDATES_ALARM, 1);
  updates.plan();
  await soon(() => expect(alarms.has(UPDATES_ALARM)).toBe(false));
  expect(await updates.handlers.getUpdateState({})).toMatchObject({ mode: 'unavailable' });
});
