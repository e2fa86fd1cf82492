import { beforeEach, expect, test, vi } from 'vitest';
import { makeCase } from '../../src/reports/testing/fixtures.ts';
import type { BroadcastName } from '../protocol.ts';
import { deliverMessage } from '../testing/fake-browser.ts';
import { parseBroadcast } from './broadcast-schemas.ts';
import { broadcast, onBroadcast } from './message-client.ts';

const received: unknown[] = [];
const LAST = { done: 7, total: 7 };
onBroadcast('caseChanged', (payload) => received.push(payload));
onBroadcast('knowledgeProgress', (payload) => received.push(payload));
beforeEach(() => {
  received.length = 0;
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

/** What arrived, once a later broadcast has. */
async function receivedSoFar(): Promise<unknown[]> {
  broadcast('knowledgeProgress', LAST);
  await vi.waitFor(() => expect(received).toContainEqual(LAST));
  return received.slice(0, -1);
}

test('a broadcast of our background arrives, in order', async () => {
  const first = { tabId: 7, case: makeCase() };
  const second = { tabId: 7, case: null };
  broadcast('caseChanged', first);
  broadcast('caseChanged', second);
  expect(await receivedSoFar()).toEqual([first, second]);
});

test.each([
  ['a content script in a page', { id: 'the-extension', url: 'https://x.com/', origin: 'https://x.com' }],
  ['a script without an address', { id: 'the-extension', origin: 'https://x.com' }],
  ['another extension', { id: 'other', url: new URL('./background.ts', import.meta.url).href }],
  ['nobody', {}],
])('a broadcast of %s is dropped', async (_who, sender) => {
  deliverMessage({ notice: 'caseChanged', payload: { tabId: 7, case: null } }, sender);
  expect(await receivedSoFar()).toEqual([]);
});

test.each<[string, BroadcastName, unknown]>([
  ['no payload', 'caseChanged', undefined],
  ['a case that is none', 'caseChanged', { tabId: 7, case: { platformName: 'call +1 800 555 0100' } }],
  ['a tab that is none', 'caseChanged', { tabId: '7', case: null }],
  ['a report of no case', 'reportChanged', { caseId: 7 }],
  ['a progress that is none', 'knowledgeProgress', { done: -1, total: 'many' }],
])('a broadcast with %s is dropped', async (_what, notice, payload) => {
  expect(parseBroadcast(notice, payload)).toBeUndefined();
  deliverMessage({ notice, payload });
  expect(await receivedSoFar()).toEqual([]);
});
